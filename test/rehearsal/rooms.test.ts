import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JsonObject } from '../../src/core/command/command.ts'
import type { RoomState } from '../../src/core/room/state.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import type { Receipt } from '../../src/engine/outbox.ts'
import { createRehearsal } from '../../src/engine/rehearsal.ts'
import { policyFrom } from '../world/policy-text.ts'

const T = instantOf('2026-02-09T10:00:00.000Z')
const at = (minutes: number): Temporal.Instant => T.add({ milliseconds: minutes * 60_000 })

const policyWith = (room: string) =>
  policyFrom(`
incident:
  reference: "INC-{n}"
  room: ${room}
  types: [{ id: security, when: { flag: security }, private: true }]
  impact: { security: { type: flag } }
severities: [{ id: SEV-1, name: Critical }, { id: SEV-2, name: High }, { id: SEV-3, name: Low }]
roles: [{ id: commander, name: Commander }]
audiences: [{ id: everybody, members: [channel:on-call, user:ben] }]
obligations: [{ id: told, when: { severity: [SEV-1] }, must: notify, audience: everybody, within: 15m, of: declared }]
users:
  - { id: ann, name: Ann, contacts: { email: ann@example.com } }
  - { id: ben, name: Ben, contacts: { email: ben@example.com } }
channels:
  - { id: war-room, via: slack, name: incident-response }
  - { id: leadership, via: slack, name: leadership, posts: [declared, update, resolved], when: { severity: [SEV-1, SEV-2] } }
  - { id: engineering, via: slack, name: engineering, posts: [declared, resolved] }
  - { id: on-call, via: slack, name: on-call }
schedules:
  - { id: primary, name: Primary, channel: channel:on-call, layers: [{ id: all, rotation: daily, starts: "2026-01-05T09:00", members: [ann, ben] }] }
services: [{ id: api, escalation: [tech] }]
escalation_policies: [{ id: tech, steps: [{ page: [user:ben], wait: 15m }] }]
integrations: [{ id: slack, type: slack, fields: { token: x } }]
`)

type Sent = { at: string; target: string; content: JsonObject }

function play(room = '{ name: "inc-{n}" }', answer: (content: JsonObject) => Receipt | null = () => null) {
  const sent: Sent[] = []
  let place = 0
  const send = async ({ target, content }: { target: string; content: JsonObject }): Promise<Receipt> => {
    const refused = answer(content)
    if (refused) return refused
    sent.push({ at: night.now().toString(), target, content })
    const step = content.step as { what?: string } | undefined
    place += 1
    return { ok: true, said: 'taken', ...(step?.what === 'open' ? { providerId: `C${place} inc` } : {}) }
  }
  const night = createRehearsal({
    policy: policyWith(room),
    start: T,
    send: send as Parameters<typeof createRehearsal>[0]['send'] & object,
  })
  const act = async (name: string, data: JsonObject = {}, id = 'i1') => {
    const { refusal } = await night.execute({ name, to: { kind: 'incident', id }, by: 'user:ann', data })
    assert.equal(refusal?.message, undefined)
  }
  const declare = (data: JsonObject = {}) => act('declare', { title: 'Stolen keys', severity: 'SEV-1', page: false, ...data })
  const state = async () => (await night.store.load([{ kind: 'room', id: 'i1' }]))[0]?.state as RoomState | undefined
  const steps = () =>
    sent.flatMap(({ content }) => (content.kind === 'room' && content.step ? [content.step as { what: string; seq?: number }] : []))
  const posts = (channel: string) => sent.filter(({ target }) => target === `channel:${channel}`).map(({ content }) => content.moment)
  return { night, act, declare, state, steps, posts, sent }
}

