import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertKey } from '../../../src/core/alert/machine.ts'
import { openOrganisation } from '../../../test/world/organisation.ts'
import { verifyAll } from '../../engine/verify.ts'
import alerts from '../alerts/feature.ts'
import paging from './feature.ts'

const written = `
version: 1
organization: { name: Chat Ltd, timezone: UTC }
severities: [ { id: SEV-1, name: Critical, respond_within: 15m } ]
users: [ { id: ana, name: Ana, contacts: { slack: U0ANA } } ]
escalation_policies: [ { id: technical, steps: [ { page: [user:ana], wait: 15m } ] } ]
services: [ { id: api, escalation: [technical] } ]
`

test('a post in a chat is let go a week after its ladder is over, and the record stays provable', async (t) => {
  const organisation = await openOrganisation({
    policy: '',
    written,
    start: '2026-11-18T03:00:00.000Z',
    features: [alerts, paging],
    sender: () => async (message) => async () => ({ ok: true, said: 'answered 200', providerId: `D0:${message.id}` }),
  })
  t.after(organisation.close)
  const { app, execute, pass } = organisation
  const event = { action: 'open', key: 'k', title: 'Down', severity: 'critical', labels: {}, details: {}, links: [], source: 'test' }
  const to = { kind: 'alert', key: alertKey('am', 'k'), orNew: 'a1' }
  await execute({ name: 'open', to, by: 'integration:am', data: { event, integration: 'am', service: 'api' } })
  await pass('PT1M')
  await execute({ name: 'resolve', to: { kind: 'alert', id: 'a1' }, by: 'user:ana', data: { via: 'api' } })
  const posts = async () => (await app.pools.side.query('select state, escalation from chat_post')).rows
  await pass('PT144H')
  assert.equal((await posts()).length, 1)
  assert.equal((await posts())[0].state.channel, 'slack', 'six days later it can still be written over')
  await pass('PT25H')
  assert.deepEqual(await posts(), [{ state: { forgotten: true }, escalation: null }])
  const { rows } = await app.pools.side.query(`select 1 from timer where kind = 'chat_post'`)
  assert.equal(rows.length, 0)
  const { tables } = app.store as unknown as { tables: Parameters<typeof verifyAll>[1] }
  const { facts, breaks } = await verifyAll(app.pools.side, tables)
  assert.deepEqual(breaks, [])
  assert.ok(facts > 5)
})
