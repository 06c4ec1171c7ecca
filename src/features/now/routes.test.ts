import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import type { Principal } from '../../platform/auth/permissions.ts'
import alerts from '../alerts/feature.ts'
import incidents from '../incidents/feature.ts'
import now from './feature.ts'
import { readTrust } from './reads/trust.ts'

describe('/api/v1/now', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: '2026-11-12T14:39:51.000Z', features: [alerts, incidents, now] })
    const labels = { team: 'payments', queue: 'out' }
    await organisation.ask('ben', 'POST', '/api/v1/alerts', { title: 'Settlement queue', labels })
    await organisation.pass('PT1M21S')
  })
  after(() => organisation?.close())
  const nowFor = async (user: string) => (await organisation.ask(user, 'GET', '/api/v1/now')).json()

  test('my page comes with the clock until the next person, how I was reached and why', async () => {
    const { pages, week, at } = await nowFor('ana')
    assert.equal(at, '2026-11-12T14:41:12.000Z')
    assert.deepEqual([pages[0].title, pages[0].roads, pages[0].held], ['Settlement queue', ['push', 'chat'], 'payments-primary'])
    assert.deepEqual([pages[0].next.at, pages[0].next.people[0].name], ['2026-11-12T14:44:51.000Z', 'Ben'])
    assert.equal(pages[0].can.acknowledge, true)
    assert.deepEqual([week.duty.schedule, week.duty.isNow, week.duty.after[0].name, week.paged], ['payments-primary', true, 'Mara', 1])
  })

  test('whoever is not paged has nothing to do, but sees what is open', async () => {
    const { pages, owed, alerts: open, counts, onCall } = await nowFor('leila')
    assert.deepEqual([pages, owed], [[], []])
    assert.equal(open[0].paging[0].name, 'Ana')
    assert.deepEqual(counts, { open: 1, unacknowledged: 1 })
    assert.equal(onCall.find((each: { schedule: string }) => each.schedule === 'communications').people[0].isYou, true)
  })

  test('the trust panel rests on what was really handed over', async () => {
    const { trust } = await nowFor('ana')
    assert.equal(trust.isHealthy, true)
    assert.equal(trust.lastProof, '2026-11-12T14:39:51.000Z')
    assert.equal(trust.sentMs.count, 2)
    assert.deepEqual(trust.yours, ['phone', 'push', 'sms', 'chat', 'email'])
  })

  test('nothing is proven until somebody acknowledged what was handed over', async () => {
    assert.equal((await nowFor('ana')).trust.isProven, false)
    const { pages } = await nowFor('ana')
    await organisation.ask('ana', 'POST', `/api/v1/alerts/${pages[0].alert.reference}/acknowledge`)
    assert.equal((await nowFor('ana')).trust.isProven, true)
  })

  test('whom nothing reaches is not told that all is well', async () => {
    const { app } = organisation
    const newcomer = { kind: 'user', id: 'newcomer', name: 'Newcomer', role: 'admin' } as Principal
    const trust = await readTrust(app, { policy: app.policies.live(), principal: newcomer })
    assert.deepEqual([trust.isHealthy, trust.yours], [false, []])
  })

  test('an incident shows with its next clock, and what I owe with the missed first', async () => {
    await organisation.ask('ana', 'POST', '/api/v1/incidents', {
      title: 'Payments down',
      severity: 'SEV-1',
      service: 'payments-api',
      page: false,
    })
    await organisation.pass('PT6M')
    const { incidents: open, owed } = await nowFor('ana')
    assert.equal(open[0].title, 'Payments down')
    assert.ok(open[0].nextClock)
    assert.equal(owed[0].clock.status, 'missed')
    assert.equal(owed[0].clock.title, 'First public post')
    const due = owed
      .filter((each: { clock: { status: string } }) => each.clock.status !== 'missed')
      .map((each: { clock: { dueAt: string } }) => each.clock.dueAt)
    assert.deepEqual(due, [...due].sort())
  })
})
