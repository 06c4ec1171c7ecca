import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import alerts from '../alerts/feature.ts'
import escalations from '../escalations/feature.ts'
import incidents from './feature.ts'

const bundle = {
  severities: [{ id: 'SEV-1', name: 'Critical' }],
  users: [
    { id: 'ann', name: 'Ann', role: 'responder', contacts: { ntfy: 'https://ntfy.example/ann' } },
    { id: 'ben', name: 'Ben', role: 'responder', contacts: { ntfy: 'https://ntfy.example/ben' } },
  ],
}

let world: Installation
before(async () => {
  world = await startInstallation({ features: [alerts, escalations, incidents], bundle })
})
after(() => world.close())

type Sent = { key?: string; who?: string; body: object }

async function post(url: string, { key, who = 'ann', body }: Sent) {
  const headers = { ...as('responder', who), ...(key ? { 'idempotency-key': key } : {}) }
  const answer = await world.server.inject({ method: 'POST', url, headers, payload: body })
  return { status: answer.statusCode, body: answer.json() as { id: string; code?: string; occurrences?: number; status: string } }
}

const escalationCount = async (): Promise<number> =>
  (await world.database.pool.query<{ n: number }>('select count(*)::int as n from escalation')).rows[0]?.n ?? 0

test('an alert without a key of its own that is sent again is the same alert, also after it was resolved', async () => {
  const body = { title: 'Disk is full' }
  const one = await post('/api/v1/alerts', { key: 'k1', body })
  const again = await post('/api/v1/alerts', { key: 'k1', body })
  assert.deepEqual([one.status, again.status, again.body.id], [201, 201, one.body.id])
  assert.equal(again.body.occurrences, one.body.occurrences, 'it is not said twice')
  await post(`/api/v1/alerts/${one.body.id}/resolve`, { body: {} })
  const late = await post('/api/v1/alerts', { key: 'k1', body })
  assert.deepEqual([late.body.id, late.body.status], [one.body.id, 'resolved'])

  assert.notEqual((await post('/api/v1/alerts', { key: 'k2', body })).body.id, one.body.id)
  assert.notEqual((await post('/api/v1/alerts', { key: 'k1', who: 'ben', body })).body.id, one.body.id, 'callers have keys of their own')
  assert.notEqual((await post('/api/v1/alerts', { body })).body.id, (await post('/api/v1/alerts', { body })).body.id)
})

test('two at the same moment under one key are one alert', async () => {
  const sent = { key: 'same moment', body: { title: 'Queue is full' } }
  const answers = await Promise.all(Array.from({ length: 5 }, () => post('/api/v1/alerts', sent)))
  assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1)
})

test('an incident and a page that are sent again are made once', async () => {
  const declared = { key: 'd1', body: { title: 'Checkout is down', severity: 'SEV-1', page: false } }
  const one = await post('/api/v1/incidents', declared)
  assert.deepEqual([one.status, (await post('/api/v1/incidents', declared)).body.id], [201, one.body.id])

  const before = await escalationCount()
  const paged = { key: 'p1', body: { target: 'user:ben', title: 'Please join' } }
  const [page, again] = [await post('/api/v1/pages', paged), await post('/api/v1/pages', paged)]
  assert.deepEqual([page.status, again.status, again.body.id], [201, 201, page.body.id])
  const asked = { key: 'p2', body: { targets: ['user:ben'] } }
  for (let i = 0; i < 2; i += 1) assert.equal((await post(`/api/v1/incidents/${one.body.id}/page`, asked)).status, 200)
  assert.equal((await escalationCount()) - before, 2)
})

test('a key that is too long is refused with the remedy', async () => {
  const answer = await post('/api/v1/alerts', { key: 'x'.repeat(300), body: { title: 'Disk is full' } })
  assert.deepEqual([answer.status, answer.body.code], [400, 'bad-idempotency-key'])
})
