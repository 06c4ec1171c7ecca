import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import alerts from '../../src/features/alerts/feature.ts'
import escalations from '../../src/features/escalations/feature.ts'
import onCall from '../../src/features/oncall/feature.ts'
import { type Organisation, openOrganisation } from '../world/organisation.ts'

const POLICY = `
version: 1
organization: { name: Reasons Ltd, timezone: UTC, reasons: [acknowledge, snooze, override] }
severities: [ { id: SEV-1, name: Critical } ]
users:
  - { id: ann, name: Ann, role: admin, contacts: { email: ann@example.com } }
  - { id: ben, name: Ben, role: admin, contacts: { email: ben@example.com } }
schedules: [ { id: primary, timezone: UTC, layers: [ { id: week, rotation: weekly, starts: "2026-11-09T00:00", members: [ann, ben] } ] } ]
escalation_policies: [ { id: technical, steps: [ { page: [user:ann], wait: 15m } ] } ]
services: [ { id: disk, escalation: [technical] }, { id: queue, escalation: [technical] }, { id: shop, escalation: [technical] }, { id: tls, escalation: [technical] }, { id: db, escalation: [technical] }, { id: backup, escalation: [technical] } ]
`

describe('an organisation that wants reasons', () => {
  let organisation: Organisation
  before(async () => {
    const features = [alerts, escalations, onCall]
    organisation = await openOrganisation({ policy: 'none', written: POLICY, start: '2026-11-12T14:00:00.000Z', features })
  })
  after(() => organisation?.close())

  type Answer = {
    id: string
    reference: string
    status: string
    escalation: string
    reasons: string[]
    timeline: { by: { name: string }; text: string }[]
  }
  const ask = async (method: 'GET' | 'POST', url: string, body?: object) => {
    const answer = await organisation.ask('ann', method, url, body)
    return { ...(answer.json() as Answer), code: answer.statusCode, problem: answer.json().code as string }
  }
  const open = (title: string, service: string) => ask('POST', '/api/v1/alerts', { title, service, severity: 'SEV-1' })
  const said = ({ timeline }: Answer, words: RegExp) => timeline.find((each) => words.test(each.text))

  test('W42 whoever acknowledges at a desk says why, and the next who looks at it reads it', async () => {
    const { id, reasons } = await open('Disk is full', 'disk')
    assert.deepEqual(reasons, ['acknowledge', 'snooze', 'override'], 'the console asks before it is refused')
    const bare = await ask('POST', `/api/v1/alerts/${id}/acknowledge`)
    assert.deepEqual([bare.code, bare.problem], [400, 'reason-required'])
    const blank = await ask('POST', `/api/v1/alerts/${id}/acknowledge`, { reason: '   ' })
    assert.equal(blank.code, 400)
    assert.equal((await ask('GET', `/api/v1/alerts/${id}`)).status, 'triggered', 'refused is not done')
    const many = await ask('POST', '/api/v1/alerts/bulk', { action: 'acknowledge', ids: [id] })
    assert.equal(many.problem, 'reason-required')
    const done = await ask('POST', `/api/v1/alerts/${id}/acknowledge`, { reason: 'a new disk comes on Friday' })
    assert.equal(done.status, 'acknowledged')
    assert.deepEqual(said(done, /a new disk comes on Friday/)?.by.name, 'Ann')
    // Recovery clears it, whatever reason there was; nobody is asked for one.
    assert.equal((await ask('POST', `/api/v1/alerts/${id}/resolve`)).status, 'resolved')
  })

  test('W42 the page itself wants the reason too, and gives it to its alerts', async () => {
    const { id, escalation } = await open('Queue is stuck', 'queue')
    assert.equal((await ask('POST', `/api/v1/pages/${escalation}/acknowledge`)).problem, 'reason-required')
    assert.equal((await ask('POST', `/api/v1/pages/${escalation}/acknowledge`, { reason: 'I restart it' })).code, 200)
    assert.ok(said(await ask('GET', `/api/v1/alerts/${id}`), /Acknowledged by .*I restart it/))
  })

  test('W42 where somebody acts is what the server knows, never what the request says', async () => {
    const { id } = await open('Backup is late', 'backup')
    for (const via of ['chat', 'link', 'cli']) {
      const { code, problem } = await ask('POST', `/api/v1/alerts/${id}/acknowledge`, { via })
      assert.deepEqual([code, problem], [400, 'invalid-input'], via)
    }
    const done = await ask('POST', `/api/v1/alerts/${id}/acknowledge`, { reason: 'it runs again at noon' })
    assert.ok(said(done, /Acknowledged by console: it runs again at noon/))
  })

  test('W42 nobody is paged on because they answered from bed without a reason', async () => {
    const { id, escalation } = await open('Checkout answers 500', 'shop')
    const answered = await organisation.server.inject({ method: 'POST', url: organisation.ackLink(escalation, 'ann') })
    assert.ok(answered.statusCode < 400, answered.body)
    assert.equal((await ask('GET', `/api/v1/alerts/${id}`)).status, 'acknowledged')
  })

  test('W42 an override without a reason is a trial only', async () => {
    const body = { user: 'ben', replaces: 'ann', from: '2026-11-13T09:00:00.000Z', to: '2026-11-13T17:00:00.000Z' }
    const post = (more: object) => ask('POST', '/api/v1/schedules/primary/overrides', { ...body, ...more })
    assert.equal((await post({ isTrial: true })).code, 200)
    assert.equal((await post({})).problem, 'reason-required')
    assert.equal((await post({ reason: 'dentist' })).code, 200)
  })

  test('W43 a silence says who began it, why and until when, and its end is told and pages with the reason', async () => {
    const { id } = await open('Certificate ends soon', 'tls')
    assert.equal((await ask('POST', `/api/v1/alerts/${id}/snooze`, { for: '2h' })).problem, 'reason-required')
    const silent = await ask('POST', `/api/v1/alerts/${id}/snooze`, { for: '2h', reason: 'the new one is ordered' })
    const began = said(silent, /^Snoozed until 2026-11-12T16:00/)
    assert.deepEqual([began?.by.name, /the new one is ordered/.test(began?.text ?? '')], ['Ann', true])
    organisation.sent.length = 0
    await organisation.pass('PT1H59M')
    assert.deepEqual(organisation.sent, [])
    await organisation.pass('PT2M')
    assert.deepEqual(
      organisation.sent.map(({ user, title }) => `${user} ${title}`),
      ['ann Certificate ends soon'],
    )
    assert.ok(said(await ask('GET', `/api/v1/alerts/${id}`), /The snooze ended/))
  })

  test('W43 waking it earlier needs no reason', async () => {
    const { id } = await open('Replica lags', 'db')
    await ask('POST', `/api/v1/alerts/${id}/snooze`, { for: '2h', reason: 'it catches up' })
    assert.equal((await ask('POST', `/api/v1/alerts/${id}/snooze`, { for: '1s' })).code, 200)
  })
})
