import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type {
  DeclareChoices,
  IncidentDetail,
  IncidentList,
  Proposed,
  TimelineView,
} from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

const bundle = {
  incident: {
    reference: 'INC-{n}',
    impact: { users_affected: { type: 'number' }, data_loss: { type: 'flag' } },
    types: [{ id: 'security', name: 'Security', when: { flag: 'data_loss' } }],
  },
  severities: [
    {
      id: 'SEV-1',
      definition: 'Gone for many',
      criteria: ['Card payments fail'],
      examples: ['Database down'],
      suggest_when: { flag: 'data_loss' },
    },
    { id: 'SEV-2', suggest_when: { above: { users_affected: 100 } } },
    { id: 'SEV-3' },
  ],
  roles: [{ id: 'commander', name: 'Commander' }],
  users: [
    { id: 'ann', name: 'Ann', role: 'responder', contacts: { email: 'ann@example.com' } },
    { id: 'ben', name: 'Ben', role: 'responder', contacts: { email: 'ben@example.com' } },
  ],
  services: [{ id: 'api', name: 'API' }, { id: 'web' }],
}

let world: Installation
before(async () => {
  world = await startInstallation({ features, bundle, smtpUrl: 'smtp://127.0.0.1:1' })
})
after(() => world?.close())

type Asked = { body?: object; who?: string; status?: number }
async function ask<T>(path: string, { body, who = 'ann', status = 200 }: Asked = {}): Promise<T> {
  const answer = await world.server.inject({
    method: body ? 'POST' : 'GET',
    url: `/api/v1/${path}`,
    headers: as('responder', who),
    ...(body ? { payload: body } : {}),
  })
  assert.equal(answer.statusCode, status, answer.body)
  return answer.json() as T
}
const declare = (body: object, who = 'ann') => ask<IncidentDetail>('incidents', { body: { page: false, ...body }, who, status: 201 })

test('an entry of the timeline is corrected with a reason: it stays, what is right stands with it, and both are facts', async () => {
  const { reference, id } = await declare({ title: 'Payments fail' })
  await ask(`incidents/${reference}/note`, { body: { text: 'Since 14:30' } })
  const before = await ask<TimelineView>(`incidents/${reference}/timeline`)
  const entry = before.items.find(({ words }) => words === 'Since 14:30')
  assert.ok(entry)
  const correction = { entry: entry.id, text: 'Since 14:02', reason: 'the graph was half an hour off' }
  await ask(`incidents/${reference}/correct`, { body: correction, who: 'ben' })
  const { items } = await ask<TimelineView>(`incidents/${reference}/timeline`)
  const corrected = items.find((each) => each.id === entry.id)
  assert.equal(corrected?.words, 'Since 14:30')
  assert.deepEqual([corrected?.corrected?.text, corrected?.corrected?.by.name], ['Since 14:02', 'Ben'])
  assert.deepEqual([items[0]?.by.name, items[0]?.text, items[0]?.words], ['Ben', `corrected an entry: ${correction.reason}`, 'Since 14:02'])
  await ask(`incidents/${reference}/correct`, { body: { ...correction, reason: ' ' }, status: 400 })
  const foreign = await ask<{ code: string }>(`incidents/${reference}/correct`, {
    body: { ...correction, entry: 'incident:other:1' },
    status: 404,
  })
  assert.equal(foreign.code, 'entry-unknown')
  await ask('incidents/command', { body: { text: `correct incident:${id}:1 it was SEV-2 --why misread`, room: id } })
})

test('incidents are found by level, service, type, person and time together', async () => {
  const found = async (query: string) => (await ask<IncidentList>(`incidents?status=all&${query}`)).items.map(({ title }) => title)
  await declare({ title: 'Stolen', severity: 'SEV-2', service: 'web', impact: { data_loss: true } }, 'ben')
  await declare({ title: 'Slow', severity: 'SEV-3', service: 'api' })
  assert.deepEqual(await found('type=security'), ['Stolen'])
  assert.deepEqual(await found('person=ben&service=web'), ['Stolen'])
  assert.deepEqual(await found('person=ann&service=web'), [])
  const { reference } = (await ask<IncidentList>('incidents?q=Slow')).items[0] ?? {}
  await ask(`incidents/${reference}/role`, { body: { role: 'commander', user: 'ben' } })
  assert.deepEqual(await found('person=user:ben&severity=SEV-3'), ['Slow'])
  assert.deepEqual(await found('to=2020-01-01T00:00:00Z'), [])
  assert.equal((await found('from=2020-01-01T00:00:00Z&severity=SEV-2,SEV-3')).length, 2)
  await ask('incidents?from=yesterday', { status: 400 })
})

test('a level is proposed before anything is declared, with the fact that speaks for it', async () => {
  const propose = (body: object) => ask<Proposed>('incidents/proposal', { body })
  assert.deepEqual((await propose({ impact: { users_affected: 4200 } })).proposal, {
    severity: 'SEV-2',
    reason: 'users affected is 4200, above 100',
  })
  assert.equal((await propose({ impact: { data_loss: true, users_affected: 4200 } })).proposal?.severity, 'SEV-1')
  assert.equal((await propose({ service: 'api', impact: {} })).proposal, null)
  const { severities, types, impact } = await ask<DeclareChoices>('incidents/choices')
  assert.deepEqual([severities[0]?.criteria, severities[0]?.examples], [['Card payments fail'], ['Database down']])
  assert.deepEqual([types[0]?.name, impact.map(({ name }) => name)], ['Security', ['users affected', 'data loss']])
})
