import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StartEscalation } from '../../src/core/escalation/join.ts'
import type { EscalationState } from '../../src/core/escalation/state.ts'
import { Night } from './night.ts'

/** Wednesday 18 November 2026, 03:00 UTC: six hours before business. */
const policy = `
version: 1
organization: { name: Ladders Ltd, timezone: UTC, business_hours: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00" }, fallback: { page: [team:admins], channel: channel:incidents } }
severities:
  - { id: SEV-1, name: Critical, suggest_when: { alert_severity: [critical] } }
  - { id: SEV-2, name: High, suggest_when: { alert_severity: [warning] } }
users:
  - { id: ana, name: Ana, contacts: { email: ana@example.com, ntfy: "https://ntfy.example.com/ana" }, rules: [ { after: 0m, by: [push] }, { after: 2m, by: [email] } ] }
  - { id: ben, name: Ben, contacts: { email: ben@example.com } }
  - { id: cleo, name: Cleo, role: admin, contacts: { email: cleo@example.com } }
  - { id: dora, name: Dora, contacts: { email: dora@example.com } }
  - { id: eli, name: Eli, contacts: { email: eli@example.com } }
teams: [ { id: admins, members: [cleo] }, { id: all, members: [ana, ben, dora, eli], schedule: duty } ]
schedules: [ { id: gone, timezone: UTC, layers: [ { id: l, rotation: weekly, starts: "2036-01-05T00:00", members: [ana] } ] }, { id: duty, timezone: UTC, layers: [ { id: l, rotation: weekly, starts: "2026-01-05T00:00", members: [ana] } ] } ]
channels: [ { id: incidents, via: slack, name: incidents } ]
escalation_policies:
  - { id: technical, ack_timeout: 30m, steps: [ { page: [user:ana], wait: 10m }, { page: [user:ben] } ] }
  - { id: databases, steps: [ { page: [user:dora], wait: 10m }, { page: [user:eli], wait: 10m } ], repeat: 3 }
  - { id: daylight, steps: [ { page: [user:ana], wait: 5m }, { page: [user:ben], when: { business_hours: true }, wait: 12h } ] }
  - { id: slow, basis: unresolved, steps: [ { page: [user:eli], when: { unresolved_for: 1h } } ] }
  - { id: mixed, steps: [ { page: [schedule:gone, contact:cloud, user:ana], wait: 10m }, { page: [contact:cloud], wait: 10m }, { page: [user:ben] } ] }
  - { id: expert, basis: manual, steps: [ { reason: [stuck], page: [user:dora] }, { reason: [stuck, design], page: [user:eli], wait: 10m } ] }
  - { id: patient, steps: [ { at: 20m, page: [user:eli] }, { at: 30m, page: [user:ben] } ] }
  - { id: vendor, basis: manual, steps: [ { reason: [vendor], page: [contact:cloud] } ] }
services:
  - { id: two, escalation: [technical, databases] }
  - { id: day, escalation: [daylight] }
  - { id: mixed, escalation: [mixed] }
  - { id: slow, escalation: [technical, slow] }
  - { id: patient, escalation: [patient] }
contacts: [ { id: cloud, name: Cloud support, kind: vendor, phone: "+15550400001" } ]
integrations: [ { id: am, type: alertmanager, service: two, key: kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk } ]
`

const night = () => new Night('2026-11-18T03:00:00Z', policy)

const ladder = (played: Night, id: string): EscalationState => played.rehearsal.store.rows.get(`escalation:${id}`)?.state as EscalationState
const to = (played: Night, id: string, name: string, data: object = {}, by = 'user:ana') =>
  played.rehearsal.execute({ name, to: { kind: 'escalation', id }, by, data })

const about: Omit<StartEscalation, 'ladder'> = {
  about: { kind: 'page', id: 'p' },
  service: 'two',
  severity: 'SEV-1',
  rank: 0,
  flags: [],
  holders: {},
  title: 'All hands',
  policy: 1,
}

describe('several ladders of one alert', () => {
  test('S4.8 climb beside each other, and each is acknowledged by those it asks', async () => {
    const played = night()
    const alert = await played.alert({ service: 'two' })
    const main = played.ladderOf(alert)
    await played.until(3)
    await played.does('acknowledge', alert)
    await played.until(11)
    assert.deepEqual(played.heard(), ['ana push page @0', 'dora email page @0', 'ana email page @2', 'eli email page @10'])
    assert.equal(ladder(played, `${main}-databases`).status, 'running')
    assert.equal((await to(played, `${main}-databases`, 'acknowledge', { via: 'link' }, 'user:eli')).refusal, undefined)
    await played.until(32)
    assert.deepEqual(played.heard(11), [], 'both have somebody')
    assert.equal(played.statusOf(alert), 'acknowledged')
  })

  test('S4.8 whoever is asked by both has both', async () => {
    const played = night()
    const alert = await played.alert({ service: 'two' })
    await played.until(1)
    await played.does('acknowledge', alert, { via: 'console' }, 'user:dora')
    assert.equal(ladder(played, `${played.ladderOf(alert)}-databases`).status, 'acknowledged')
  })

  test('S4.8 end with the alert', async () => {
    const played = night()
    const alert = await played.alert({ service: 'two' })
    const main = played.ladderOf(alert)
    await played.until(5)
    await played.does('resolve', alert)
    await played.until(24 * 60)
    assert.deepEqual(played.heard(5), [])
    assert.equal(ladder(played, `${main}-databases`).status, 'stopped')
  })

  test('W8 an acknowledgement that ran out opens the alert again; one beside it does not', async () => {
    const played = night()
    const alert = await played.alert({ service: 'two' })
    await played.does('acknowledge', alert)
    await to(played, `${played.ladderOf(alert)}-databases`, 'acknowledge', { via: 'link' }, 'user:dora')
    await played.until(30.1)
    assert.deepEqual(played.heard(1), ['ana push page @30'])
    assert.equal(played.statusOf(alert), 'triggered')
  })
})

