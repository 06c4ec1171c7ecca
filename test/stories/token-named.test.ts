import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import alerts from '../../src/features/alerts/feature.ts'
import incidents from '../../src/features/incidents/feature.ts'
import { learnTokenNames, nameOfToken } from '../../src/platform/auth/token-names.ts'
import { createToken } from '../../src/platform/auth/tokens.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

const bundle = {
  severities: [{ id: 'SEV-1' }],
  users: [{ id: 'ben', contacts: { email: 'ben@example.com' } }],
  incident: { reference: 'INC-{n}' },
}

let world: Installation
before(async () => {
  world = await startInstallation({ features: [alerts, incidents], bundle })
})
after(() => world?.close())

const maker = (name: string) => ({ name, role: 'responder' as const, scopes: ['*'], createdBy: null, expires: null })

test('whoever acts by a token is called by its name: in the alert, the refusal, the incident and its timeline', async () => {
  const { id } = await createToken(world.app.pools.side, maker('release robot'), world.app.clock.now())
  const robot = { 'x-principal': JSON.stringify({ kind: 'token', id, name: 'release robot', role: 'responder', scopes: ['*'] }) }
  const ask = async (headers: Record<string, string>, url: string, payload?: object) =>
    (await world.server.inject({ method: payload ? 'POST' : 'GET', url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) })).json()
  const root = as('admin', 'root')
  const { reference } = await ask(root, '/alerts', { title: 'Checkout fails' })
  const acknowledged = await ask(robot, `/alerts/${reference}/acknowledge`, {})
  assert.equal(acknowledged.acknowledged.by.name, 'release robot')
  const again = await ask(root, `/alerts/${reference}/acknowledge`, {})
  assert.match(again.detail, /^release robot has it since/)
  const incident = await ask(robot, '/incidents', { title: 'It is down', page: false })
  assert.equal((await ask(robot, `/incidents/${incident.reference}/note`, { text: 'looking' })).code, undefined)
  const timeline = await ask(root, `/incidents/${incident.reference}/timeline?view=everything`)
  const said = JSON.stringify([timeline, await ask(root, `/incidents/${incident.reference}`), acknowledged, again])
  assert.match(said, /release robot/)
  // The id stays beside the name for programs; nobody reads it.
  assert.doesNotMatch(said.replaceAll(`"id":"token:${id}"`, ''), new RegExp(id))
})

test('a token that was used elsewhere is learnt when its name is asked for, one that is gone keeps the beginning of its id', async () => {
  const { pool, other, gone } = { pool: world.app.pools.side, other: randomUUID(), gone: randomUUID() }
  await pool.query(
    `insert into auth_token (id, name, digest, role, scopes, created_at) values ($1, 'night watch', $1, 'viewer', '{"*"}', '2026-01-01T00:00:00Z')`,
    [other],
  )
  assert.deepEqual([nameOfToken(other), nameOfToken(gone)], [`token ${other.slice(0, 8)}`, `token ${gone.slice(0, 8)}`])
  await learnTokenNames(pool)
  assert.deepEqual([nameOfToken(other), nameOfToken(gone)], ['night watch', `token ${gone.slice(0, 8)}`])
})
