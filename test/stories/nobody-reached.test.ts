import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { CommandAnswer, IncidentDetail } from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

let world: Installation
before(async () => {
  const bundle = {
    organization: { name: 'O', timezone: 'UTC', fallback: { page: ['user:bob'] } },
    // nobody has a way that works: no mail server, and no address
    users: [
      { id: 'ann', name: 'Ann', role: 'responder' },
      { id: 'ben', name: 'Ben', role: 'responder' },
      { id: 'bob', name: 'Bob', role: 'admin', contacts: { phone: '+12025550104' } },
    ],
    severities: [{ id: 'SEV-1' }],
    roles: [{ id: 'commander', name: 'Commander' }],
    services: [{ id: 'api', escalation: ['all'] }],
    escalation_policies: [{ id: 'all', steps: [{ page: ['user:ann'] }] }],
    incident: {
      impact: { security: { type: 'flag', name: 'Security' }, public: { type: 'flag' } },
      types: [{ id: 'breach', private: true, when: { flag: 'security' } }],
    },
  }
  world = await startInstallation({ features, bundle })
})
after(() => world?.close())

type Asked = { body?: object; who?: string; role?: 'admin' | 'responder'; status?: number }
async function ask<T>(path: string, { body, who = 'ann', role = 'responder', status = 200 }: Asked = {}): Promise<T> {
  const way = { method: body ? ('POST' as const) : ('GET' as const), url: `/api/v1/${path}`, headers: as(role, who) }
  const answer = await world.server.inject({ ...way, ...(body ? { payload: body } : {}) })
  assert.equal(answer.statusCode, status, answer.body)
  return answer.json() as T
}

test('who declares is told at once that nobody was reached, and whom to call; an acknowledgement ends that', async () => {
  const declared = await ask<IncidentDetail>('incidents', { body: { title: 'All is down', service: 'api' }, status: 201 })
  assert.deepEqual(
    declared.unreached?.call.map(({ name, phone }) => [name, phone]),
    [
      ['Bob', '+12025550104'],
      ['Ann', null],
    ],
  )
  const { text } = await ask<CommandAnswer>('incidents/command', { body: { text: 'declare SEV-1 All is down again service:api' } })
  assert.match(text, /Nobody was reached: .* Call Bob \+12025550104 or Ann\./)
  assert.equal((await ask<IncidentDetail>(`incidents/${declared.reference}/acknowledge`, { body: {} })).unreached, null)
})

test('what became private by a slip is led back by its commander or an admin, with a reason, once nothing speaks for it', async () => {
  const { reference, impact } = await ask<IncidentDetail>('incidents', { body: { title: 'Odd logins', page: false }, status: 201 })
  assert.deepEqual(
    impact.map(({ id, hides }) => [id, hides]),
    [
      ['security', true],
      ['public', false],
    ],
  )
  const act = <T = IncidentDetail>(verb: string, body: object, more: Omit<Asked, 'body'> = {}) =>
    ask<T>(`incidents/${reference}/${verb}`, { body, ...more })
  assert.equal((await act('impact', { fields: { security: true } })).isPrivate, true)
  await ask(`incidents/${reference}`, { who: 'ben', status: 404 })
  const back = { type: null, reason: 'a wrong tick' }
  assert.match((await act<{ detail: string }>('reclassify', back, { status: 403 })).detail, /Only the commander/)
  const admin = { who: 'bob', role: 'admin' as const }
  assert.match((await act<{ detail: string }>('reclassify', back, { ...admin, status: 409 })).detail, /still makes it breach/)
  assert.equal((await act('impact', { fields: { security: false } })).isPrivate, true)
  assert.equal((await act('reclassify', back, admin)).isPrivate, false)
  assert.equal((await ask<IncidentDetail>(`incidents/${reference}`, { who: 'ben' })).type, null)
  const { items } = await ask<{ items: { text: string }[] }>(`incidents/${reference}/timeline`)
  assert.ok(items.some(({ text }) => text === 'made it of no type, for everybody to read: a wrong tick'))
})