describe('conditions on time', () => {
  test('W9 a first step that states its minute waits for it', async () => {
    const played = night()
    await played.alert({ service: 'patient' })
    await played.until(40)
    assert.deepEqual(played.heard(), ['eli email page @20', 'ben email page @30'])
  })

  test('W1 W34 a step that waits for business hours comes when they begin', async () => {
    const played = night()
    await played.alert({ service: 'day' })
    await played.until(359.9)
    assert.equal(played.heard(4).filter((line) => line.startsWith('ben')).length, 0)
    await played.until(360.1)
    assert.deepEqual(
      played.heard(360).filter((line) => line.startsWith('ben')),
      ['ben email page @360'],
    )
    assert.match(String(played.sent.findLast((each) => each.to === 'ben')?.message.content.reason), /it is in business hours/)
  })

  test('S4.4 a step that waits for an hour unresolved comes to the second, though it came up at once', async () => {
    const played = night()
    const alert = await played.alert({ service: 'slow', name: 'Slow' })
    await played.does('declare-incident', alert, {})
    await played.does('acknowledge', alert)
    await played.until(59.99)
    assert.equal(
      played.heard().some((line) => line.startsWith('eli')),
      false,
    )
    await played.until(61)
    assert.equal(played.heard().includes('eli email page @60'), true)
  })
})

describe('a target that leads to nobody', () => {
  test('I-12 W5 is passed over at once, named, and keeps nobody else of the step from their page', async () => {
    const played = night()
    await played.alert({ service: 'mixed' })
    assert.deepEqual(played.heard(), ['ana push page @0'])
    assert.deepEqual(
      played.told('escalation.target_empty').map((fact) => fact.data.target),
      ['schedule:gone'],
    )
    await played.until(10)
    assert.deepEqual(played.heard(10), ['ben email page @10'], 'a contact alone is nobody to wait for')
  })
})

describe('an exhausted ladder', () => {
  test('I-4 tells the fallback and its channel, goes on every quarter of an hour, then every hour, until somebody answers', async () => {
    const played = night()
    const alert = await played.alert({ service: 'mixed' })
    await played.until(24 * 60)
    const told = played.sent.filter((each) => each.to === 'cleo').map((each) => each.at)
    assert.deepEqual(told.slice(0, 10), [25, 40, 55, 70, 85, 100, 115, 130, 190, 250])
    assert.equal(told.length, 8 + 21)
    const channel = played.sent.filter((each) => each.to === 'channel:incidents')
    assert.equal(channel.length, told.length)
    assert.match(String(channel[0]?.message.content.text), /Nobody has acknowledged/)
    assert.equal(played.statusOf(alert), 'triggered')
    await played.does('acknowledge', alert, { via: 'console' }, 'user:cleo')
    await played.until(48 * 60)
    assert.equal(played.sent.filter((each) => each.at > 24 * 60).filter((each) => each.to !== 'ana').length, 0)
  })
})

describe('an acknowledgement', () => {
  test('W41 is asked after as often as its holder wants, from 15 minutes to 7 days, until the end', async () => {
    const played = night()
    const alert = await played.alert({ service: 'day' })
    const main = played.ladderOf(alert)
    await played.does('acknowledge', alert)
    for (const every of ['14m', '8d', 'soon']) assert.equal((await to(played, main, 'remind', { every })).refusal?.code, 'reminder', every)
    assert.equal((await to(played, main, 'remind', { every: '2h' })).refusal, undefined)
    await played.until(245)
    assert.deepEqual(played.heard(1), ['ana email notify @120', 'ana email notify @240'])
    assert.match(String(played.sent.at(-1)?.message.content.text), /You have had this since/)
    await to(played, main, 'remind', { every: '7d' })
    await played.until(8 * 24 * 60)
    assert.equal(played.heard(246).length, 1)
    await played.does('resolve', alert)
    await played.until(30 * 24 * 60)
    assert.equal(played.heard(246).length, 1)
  })
})

