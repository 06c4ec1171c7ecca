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
