import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startInstallation } from '../../../test/world/installation.ts'
import { startTestDatabase } from '../../platform/db/test-database.ts'
import connections from './feature.ts'

const KEY = 'k'.repeat(32)
const EVENT = { routing_key: KEY, event_action: 'trigger', payload: { summary: 's', source: 'x', severity: 'error' } }

test('while the database is down every sender is told to come back, with 503 and never 429', { timeout: 60_000 }, async () => {
  const cluster = await startTestDatabase({ isDurable: true })
  const database = await cluster.createDatabase()
  const integrations = [
    { id: 'prom', type: 'alertmanager', key: KEY },
    { id: 'pd', type: 'pagerduty', key: KEY },
  ]
  const world = await startInstallation({ features: [connections], bundle: { integrations }, database, isTroubled: true })
  const post = (url: string, payload: object) => world.server.inject({ method: 'POST', url, payload })
  try {
    assert.equal((await post('/v2/enqueue', EVENT)).statusCode, 202)
    assert.equal((await world.server.inject('/healthz')).statusCode, 200)
    await database.pool.end()
    await cluster.stop()
    for (const answer of [await post('/v2/enqueue', EVENT), await post(`/in/alertmanager/${KEY}`, { alerts: [{ labels: { a: 'b' } }] })]) {
      assert.equal(answer.statusCode, 503)
      assert.ok(Number(answer.headers['retry-after']) > 0)
      assert.equal(answer.json().code, 'database-down')
      assert.equal(answer.headers['tocsin-receipt'], undefined, 'no receipt for what is not kept')
    }
    assert.equal((await world.server.inject('/healthz')).statusCode, 503)
  } finally {
    await world.close()
  }
})