describe('an acknowledgement with a reason', () => {
  test('W42 says why it stays open, is cleared by the recovery, and does not hide the next failure', async () => {
    const played = night()
    const first = await played.alert({ key: 'disk', service: 'day' })
    await played.does('acknowledge', first, { via: 'api', reason: 'a new disk comes on Friday' })
    assert.equal(played.told('alert.acknowledged')[0]?.data.reason, 'a new disk comes on Friday')
    await played.until(60)
    await played.does('resolve', first, { via: 'sender' }, 'integration:am')
    const second = await played.alert({ key: 'disk', service: 'day' })
    assert.notEqual(second, first)
    assert.equal(played.statusOf(second), 'triggered')
    assert.deepEqual(played.heard(60), ['ana push page @60'])
  })
})

describe('by hand', () => {
  test('S4.7 a reason chooses the step of a manual ladder, and the same reason leads further up', async () => {
    const played = night()
    const start = { ...about, ladder: { id: 'expert', targets: null, reason: 'stuck: the index is corrupt' }, line: 'beside' }
    const climb = (code: string, reason: string) => to(played, 'x', 'climb', { ...start, byHand: { code, reason }, code, reason })
    assert.equal((await climb('stuck', 'stuck: the index is corrupt')).refusal, undefined)
    assert.deepEqual(played.heard(), ['dora email page @0'])
    assert.equal(played.sent[0]?.message.content.reason, 'stuck: the index is corrupt')
    await to(played, 'x', 'acknowledge', { via: 'link' }, 'user:dora')
    await played.until(5)
    await climb('stuck', 'stuck: Dora does not know either')
    assert.deepEqual(played.heard(5), ['eli email page @5'])
    await played.until(14.9)
    assert.equal(played.heard(6).length, 0)
    await played.until(15)
    assert.ok(played.heard(15).includes('cleo email page @15'), 'silence after a call for help is loud')
    assert.equal((await to(played, 'y', 'start', start)).refusal?.code, 'not-by-hand')
  })

  test('S4.9 somebody outside is a task that ends with their case number, and wakes no fallback', async () => {
    const played = night()
    const start = { ...about, ladder: { id: 'vendor', targets: null, reason: 'vendor: their network is down' } }
    await to(played, 'v', 'climb', { ...start, byHand: { code: 'vendor', reason: 'vendor: their network is down' } })
    await played.until(24 * 60)
    assert.equal(played.sent.length, 0)
    assert.equal(played.told('escalation.contact_wanted')[0]?.data.contact, 'cloud')
    assert.equal((await to(played, 'v', 'contacted', { contact: 'nobody' })).refusal?.code, 'contact-not-wanted')
    await to(played, 'v', 'contacted', { contact: 'cloud', caseNumber: 'CS-4711', note: 'they look at it' })
    assert.equal(played.told('escalation.contacted')[0]?.data.caseNumber, 'CS-4711')
    assert.equal(ladder(played, 'v').status, 'stopped')
  })

  test('S5.8 a call-out pages every member once, calls the silent again, and knows who has answered', async () => {
    const played = night()
    const start = {
      ...about,
      ladder: { id: 'call-out', targets: ['team:all'], reason: 'all hands' },
      line: 'beside',
      isCallOut: true,
      group: 'call-out:team:all',
    }
    await to(played, 'c', 'start', start)
    assert.deepEqual(played.heard(), ['ana push page @0', 'ben email page @0', 'dora email page @0', 'eli email page @0'])
    await played.until(1)
    await to(played, 'c', 'acknowledge', { via: 'link' }, 'user:ana')
    const again = await played.rehearsal.execute({
      name: 'start',
      to: { kind: 'escalation', key: 'call-out:team:all', orNew: 'd' },
      by: 'user:ben',
      data: start,
    })
    assert.deepEqual([again.refusal?.code, again.refusal?.status], ['called-out-already', 429])
    await played.until(4)
    await to(played, 'c', 'acknowledge', { via: 'link' }, 'user:ben')
    await played.until(60)
    assert.deepEqual(played.heard(1), ['dora email page @5', 'eli email page @5', 'dora email page @10', 'eli email page @10'])
    assert.deepEqual(
      ladder(played, 'c').answers.map((each) => each.user),
      ['ana', 'ben'],
    )
    await to(played, 'c', 'acknowledge', { via: 'link' }, 'user:dora')
    await to(played, 'c', 'acknowledge', { via: 'link' }, 'user:eli')
    assert.equal(ladder(played, 'c').status, 'acknowledged')
  })

  test('S5.8 I-4 a call-out that nobody answers is loud', async () => {
    const played = night()
    await to(played, 'c', 'start', {
      ...about,
      ladder: { id: 'call-out', targets: ['user:ben'], reason: null },
      line: 'beside',
      isCallOut: true,
    })
    await played.until(16)
    assert.deepEqual(played.heard(), [
      'ben email page @0',
      'ben email page @5',
      'ben email page @10',
      'channel:incidents channel notify @15',
      'cleo email page @15',
    ])
  })
})
