import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { IncidentDetail, TimelineView } from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

const bundle = {
  severities: [{ id: 'SEV-1' }, { id: 'SEV-2' }],
  users: [
    { id: 'ann', name: 'Ann', role: 'responder' },
    { id: 'ben', name: 'Ben', role: 'responder' },
  ],
  teams: [{ id: 'payments', name: 'Payments', members: ['ann', 'ben'] }],
  roles: [
    { id: 'commander', name: 'Commander' },
    { id: 'scribe', name: 'Scribe' },
  ],
  contacts: [{ id: 'cloud', name: 'The cloud', phone: '+12025550100' }],
  incident: {
    sources: ['manual', 'monitoring', 'customer'],
    impact: {
      users_affected: { type: 'number' },
      security: { type: 'flag' },
      what_changed: { type: 'text' },
      known_since_when: { type: 'text', required: true },
    },
  },
  obligations: [
    { id: 'scribe', name: 'Scribe', must: 'assign', role: 'role:scribe', within: '30m', of: 'declared', when: { severity: ['SEV-1'] } },
    { id: 'internal', name: 'Internal update', must: 'update', every: '30m', from: 'declared', until: 'resolved' },
  ],
}

let world: Installation
before(async () => {
  world = await startInstallation({ features, bundle })
})
after(() => world?.close())

async function ask<T>(path: string, body?: object, status = 200): Promise<T> {
  const way = { method: body ? ('POST' as const) : ('GET' as const), url: `/api/v1/incidents${path}`, headers: as('responder', 'ann') }
  const answer = await world.server.inject({ ...way, ...(body ? { payload: body } : {}) })
  assert.equal(answer.statusCode, status, answer.body)
  return answer.json() as T
}
const declare = (): Promise<IncidentDetail> => ask('', { title: 'Checkout fails', severity: 'SEV-1', page: false }, 201)
const act = (reference: string, verb: string, body: object): Promise<IncidentDetail> => ask(`/${reference}/${verb}`, body)

test('S1.18 its forms offer the impact in an order that stays, whom to page besides people, whom to call and how it was noticed', async () => {
  const { impact, choices } = await declare()
  assert.deepEqual(
    impact.map(({ id }) => id),
    ['known_since_when', 'what_changed', 'users_affected', 'security'],
  )
  assert.deepEqual(
    choices.targets.map(({ id, name }) => `${id} ${name}`),
    ['role:commander Commander (role)', 'role:scribe Scribe (role)', 'team:payments Payments (team)'],
  )
  assert.deepEqual([choices.contacts, choices.sources], [[{ id: 'cloud', name: 'The cloud' }], ['manual', 'monitoring', 'customer']])
})

test('S1.15 a change of level says in the curated timeline what became of the clocks', async () => {
  const { reference } = await declare()
  await act(reference, 'severity', { severity: 'SEV-2', reason: 'fewer errors' })
  await act(reference, 'severity', { severity: 'SEV-1' })
  const told = async (query = ''): Promise<string[]> => {
    const { items } = await ask<TimelineView>(`/${reference}/timeline${query}`)
    return items.flatMap(({ name, text }) => (name === 'incident.severity_changed' ? [text] : []))
  }
  const said = [
    'changed the severity from SEV-2 to SEV-1 · 1 clock began',
    'changed the severity from SEV-1 to SEV-2: fewer errors · 1 clock fell away',
  ]
  assert.deepEqual(await told(), said)
  assert.deepEqual(await told('?view=everything&limit=1000'), said)
})
