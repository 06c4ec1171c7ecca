import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../test/world/installation.ts'
import { tocsinAt } from '../../test/world/terminal.ts'
import { STANDING } from '../core/obligation/standing.ts'
import incidents from '../features/incidents/feature.ts'
import obligations from '../features/obligations/feature.ts'

const bundle = {
  users: [{ id: 'ben', name: 'Ben Ode', contacts: { email: 'ben@example.com' } }],
  obligations: [{ id: 'words', name: 'Internal update', must: 'update', every: '30m', from: 'declared', until: 'resolved' }],
  drills: [{ id: 'tabletop', name: 'Tabletop', kind: 'tabletop', every: '3mo', owner: 'user:ben' }],
}

let world: Installation
let url: string
before(async () => {
  const root = JSON.parse(as('admin', 'root')['x-principal'] as string)
  world = await startInstallation({ features: [incidents, obligations], bundle, authenticate: async () => root })
  url = await world.server.listen({ host: '127.0.0.1', port: 0 })
})
after(() => world?.close())

const run = (...args: string[]) => tocsinAt(url, ['obligations', ...args])

test('tocsin obligations: what is owed, why, how much was kept, and what belongs to no incident', async () => {
  assert.equal((await run()).out.trim(), 'Nothing is owed.')
  const declared = await world.server.inject({ method: 'POST', url: '/api/v1/incidents', payload: { title: 'Down', page: false } })
  const { reference } = declared.json() as { reference: string }
  assert.match((await run()).out, new RegExp(`^${reference} +words#1 +pending +due .* Internal update`))
  assert.match(
    (await run('why', reference, 'words')).out,
    /^“Internal update” is asked for by obligations › words of policy version 1\. Declared .* \+ 30 minutes = /,
  )
  assert.match((await run('score', '--by', 'incident')).out, new RegExp(`${reference} .*0 missed`))
  await world.app.engine.execute({ name: 'follow', to: STANDING, by: 'engine', data: {} })
  assert.match((await run('list', '--all')).out, /organization +drill-tabletop#1 +pending .* Ben Ode +Tabletop/)
  assert.match((await run('done', 'drill:tabletop', '--note', 'went well')).out, /drill-tabletop#2/)
  const unknown = await run('why', reference, 'nothing')
  assert.deepEqual([unknown.code, unknown.err.includes('it has words#1')], [1, true])
})
