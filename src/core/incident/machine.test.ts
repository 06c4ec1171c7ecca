import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { createRehearsal, type Rehearsal } from '../../engine/rehearsal.ts'
import type { JsonObject, Message } from '../command/command.ts'
import { instantOf } from '../time/moment.ts'
import type { IncidentState } from './state.ts'

const YAML = `
severities: [{ id: SEV-1, name: Critical, aliases: [P0] }, { id: SEV-2, name: High, pages: false }]
incident:
  reference: "INC-{yyyy}-{mm}-{dd}-{nnn}"
  aliases: ["INC-{n}", "{slug}-{hh}{min}"]
  room: { name: "incident-{yyyy}-{mm}-{dd}-{nnn}-{slug}" }
  bridge: { url: "https://meet.example.com/{reference}", when: { severity: [SEV-1] } }
  impact: { users_affected: { type: number }, security: { type: flag }, functions: { type: list, options: [pay, read] }, words: { type: text } }
  types: [{ id: security, when: { flag: security }, private: true }]
roles: [{ id: commander, default: [user:ann] }, { id: scribe }]
users:
  - { id: ann, name: Ann, contacts: { email: ann@example.org } }
  - { id: bob, name: Bob, contacts: { email: bob@example.org } }
services: [{ id: api, name: API }]
obligations:
  - { id: ack, must: acknowledge, within: 15m, of: accepted }
  - { id: scribe, when: { severity: [SEV-1] }, must: assign, role: role:scribe, within: 30m, of: declared, owner: role:commander, on_miss: { remind: [user:bob], page: [user:bob] } }
  - { id: mailed, when: { severity: [SEV-1] }, must: email, within: 1h, of: declared }
`

const START = '2026-02-10T23:58:00.000Z'
type World = {
  rehearsal: Rehearsal
  sent: Message[]
  state: () => Promise<IncidentState>
  act: (name: string, data?: JsonObject, by?: string) => Promise<string>
  pass: (minutes: number) => Promise<void>
}

function rehearse({ timezone = 'UTC', yaml = YAML }: { timezone?: string; yaml?: string } = {}): World {
  const sent: Message[] = []
  const rehearsal = createRehearsal({
    policy: policyFrom(yaml, { timezone }),
    start: instantOf(START),
    send: async (message) => {
      sent.push(message)
      return { ok: true, said: 'taken' }
    },
  })
  const state = async () => (await rehearsal.store.load([{ kind: 'incident', id: 'i1' }]))[0]?.state as IncidentState
  const act = async (name: string, data: JsonObject = {}, by = 'user:ann') => {
    const outcome = await rehearsal.execute({ name, to: { kind: 'incident', id: 'i1' }, by, data })
    return outcome.refusal?.code ?? 'ok'
  }
  const pass = (minutes: number) => rehearsal.advance(rehearsal.now().add({ milliseconds: minutes * 60_000 }))
  return { rehearsal, sent, state, act, pass }
}

async function declared(severity: string | null = 'SEV-1'): Promise<World> {
  const world = rehearse()
  assert.equal(await world.act('declare', { title: 'Checkout fails', severity, service: 'api', page: false }), 'ok')
  return world
}