describe('a war room', () => {
  test('S7.7 opens when somebody acknowledged, where the policy says so, and has then what happened before', async () => {
    const { act, declare, state, steps } = play('{ name: "inc-{n}", open: acknowledged }')
    await declare()
    await act('note', { text: 'before anybody was there' })
    assert.deepEqual([(await state())?.status, steps()], ['waiting', []])
    await act('acknowledge')
    assert.deepEqual(
      steps().map(({ what }) => what),
      ['open', 'topic', 'links', 'card', 'invite', 'say', 'say'],
    )
    assert.equal((await state())?.status, 'open')
  })

  test("S7.4 the policy's own channel is used as it is: its topic, links and life are left alone", async () => {
    const { act, declare, steps, state } = play('{ fixed: channel:war-room }')
    await declare()
    await act('acknowledge')
    await act('resolve', { resolution: 'done' })
    await act('close')
    assert.deepEqual([...new Set(steps().map(({ what }) => what))].toSorted(), ['card', 'invite', 'open', 'say'])
    assert.deepEqual([(await state())?.isFixed, (await state())?.status], [true, 'open'])
  })

  test('S7.4 what is private is not worked on in a channel that others read', async () => {
    const { declare, state } = play('{ fixed: channel:war-room }')
    await declare({ impact: { security: true } })
    const room = await state()
    assert.deepEqual([room?.isFixed, room?.isPrivate, room?.wanted], [false, true, 'private-inc-1'])
  })

  test('what cannot be opened is said in the timeline, and keeps nobody from anything', async () => {
    const { act, declare, state, night } = play(undefined, ({ kind }) =>
      kind === 'room' ? { ok: false, retry: false, said: 'missing_scope' } : null,
    )
    await declare()
    await act('acknowledge')
    assert.equal((await state())?.status, 'failed')
    const noted = night.facts().filter(({ name }) => name === 'incident.noted')
    assert.deepEqual(
      noted.map(({ data }) => data.text),
      ['The war room could not be opened in the chat: missing_scope'],
    )
  })

  test('S7.7 W46 a room that was refused is tried again, longer each time, until it opens: then it has everything in order', async () => {
    let isBroken = true
    const { act, declare, state, steps, night } = play(undefined, ({ kind }) =>
      kind === 'room' && isBroken ? { ok: false, retry: false, said: 'token_revoked' } : null,
    )
    await declare()
    await act('note', { text: 'first' })
    await night.advance(at(30))
    const tried = night.facts().filter(({ name }) => name === 'room.tried_again')
    assert.deepEqual(
      tried.map((fact) => instantOf(fact.at).since(T).total('minutes')),
      [1, 6, 21],
    )
    assert.deepEqual((await state())?.trouble, { since: '2026-02-09T10:00:00.000Z', said: 'token_revoked' })
    await act('note', { text: 'second' })
    isBroken = false
    await night.advance(at(90))
    assert.deepEqual(
      steps().map(({ what }) => what),
      ['open', 'topic', 'links', 'card', 'invite', 'say', 'say', 'say'],
    )
    assert.deepEqual([(await state())?.status, (await state())?.trouble, (await state())?.steps], ['open', null, []])
    assert.equal(night.facts().filter(({ name }) => name === 'incident.noted').length, 3, 'that it failed is said once')
  })

  test('what was never opened is given up when the incident is closed, and begun anew when it is reopened', async () => {
    let isBroken = true
    const { act, declare, state, steps, night } = play(undefined, ({ kind }) =>
      kind === 'room' && isBroken ? { ok: false, retry: false, said: 'token_revoked' } : null,
    )
    await declare()
    await act('resolve', { resolution: 'done' })
    await act('close')
    const before = night.facts().length
    await night.advance(at(24 * 60))
    assert.equal(
      night.facts().filter(({ name }) => name.startsWith('room.')).length,
      night
        .facts()
        .slice(0, before)
        .filter(({ name }) => name.startsWith('room.')).length,
    )
    isBroken = false
    await act('reopen')
    assert.deepEqual(
      steps().map(({ what }) => what),
      ['open', 'topic', 'links', 'card', 'invite', 'say'],
    )
    assert.equal((await state())?.status, 'open')
  })

  test('a chat that answers nothing is known since when; one try that fails is nothing yet', async () => {
    let isAway = false
    const { act, declare, state, night } = play(undefined, ({ kind }) =>
      isAway && kind === 'room' ? { ok: false, retry: true, said: 'answered 503' } : null,
    )
    await declare()
    isAway = true
    await act('note', { text: 'word' })
    assert.equal((await state())?.trouble ?? null, null)
    await night.advance(at(10))
    assert.deepEqual((await state())?.trouble, { since: '2026-02-09T10:00:00.000Z', said: 'answered 503' })
    assert.equal(night.facts().filter(({ name }) => name === 'room.hindered').length, 1)
    isAway = false
    await night.advance(at(20))
    assert.equal((await state())?.trouble, null)
  })

  test('W46 a chat that limits is asked again when it said, not before, and what waited comes in order', async () => {
    let limitedUntil = at(0)
    const tries: string[] = []
    const { act, declare, steps, night } = play(undefined, ({ kind, step }) => {
      if (kind !== 'room') return null
      if ((step as { what: string }).what === 'say') tries.push(night.now().toString())
      const isLimited = Temporal.Instant.compare(night.now(), limitedUntil) < 0
      return isLimited ? { ok: false, retry: true, said: 'answered 429', retryAfterMs: 30_000 } : null
    })
    await declare()
    limitedUntil = at(0.5)
    for (const text of ['one', 'two', 'three']) await act('note', { text })
    await night.advance(at(5))
    assert.deepEqual(tries, [at(0), at(0.5), at(0.5), at(0.5)].map(String))
    const seqs = steps().flatMap(({ seq }) => seq ?? [])
    assert.deepEqual(
      seqs,
      seqs.toSorted((one, other) => one - other),
    )
    assert.equal(seqs.length, 3)
  })

  test('S1.17 an incident that becomes private moves to a room of its own; only its responders go with it, and the old one is told nothing', async () => {
    const { act, declare, state, sent, night } = play()
    await declare({ page: true, service: 'api' })
    await act('assign', { role: 'commander', user: 'ben' })
    await act('note', { text: 'before' })
    const before = sent.length
    const old = (await state())?.place
    await act('impact', { fields: { security: true } })
    await act('note', { text: 'the vault is open' })
    await night.advance(at(1))
    const after = sent.slice(before).filter(({ content }) => content.kind === 'room')
    assert.deepEqual(
      after.map(({ content }) => (content.step as { what: string }).what),
      ['leave', 'open', 'topic', 'links', 'card', 'invite', 'say'],
    )
    assert.partialDeepStrictEqual(after[0]?.content.step, { place: old, isFixed: false })
    assert.deepEqual(
      [(await state())?.isPrivate, (await state())?.wanted, (await state())?.people],
      [true, 'private-inc-1', ['ann', 'ben']],
    )
    assert.notEqual((await state())?.place, old)
  })

  test("S1.17 in the policy's own channel the card is left as well, and the channel lives on", async () => {
    const { act, declare, state, sent } = play('{ fixed: channel:war-room }')
    await declare()
    const { place = null, card = null } = (await state()) ?? {}
    await act('impact', { fields: { security: true } })
    const left = sent.map(({ content }) => content.step as { what?: string } | undefined).find((step) => step?.what === 'leave')
    assert.deepEqual(left, { what: 'leave', place, card, isFixed: true })
    assert.deepEqual([(await state())?.isFixed, (await state())?.wanted], [false, 'private-inc-1'])
  })

  test('S1.17 a private incident that is raised to a level with a room gets a private one', async () => {
    const { act, declare, state } = play('{ name: "inc-{slug}", when: { at_least: SEV-2 } }')
    await declare({ severity: 'SEV-3', impact: { security: true } })
    assert.equal(await state(), undefined)
    await act('severity', { severity: 'SEV-1', reason: 'worse' })
    assert.deepEqual([(await state())?.isPrivate, (await state())?.wanted], [true, 'private-inc-1'])
  })

  test('a chat that is away for hours has everything afterwards, in order and once; beyond 200 entries a count', async () => {
    let isAway = false
    const { act, declare, steps, night, state } = play(undefined, () => (isAway ? { ok: false, retry: true, said: 'answered 503' } : null))
    await declare()
    isAway = true
    for (let each = 0; each < 300; each += 1) await act('note', { text: `word ${each}` })
    await night.advance(at(120))
    isAway = false
    const before = steps().length
    await night.advance(at(180))
    const said = steps().slice(before)
    const seqs = said.flatMap(({ seq }) => seq ?? [])
    assert.deepEqual(
      seqs,
      seqs.toSorted((a, b) => a - b),
    )
    assert.equal(new Set(seqs).size, seqs.length)
    assert.deepEqual(said.at(-1), { what: 'more', count: 300 - seqs.length })
    assert.equal((await state())?.steps.length, 0)
  })

  test('who is paged for the incident is let in, once', async () => {
    const { declare, state } = play()
    await declare({ page: true, service: 'api' })
    assert.deepEqual((await state())?.people, ['ann', 'ben'])
  })
})

