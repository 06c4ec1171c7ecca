import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import type { IncidentDetail } from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import { type Behaviour, createReceiver, type Heard, type Receiver } from '../fakes/receiver.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

let github: Receiver
let world: Installation

/** Issues as GitHub keeps them; it knows no idempotency key. */
type Issue = { title: string; body: string; html_url: string; state?: string }
const issues: Issue[] = []
const losing = new Set<string>()
/** Titles of issues that nobody may write to. */
const broken = new Set<string>()
function answerAsGithub({ method, path, json }: Heard): Behaviour {
  if (method === 'GET') return { status: 200, body: JSON.stringify(issues) }
  if (method === 'PATCH') {
    const found = issues.find(({ html_url }) => html_url.endsWith(`/${path.split('/').at(-1)}`))
    if (!found || broken.has(found.title)) return { status: 403, body: '{"message":"Must have admin rights"}' }
    return { status: 200, body: JSON.stringify(Object.assign(found, json)) }
  }
  const { title, body } = json as { title: string; body: string }
  const issue = { title, body, html_url: `https://github.com/example/operations/issues/${issues.length + 1}` }
  issues.unshift(issue)
  // The issue is there, and whoever asked for it never hears so.
  for (const words of losing) if (title.includes(words) && losing.delete(words)) return { fate: 'drop' }
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

/** Declared for the backlog, with its ticket. */
async function ticketed(title: string): Promise<string> {
  const { id } = await post<IncidentDetail>('/api/v1/incidents', { title, severity: 'SEV-3', page: false })
  await until(async () => (await get(id)).ticket !== null)
  return id
}
const issueOf = async (id: string): Promise<Issue | undefined> => {
  const { ticket } = await get(id)
  return issues.find(({ html_url }) => html_url === ticket?.url)
}
async function timelineSays(id: string, words: RegExp): Promise<void> {
  const url = `/api/v1/incidents/${id}/timeline?view=everything`
  await until(async () => words.test((await world.server.inject({ url, headers: as('responder', 'ann') })).body))
}
const makePrivate = (id: string) => post(`/api/v1/incidents/${id}/impact`, { fields: { security: true } })

test('S1.17 a ticket whose incident becomes private says neutral words, and the timeline says what the tracker keeps of the old', async () => {
  const id = await ticketed('Log-ins from Atlantis')
  await makePrivate(id)
  await until(async () => !(await issueOf(id))?.title.includes('Atlantis'))
  const { reference } = await get(id)
  const issue = await issueOf(id)
  assert.equal(issue?.title, `${reference}: private to its responders`)
  assert.doesNotMatch(issue?.body ?? '', /Atlantis|SEV-3/)
  assert.match(issue?.body ?? '', new RegExp(`What stood here is private to the responders of ${reference}`))
  await timelineSays(id, /shows neutral words now. Its history of edits, its comments and the mails about it keep the old ones/)
})

test('S1.17 where the tracker refuses to change it, its responders read which ticket still says what', async () => {
  const id = await ticketed('Log-ins from Lemuria')
  broken.add((await issueOf(id))?.title ?? '')
  await makePrivate(id)
  await timelineSays(id, /still shows the title \(answered 403[^)]*\): change or delete it by hand/)
})

test('S1.16 the ticket of a duplicate is closed; that of the incident that goes on stays', async () => {
  const [one, other] = [await ticketed('Slow search'), await ticketed('Search takes long')]
  await post(`/api/v1/incidents/${other}/merge`, { into: (await get(one)).reference })
  await until(async () => (await issueOf(other))?.state === 'closed')
  assert.deepEqual([(await issueOf(other))?.title.includes('Search takes long'), (await issueOf(one))?.state], [true, undefined])
})

test('S1.16 a ticket whose answer was lost on the way is found again, not opened twice', async () => {
  losing.add('Export is late')
  const { id } = await post<IncidentDetail>('/api/v1/incidents', { title: 'Export is late', severity: 'SEV-3', page: false })
  await until(async () => (await get(id)).ticket !== null)
  assert.equal(losing.size, 0)
  const opened = issues.filter(({ title }) => title.includes('Export is late'))
  assert.deepEqual([opened.length, (await get(id)).ticket?.url], [1, opened[0]?.html_url])
})

test('S1.16 a tracker may be any program: a signed webhook, told under one id however often it is sent', async (t) => {
  const program = await createReceiver()
  program.answerNext({ fate: 'drop' })
  const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
  const bundle = {
    incident: { reference: 'INC-{n}', track: 'backlog' },
    severities: [{ id: 'SEV-1' }, { id: 'SEV-3', pages: false, ticket: true }],
    users: [{ id: 'ann', role: 'responder', contacts: { email: 'ann@example.com' } }],
    integrations: [{ id: 'backlog', type: 'webhook', fields: { url: `${program.url}/tickets`, secret } }],
  }
  const other = await startInstallation({ features, bundle, sender: (app) => createSender(app) })
  t.after(async () => {
    await other.close()
    await program.close()
  })
  const payload = { title: 'Report is late', severity: 'SEV-3', page: false }
  const declared = await other.server.inject({ method: 'POST', url: '/api/v1/incidents', headers: as('responder', 'ann'), payload })
  assert.equal(declared.statusCode, 201, declared.body)
  const { id } = declared.json() as IncidentDetail
  const ticketed = async () =>
    ((await other.server.inject({ url: `/api/v1/incidents/${id}`, headers: as('responder', 'ann') })).json() as IncidentDetail).ticket
  await until(async () => (await ticketed()) !== null)
  const [first, second] = program.heard
  assert.equal(program.heard.length, 2)
  assert.equal(first?.headers['webhook-id'], second?.headers['webhook-id'])
  const told = new Webhook(secret).verify(second?.body ?? '', second?.headers ?? {}) as { type: string; data: Record<string, unknown> }
  assert.deepEqual(
    [told.type, told.data.reference, told.data.title, told.data.possibleRepeat],
    ['message.ticket', 'INC-1', 'Report is late', true],
  )
})