describe('what an incident is called', () => {
  test('S1.9 S7.2 references count per day in the organisation’s zone, without duplicates', async () => {
    const { rehearsal, pass } = rehearse({ timezone: 'Europe/Berlin' })
    const names: string[] = []
    for (let n = 0; n < 4; n += 1) {
      const outcome = await rehearsal.execute({
        name: 'declare',
        to: { kind: 'incident', id: `i${n}` },
        by: 'user:ann',
        data: { title: 'Ärger mit “Überweisung”!', severity: 'P0', page: false },
      })
      const { reference, aliases, room } = outcome.state as IncidentState
      names.push(reference)
      if (n === 0)
        assert.deepEqual([aliases, room], [['INC-1', 'arger-mit-uberweisung-0058'], 'incident-2026-02-11-001-arger-mit-uberweisung'])
      if (n === 1) await pass(23 * 60)
    }
    assert.deepEqual(names, ['INC-2026-02-11-001', 'INC-2026-02-11-002', 'INC-2026-02-11-003', 'INC-2026-02-11-004'])
    await pass(60)
    const next = await rehearsal.execute({
      name: 'declare',
      to: { kind: 'incident', id: 'late' },
      by: 'user:ann',
      data: { title: 'x'.repeat(300), severity: 'SEV-1', page: false },
    })
    const { reference, aliases, room } = next.state as IncidentState
    assert.equal(reference, 'INC-2026-02-12-001')
    assert.equal(aliases[0], 'INC-5')
    assert.ok((room ?? '').length <= 80, `${room}`)
  })

  test('title and severity suffice; without a severity it is the worst; the bridge only where the policy asks for it', async () => {
    const { state } = await declared(null)
    assert.equal((await state()).severity, 'SEV-1')
    assert.match((await state()).bridge ?? '', /INC-2026-02-10-001$/)
    assert.equal((await (await declared('sev 2')).state()).bridge, null)
  })
})

describe('what cannot be done is refused with a reason', () => {
  const refusals: [string, string, JsonObject, string][] = [
    ['declare', 'title-missing', { title: '  ', severity: 'SEV-1' }, 'needs a title'],
    ['declare', 'severity-unknown', { title: 'x', severity: 'SEV-9' }, 'SEV-1, SEV-2'],
    ['declare', 'service-unknown', { title: 'x', severity: 'SEV-1', service: 'apo' }, 'services:'],
    ['assign', 'role-unknown', { role: 'pilot', user: 'ann' }, 'commander, scribe'],
    ['assign', 'user-unknown', { role: 'scribe', user: 'zoe' }, 'users:'],
    ['assign', 'not-assigned', { role: 'scribe', user: null }, 'nobody'],
    ['status', 'status-unknown', { status: 'fixed' }, 'investigating'],
    ['status', 'same-status', { status: 'Investigating' }, 'already'],
    ['severity', 'same-severity', { severity: 'p0' }, 'already'],
    ['severity', 'severity-unknown', { severity: 'P7' }, 'SEV-1, SEV-2'],
    ['impact', 'impact-unknown', { fields: { mood: 'bad' } }, 'users_affected'],
    ['impact', 'impact-value', { fields: { users_affected: 'many' } }, 'a number'],
    ['impact', 'impact-value', { fields: { functions: ['fly'] } }, 'pay, read'],
    ['impact', 'service-unknown', { fields: {}, service: 'apo' }, 'services:'],
    ['times', 'time-in-the-future', { started: '2027-01-01T00:00:00Z' }, 'not happened'],
    ['times', 'detected-before-start', { detected: '2026-02-10T20:00:00Z' }, 'before it started'],
    ['note', 'text-missing', { text: ' ' }, 'text'],
    ['update', 'duration-unknown', { text: 'x', nextIn: 'soon' }, '15m'],
    ['waive', 'not-owed', { obligation: 'nothing', why: 'x' }, 'only what is owed'],
    ['waive', 'reason-missing', { obligation: 'ack#1', why: '' }, 'reason'],
    ['complete', 'not-by-hand', { what: 'ack#1' }, 'by doing it'],
    ['reopen', 'not-resolved', {}, 'investigating'],
    ['close', 'not-resolved', {}, 'resolve it'],
    ['rename', 'title-missing', { title: '' }, 'empty'],
    ['dance', 'unknown-command', {}, 'dance'],
  ]
  for (const [name, code, data, part] of refusals) {
    test(`${name}: ${code} (${part})`, async () => {
      const world = name === 'declare' ? rehearse() : await declared()
      const outcome = await world.rehearsal.execute({ name, to: { kind: 'incident', id: 'i1' }, by: 'user:ann', data })
      assert.equal(outcome.refusal?.code, code)
      assert.ok(outcome.refusal?.message.includes(part), outcome.refusal?.message)
    })
  }
})