describe('standing channels', () => {
  test('S5.4 S5.6 leadership is told of SEV-1 and SEV-2, the team of everything, each of the moments it asks for', async () => {
    for (const [severity, leadership] of [
      ['SEV-1', ['declared', 'update', 'resolved']],
      ['SEV-2', ['declared', 'update', 'resolved']],
      ['SEV-3', []],
    ] as const) {
      const { act, declare, posts } = play()
      await declare({ severity })
      await act('update', { text: 'half of it is back' })
      await act('resolve', { resolution: 'done' })
      assert.deepEqual([posts('leadership'), posts('engineering')], [leadership, ['declared', 'resolved']])
    }
  })

  test('nothing of a private incident is posted to channels that others read', async () => {
    const { act, declare, sent } = play()
    await declare({ impact: { security: true } })
    await act('update', { text: 'the vault is locked' })
    assert.ok(
      sent.some(({ target, content }) => target === 'user:ben' && content.audience === 'everybody'),
      'people of an audience are told',
    )
    assert.doesNotMatch(JSON.stringify(sent.filter(({ target }) => target.startsWith('channel:'))), /Stolen keys|vault/)
  })

  test("S3.10 a channel's topic follows each hand-off", async () => {
    const { night, sent } = play()
    await night.execute({ name: 'look', to: { kind: 'duty', id: 'primary' }, by: 'engine', data: {} })
    await night.advance(at(26 * 60))
    const topics = sent.filter(({ content }) => content.job === 'sign').map(({ at: when, content }) => `${when} ${String(content.text)}`)
    assert.equal(topics.length, 2)
    const [first = '', second = ''] = topics
    assert.match(first, /^2026-02-09T10:00:00Z On call · Primary: (Ann|Ben)$/)
    assert.match(second, /^2026-02-10T09:00:00Z On call · Primary: (Ann|Ben)$/)
    assert.notEqual(first.split(': ')[1], second.split(': ')[1])
  })
})
