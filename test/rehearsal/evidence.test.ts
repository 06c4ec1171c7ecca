import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Evidence } from '../../src/core/paging/evidence.ts'
import { Night } from './night.ts'

const prove = (night: Night, alert: string, data: Evidence) =>
  night.rehearsal.execute({
    name: 'evidence',
    to: { kind: 'escalation', id: night.ladderOf(alert) },
    by: 'integration:ntfy',
    data,
  })

const pageOf = (night: Night): string => night.sent[0]?.message.id ?? ''

describe('evidence of a page', () => {
  test('is told once for each stage, in whatever order receipts come and however often', async () => {
    const night = new Night()
    const alert = await night.alert()
    const message = pageOf(night)
    for (const stage of ['delivered', 'accepted', 'delivered', 'seen', 'human', 'human'] as const)
      await prove(night, alert, { message, stage, said: stage })
    const told = night.rehearsal.facts().filter((fact) => fact.data.message === message)
    assert.deepEqual(
      told.map((fact) => fact.name),
      ['page.queued', 'page.delivered', 'page.arrived', 'page.seen', 'page.answered'],
    )
    assert.deepEqual(told.at(-1)?.data.user, 'ana')
  })

  test('W13 a voicemail is not delivered: the next road of the same person at once', async () => {
    const night = new Night()
    const alert = await night.alert()
    await night.until(0.5)
    await prove(night, alert, { message: pageOf(night), stage: 'voicemail', said: 'answered by a machine' })
    assert.deepEqual(night.heard(), ['ana push page @0', 'ana email page @0.5'])
    assert.equal(night.told('page.voicemail').length, 1)
  })

  test('I-5 what is proved after the acknowledgement is kept and pages nobody', async () => {
    const night = new Night()
    const alert = await night.alert()
    await night.does('acknowledge', alert)
    await prove(night, alert, { message: pageOf(night), stage: 'failed', said: 'the device is off' })
    await night.until(60)
    assert.deepEqual(night.heard(), ['ana push page @0'])
    assert.equal(night.told('page.undelivered').length, 1)
  })

  test('is refused for what was never sent, and for a stage that does not exist', async () => {
    const night = new Night()
    const alert = await night.alert()
    const stranger = await prove(night, alert, { message: 'esc-other.1.0.0.ana/0-ntfy', stage: 'seen', said: '' })
    assert.equal(stranger.refusal?.code, 'unknown-message')
    const wrong = await prove(night, alert, { message: pageOf(night), stage: 'read' as never, said: '' })
    assert.match(wrong.refusal?.message ?? '', /write one of accepted/)
  })
})

const organisation = (rest: string): string => `
version: 1
organization: { name: Proof Ltd, timezone: UTC, fallback: { page: [user:cleo] } }
severities: [ { id: SEV-1, name: Critical, suggest_when: { alert_severity: [critical] } } ]
users:
  - { id: cleo, name: Cleo, role: admin, contacts: { email: cleo@example.com } }
  - { id: ana, name: Ana, contacts: { phone: "+491511234567", email: ana@example.com, ntfy: "https://ntfy.example.com/ana" }, ${rest} }
escalation_policies: [ { id: technical, steps: [ { page: [user:ana], wait: 15m } ] } ]
services: [ { id: api, escalation: [technical] } ]
`

describe('a page that stays silent', () => {
  const rules = 'rules: [ { after: 0m, by: [sms] }, { after: 5m, by: [phone] } ]'
  const silent = () => new Night('2026-11-18T03:00:00Z', organisation(rules))

  test('I-10 a carrier that takes it and says nothing counts as down: the next road of the same person within 30 s', async () => {
    const night = silent()
    await night.alert()
    await night.until(14)
    assert.deepEqual(night.heard().slice(0, 3), ['ana sms page @0', 'ana phone page @0.42', 'ana push page @0.83'])
    assert.equal(night.told('page.unanswered')[0]?.data.channel, 'twilio-sms')
  })

  test('with a receipt in time the person’s own rules stand', async () => {
    const night = silent()
    const alert = await night.alert()
    await night.until(0.2)
    await prove(night, alert, { message: pageOf(night), stage: 'accepted', said: 'queued' })
    await night.until(4.9)
    assert.deepEqual(night.heard(), ['ana sms page @0'])
    await night.until(5)
    assert.deepEqual(night.heard(4), ['ana phone page @5'])
    assert.deepEqual(night.told('page.unanswered'), [])
  })

  test('without a sign of a human in the time that is set, the next road comes before the wait of the step ends', async () => {
    const night = new Night(
      '2026-11-18T03:00:00Z',
      organisation('answer_within: 2m, rules: [ { after: 0m, by: [sms] }, { after: 9m, by: [push] } ]'),
    )
    const alert = await night.alert()
    await prove(night, alert, { message: pageOf(night), stage: 'delivered', said: 'delivered' })
    await night.until(8)
    assert.deepEqual(night.heard(), ['ana sms page @0', 'ana push page @2', 'ana phone page @4'])
  })

  test('a human who answered is not rung again before the rules say so', async () => {
    const night = new Night(
      '2026-11-18T03:00:00Z',
      organisation('answer_within: 2m, rules: [ { after: 0m, by: [sms] }, { after: 9m, by: [push] } ]'),
    )
    const alert = await night.alert()
    await prove(night, alert, { message: pageOf(night), stage: 'human', said: 'answered' })
    await night.until(9)
    assert.deepEqual(night.heard(), ['ana sms page @0', 'ana push page @9'])
  })
})