describe('the course of an incident', () => {
  test('whoever acknowledges and is a default holder takes the empty role; the second is told who has it', async () => {
    const { act, state } = await declared()
    assert.equal(await act('acknowledge'), 'ok')
    assert.equal((await state()).roles.commander?.user, 'ann')
    assert.equal(await act('acknowledge', {}, 'user:bob'), 'already-acknowledged')
    assert.equal(await act('acknowledge'), 'ok')
  })

  test('an acknowledgement inherited from the alert counts from when it was given', async () => {
    const world = rehearse()
    const acknowledged = { by: 'user:bob', at: '2026-02-10T23:44:00.000Z' }
    await world.act('declare', { title: 'x', severity: 'SEV-2', page: false, acceptedAt: '2026-02-10T23:40:00.000Z', acknowledged })
    const { obligations, score } = await world.state()
    assert.deepEqual(
      obligations.map((each) => `${each.id} ${each.status} ${each.closedAt}`),
      ['ack#1 met 2026-02-10T23:44:00.000Z'],
    )
    assert.equal(score.met, 1)
  })

  test('the score counts each promise once: closed late before its clock was asked, or after', async () => {
    const { act, state, pass } = await declared()
    await pass(16)
    assert.deepEqual((await state()).score, { met: 0, late: 0, missed: 1, waived: 0, dropped: 0 })
    await act('acknowledge')
    assert.deepEqual((await state()).score, { met: 0, late: 1, missed: 0, waived: 0, dropped: 0 })
  })

  test('a missed promise reminds its owner and whom the rule names, and pages whom it says', async () => {
    const { act, sent, pass, rehearsal } = await declared()
    await act('acknowledge')
    await pass(30)
    const reminded = sent.filter((each) => each.content.kind === 'nag' && each.content.what === 'missed').map((each) => each.target)
    assert.deepEqual(reminded.sort(), ['user:ann', 'user:bob'])
    const paged = rehearsal
      .facts()
      .filter((fact) => fact.name === 'page.opened')
      .map((fact) => (fact.data as JsonObject).user)
    assert.deepEqual(paged, ['bob'])
  })

  test('each missed turn of a rhythm reminds; after a pause the last one speaks for all', async () => {
    const { rehearsal, sent, act } = rehearse({
      yaml: `${YAML}  - { id: words, must: update, every: 10m, from: declared, until: resolved, owner: user:bob }\n`,
    })
    await act('declare', { title: 'x', severity: 'SEV-2', page: false })
    const missed = () => sent.filter((each) => each.content.what === 'missed' && each.id.includes('.words#')).map((each) => each.id)
    await rehearsal.advance(instantOf(START).add({ minutes: 20 }))
    assert.deepEqual(missed(), ['i1.words#1.missed0.bob/email', 'i1.words#2.missed0.bob/email'])
  })

  test('a role that was filled and left is owed again only when it comes to be owed anew', async () => {
    const { act, state } = await declared('SEV-2')
    await act('assign', { role: 'scribe', user: 'bob' })
    await act('assign', { role: 'scribe', user: null })
    await act('severity', { severity: 'p0' })
    const { obligations } = await state()
    assert.equal(obligations.find((each) => each.rule === 'scribe')?.status, 'pending')
  })

  test('only what a person can see done is ticked off by hand', async () => {
    const { act, state } = await declared()
    assert.equal(await act('complete', { what: 'mailed' }), 'ok')
    assert.equal((await state()).obligations.find((each) => each.rule === 'mailed')?.status, 'met')
  })

  test('a flag set later makes the incident of its type, and private; a private one is not published', async () => {
    const { act, state } = await declared()
    assert.equal(await act('publish', { text: 'We look into it' }), 'ok')
    assert.equal(await act('impact', { fields: { security: true } }), 'ok')
    const { type, isPrivate, flags } = await state()
    assert.deepEqual([type, isPrivate, flags], ['security', true, ['security']])
    assert.equal(await act('publish', { text: 'We look into it' }), 'private-incident')
  })

  test('a promised next update is a clock; the next update meets it, the end drops it', async () => {
    const { act, state } = await declared('SEV-2')
    await act('update', { text: 'Looking', nextIn: '30m' })
    await act('update', { text: 'Found', nextIn: '30m' })
    await act('resolve', { resolution: 'Rolled back' })
    const promised = (await state()).obligations.filter((each) => each.rule === 'promised-update')
    assert.deepEqual(
      promised.map((each) => each.status),
      ['met', 'dropped'],
    )
  })

  test('S10.6 a promise that comes no sooner than the policy asks anyway is no second clock', async () => {
    const { act, state, rehearsal } = rehearse({
      yaml: `${YAML}  - { id: words, must: update, every: 10m, from: declared, until: resolved }\n`,
    })
    await act('declare', { title: 'x', severity: 'SEV-2', page: false })
    const promised = async () => (await state()).obligations.filter((each) => each.rule === 'promised-update').length
    await act('update', { text: 'Looking', nextIn: '10m' })
    assert.equal(await promised(), 0)
    // Whoever promised hears that the policy asks for it sooner anyway.
    await act('next', { nextIn: '20m' })
    assert.equal(rehearsal.facts().findLast((fact) => fact.name === 'incident.promised')?.data.rhythm, '10m')
    await act('update', { text: 'Found', nextIn: '5m' })
    assert.equal(await promised(), 1)
  })

  test('what must be acknowledged is not met by arriving, only by being ticked off', async () => {
    const told = (met: string): string =>
      `${YAML}  - { id: told, must: notify, audience: owners, met_by: ${met}, within: 15m, of: declared }\naudiences: [{ id: owners, members: [user:bob] }]\n`
    const statusOf = async (world: World) => (await world.state()).obligations.find((each) => each.rule === 'told')?.status
    const [arrived, answered] = [rehearse({ yaml: told('delivered') }), rehearse({ yaml: told('acknowledged') })]
    for (const world of [arrived, answered]) {
      await world.act('declare', { title: 'Down', severity: 'SEV-1', page: false })
      await world.pass(1)
    }
    assert.deepEqual([await statusOf(arrived), await statusOf(answered)], ['met', 'pending'])
    await answered.act('complete', { what: 'told' })
    assert.equal(await statusOf(answered), 'met')
  })

  test('S11.9 what stands on the status page is owed its end', async () => {
    const { act, state } = await declared('SEV-2')
    const end = async () => (await state()).obligations.filter((each) => each.rule === 'public-end').map((each) => each.status)
    await act('publish', { text: 'Some payments fail' })
    await act('resolve', { resolution: 'Rolled back' })
    assert.deepEqual(await end(), ['pending'])
    await act('publish', { text: 'Everything works again' })
    assert.deepEqual(await end(), ['met'])
    assert.equal((await state()).posts.at(-1)?.status, 'resolved')
  })

  test('resolve asks for a review; reopen and resolve ask again; close ends it', async () => {
    const { act, sent, state, pass } = await declared('SEV-2')
    assert.equal(await act('status', { status: 'monitoring' }), 'ok')
    assert.ok((await state()).at.mitigated)
    assert.equal(await act('status', { status: 'resolved', note: 'done' }), 'ok')
    assert.equal(await act('resolve'), 'already-resolved')
    assert.equal(await act('status', { status: 'monitoring' }), 'already-resolved')
    await pass(5)
    assert.equal(await act('reopen', { reason: 'again' }), 'ok')
    assert.equal((await state()).at.mitigated, undefined)
    assert.equal(await act('resolve', { resolution: 'now' }), 'ok')
    assert.equal(await act('close'), 'ok')
    const asked = sent.filter((each) => each.channel === 'internal').map((each) => each.content)
    assert.deepEqual(asked, [
      { job: 'review-draft', incident: 'i1' },
      { job: 'review-draft', incident: 'i1' },
    ])
  })
})
