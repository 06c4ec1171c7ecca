import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import alerts from '../../src/features/alerts/feature.ts'
import { openPool } from '../../src/platform/db/pool.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

const bundle = { users: [{ id: 'ann', name: 'Ann', role: 'responder', contacts: { ntfy: 'https://ntfy.example/ann' } }] }

let world: Installation
before(async () => {
  world = await startInstallation({ features: [alerts], bundle, isTroubled: true })
})
after(() => world.close())

async function post(url: string, payload: object) {
  const answer = await world.server.inject({ method: 'POST', url, headers: as('responder', 'ann'), payload })
  return { status: answer.statusCode, text: answer.body, retryAfter: answer.headers['retry-after'], body: answer.json() }
}

/** Nothing answers on the side pool's connections, as when reports hold all of them for too long. */
async function withoutSidePool<T>(work: () => Promise<T>): Promise<T> {
  const { side } = world.app.pools
  const dead = openPool({ url: 'postgres://nobody@127.0.0.1:9/none', connections: 1 })
  Object.assign(world.app.pools, { side: dead })
  try {
    return await work()
  } finally {
    Object.assign(world.app.pools, { side })
    await dead.end()
  }
}

test('an acknowledgement whose answer cannot be read afterwards says that it is kept, and does not ask for another', async () => {
  const { body } = await post('/api/v1/alerts', { title: 'Disk is full' })
  const answer = await withoutSidePool(() => post(`/api/v1/alerts/${body.id}/acknowledge`, {}))
  assert.deepEqual([answer.status, answer.body.code, answer.retryAfter], [503, 'kept-not-shown', undefined])
  assert.match(answer.body.detail, /was done and is kept/)
  assert.doesNotMatch(answer.text, /othing was kept|send it again\./)
  const { rows } = await world.database.pool.query(`select state->>'status' as status from alert where id = $1`, [body.id])
  assert.equal(rows[0]?.status, 'acknowledged')
})

test('what fails before the commit still says that nothing was kept', async () => {
  const { page } = world.app.pools
  const dead = openPool({ url: 'postgres://nobody@127.0.0.1:9/none', connections: 1 })
  Object.assign(world.app.pools, { page: dead })
  const answer = await post('/api/v1/alerts/none/acknowledge', {})
  Object.assign(world.app.pools, { page })
  await dead.end()
  assert.deepEqual([answer.status, answer.body.code], [503, 'database-down'])
  assert.match(answer.body.detail, /Nothing was kept; send it again/)
})
