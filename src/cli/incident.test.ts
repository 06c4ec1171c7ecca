import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../test/world/installation.ts'
import type { IncidentDetail } from '../features/incidents/contract/incident.ts'
import incidents from '../features/incidents/feature.ts'

const bundle = {
  severities: [
    { id: 'SEV-1', name: 'Critical', aliases: ['P0'] },
    { id: 'SEV-2', name: 'High' },
  ],
  roles: [{ id: 'scribe', name: 'Scribe', required_for: ['SEV-1'] }],
  users: [{ id: 'ben', name: 'Ben Ode', contacts: { email: 'ben@example.com' } }],
  incident: { reference: 'INC-{yyyy}-{nnn}', aliases: ['INC-{n}'], impact: { users_affected: { type: 'number' } } },
  obligations: [{ id: 'words', name: 'Internal update', must: 'update', every: '30m', from: 'declared', until: 'resolved' }],
}

describe('tocsin incident', () => {
  let world: Installation
  let url: string
  before(async () => {
    const root = JSON.parse(as('admin', 'root')['x-principal'] as string)
    world = await startInstallation({ features: [incidents], bundle, authenticate: async () => root })
    url = await world.server.listen({ host: '127.0.0.1', port: 0 })
  })
  after(() => world?.close())

  type Ran = { code: number; out: string; err: string }
  const run = (...args: string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const env = { ...process.env, TOCSIN_URL: url, TOCSIN_TOKEN: 'tcs_test', NO_COLOR: '1' }
      const program = new URL('../../bin/tocsin.js', import.meta.url).pathname
      execFile(process.execPath, [program, 'incident', ...args], { env }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      )
    })

  test('declares, runs and resolves with the words of the war room', async () => {
    const declared = await run('declare', 'Checkout fails', '--severity', 'p0', '--no-page', '--impact', 'users_affected=4200', '--json')
    assert.equal(declared.code, 0, declared.err)
    const { reference, number, impact } = JSON.parse(declared.out) as IncidentDetail
    assert.deepEqual(
      impact.map((field) => field.value),
      [4200],
    )
    assert.match((await run('list')).out, new RegExp(`${reference} +SEV-1 +investigating +Internal update due .* Checkout fails`))
    assert.match((await run('show', reference)).out, /Scribe +needed/)
    assert.match((await run('role', `INC-${number}`, 'scribe', '@benode')).out, /Scribe +Ben Ode/)
    assert.match((await run('severity', String(number), 'sev', '2')).out, /SEV-2/)
    const updated = JSON.parse((await run('update', reference, 'Rollback at 60 %', 'next', '30m', '--json')).out) as IncidentDetail
    assert.ok(updated.promisedUpdate)
    assert.match((await run('resolve', reference, 'Rolled', 'back')).out, /resolved/)
    assert.match((await run('timeline', reference)).out, /root +internal update: Rollback at 60 %/)
    assert.equal((await run('list')).out.trim(), 'No such incidents.')
  })

  test('what cannot be read ends with 2 and teaches, what is refused with 1 and the reason', async () => {
    const { code, err } = await run('update', 'INC-1')
    assert.deepEqual([code, err.includes('needs a text')], [2, true])
    const missing = await run('show', 'INC-9999')
    assert.deepEqual([missing.code, missing.err.includes('INC-9999')], [1, true])
  })
})
