import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { IncidentDetail } from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import { createReceiver, type Heard, type Receiver } from '../fakes/receiver.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

let github: Receiver
let world: Installation

/** Issues as GitHub keeps them; it knows no idempotency key. */
const issues: { title: string; body: string; html_url: string }[] = []
function answerAsGithub({ method, json }: Heard) {
  if (method === 'GET') return { status: 200, body: JSON.stringify(issues) }
  const { title, body } = json as { title: string; body: string }
  const issue = { title, body, html_url: `https://github.com/example/operations/issues/${issues.length + 1}` }
  issues.unshift(issue)
  return { status: 201, body: JSON.stringify(issue) }
}

before(async () => {
  github = await createReceiver()
  github.answer(answerAsGithub)
  const fields = { repository: 'example/operations', token: 'github_pat_x', api: github.url }
  const bundle = {
    incident: {
      reference: 'INC-{n}',
      impact: { security: { type: 'flag' } },
      types: [{ id: 'security', private: true, when: { flag: 'security' } }],
    },
    severities: [{ id: 'SEV-1' }, { id: 'SEV-3', pages: false, ticket: true }],
    users: [{ id: 'ann', role: 'responder', contacts: { email: 'ann@example.com' } }],
    integrations: [{ id: 'backlog', type: 'github', fields }],
  }
  world = await startInstallation({ features, bundle, smtpUrl: 'smtp://127.0.0.1:1', sender: (app) => createSender(app) })
})
after(async () => {
  await world?.close()
  await github?.close()
})

async function post<T>(path: string, payload: object): Promise<T> {
  const answer = await world.server.inject({ method: 'POST', url: path, headers: as('responder', 'ann'), payload })
  assert.ok(answer.statusCode < 300, answer.body)
  return answer.json() as T
}
const get = async (id: string) =>
  (await world.server.inject({ url: `/api/v1/incidents/${id}`, headers: as('responder', 'ann') })).json() as IncidentDetail

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve))
}

test('S1.16 an alert of a level for the backlog wakes nobody and opens one ticket', async () => {
  const alert = await post<{ id: string; status: string }>('/api/v1/alerts', { title: 'Disk above 80 %', severity: 'SEV-3' })
  await until(() => issues.length === 1)
  assert.match(issues[0]?.title ?? '', /Disk above 80 %/)
  assert.match(issues[0]?.body ?? '', new RegExp(`/alerts/${alert.id}`))
  const { rows } = await world.database.pool.query(`select count(*)::int as n from message where from_kind = 'escalation'`)
  assert.equal(rows[0].n, 0)
})

test('S1.16 an incident lowered to such a level gets a ticket, whose address it shows; twice lowered it is the same one', async () => {
  const { id } = await post<IncidentDetail>('/api/v1/incidents', { title: 'Search is slow', severity: 'SEV-1', page: false })
  for (const severity of ['SEV-3', 'SEV-1', 'SEV-3']) await post(`/api/v1/incidents/${id}/severity`, { severity })
  await until(async () => (await get(id)).ticket !== null)
  assert.equal((await get(id)).ticket?.url, issues[0]?.html_url)
  assert.equal(issues.filter(({ title }) => title.includes('Search is slow')).length, 1)
})

test('S1.16 S1.17 what is private is told to no tracker', async () => {
  const before = github.heard.length
  await post<IncidentDetail>('/api/v1/incidents', { title: 'Odd log-ins', severity: 'SEV-3', page: false, impact: { security: true } })
  const { id } = await post<IncidentDetail>('/api/v1/incidents', { title: 'Another', severity: 'SEV-3', page: false })
  await until(async () => (await get(id)).ticket !== null)
  assert.equal(
    github.heard.slice(before).some(({ body }) => body.includes('Odd log-ins')),
    false,
  )
})
