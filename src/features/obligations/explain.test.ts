import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import type { IncidentDetail } from '../incidents/contract/incident.ts'
import incidents from '../incidents/feature.ts'
import type { ExplainAnswer } from '../policies/contract/explain.ts'
import policies from '../policies/feature.ts'
import obligations from './feature.ts'

const policy = (every: string) => `version: 1
organization: { name: Explained Ltd }
severities: [ { id: SEV-1, name: Critical, respond_within: 15m }, { id: SEV-2, name: High } ]
users:
  - { id: ann, name: Ann, role: admin, contacts: { email: ann@example.com, phone: "+4915112345678" } }
  - { id: ben, name: Ben, contacts: { email: ben@example.com } }
obligations: [ { id: rhythm, when: { severity: [SEV-1] }, must: update, every: ${every}, from: declared, until: resolved } ]
`

let house: Installation
before(async () => {
  house = await startInstallation({ features: [policies, incidents, obligations] })
})
after(() => house.close())

type Asking = { body?: object; who?: Record<string, string>; status?: number }

async function ask<T>(url: string, { body, who = as('admin', 'ann'), status = 200 }: Asking = {}): Promise<T> {
  const answer = await house.server.inject({ method: body ? 'POST' : 'GET', url, headers: who, ...(body ? { payload: body } : {}) })
  assert.equal(answer.statusCode, status, answer.body)
  return answer.json() as T
}
const apply = (text: string, note: string, who = as('admin', 'ann')) =>
  ask('/api/v1/policy/apply', { body: { text, note, force: 'a test' }, who })
const explain = (path: string, asking?: Asking) => ask<ExplainAnswer>(`/api/v1/policy/explain?path=${encodeURIComponent(path)}`, asking)

test('a line of the policy is explained: what it means, where, since when by whom, and what is owed because of it', async () => {
  await apply(policy('1h'), 'first')
  await apply(policy('30m'), 'customers wait', as('admin', 'ben'))
  await apply(policy('30m').replace('Explained', 'Renamed'), 'a new name')
  const { reference } = await ask<IncidentDetail>('/api/v1/incidents', {
    body: { title: 'Down', severity: 'SEV-1', page: false },
    status: 201,
  })
  const every = await explain('obligations.rhythm.every')
  assert.deepEqual([every.name, every.version, every.written], ['obligations[rhythm].every', 3, '30m'])
  assert.deepEqual(
    [every.since?.version, every.since?.by, every.since?.note],
    [2, 'user:ben', 'customers wait'],
    'the third version says the same',
  )
  assert.ok(every.means.includes('When it is SEV-1: Internal update every 30m, every 30 minutes from declared until resolved.'))
  assert.deepEqual(
    every.owed.map((each) => [each.reference, each.clock, each.status]),
    [[reference, 'rhythm#1', 'pending']],
  )
  const { text } = await ask<{ text: string }>('/api/v1/policy')
  assert.match(text.split('\n')[every.line - 1] ?? '', /every: 30m/)
  const level = await explain('severities.sev1')
  assert.deepEqual([level.since?.version, level.owed.length], [1, 2])
  assert.deepEqual(level.usedBy, ['obligations[rhythm].when[0].severity'])
  assert.deepEqual((await explain('severities.SEV-2')).owed, [])
})

test('whoever may not read addresses is told none; a place that is not there says what is', async () => {
  const viewer = { who: as('viewer', 'cy') }
  assert.match((await explain('users.ann')).written, /4915112345678/)
  const shown = await explain('users.ann', viewer)
  assert.deepEqual([shown.name, /4915112345678|example\.com/.test(JSON.stringify(shown))], ['users[ann]', false])
  const lost = await explain('users.an', { status: 404 })
  assert.match(JSON.stringify(lost), /did you mean \\"ann\\"/)
  await explain('users.ann', { who: {}, status: 401 })
})
