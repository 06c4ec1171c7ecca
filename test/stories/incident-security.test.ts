import assert from 'node:assert/strict'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import type { IncidentDetail } from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

/** In every word that is written about the incident, and nowhere else. */
const SECRET = 'zebrafish'

const person = (id: string) => ({ id, name: id, role: 'responder', contacts: { email: `${id}@example.com` } })
const bundle = {
  incident: {
    reference: 'INC-{yyyy}-{mm}-{dd}-{nnn}',
    aliases: ['INC-{n}', 'war-{slug}'],
    room: { name: 'incident-{slug}' },
    questions: ['What is affected?'],
    impact: { security: { type: 'flag' }, customers: { type: 'text' } },
    types: [{ id: 'security', when: { flag: 'security' }, private: true, escalation: ['breach'], contacts: ['lawyer'] }],
  },
  severities: [{ id: 'SEV-1' }, { id: 'SEV-2' }],
  roles: [{ id: 'commander' }, { id: 'scribe' }],
  users: ['ann', 'ben', 'eve', 'cleo'].map(person),
  services: [{ id: 'api' }],
  channels: [{ id: 'incidents', via: 'slack', name: 'incidents', posts: ['declared', 'update', 'resolved'] }],
  escalation_policies: [{ id: 'breach', name: 'Breach', steps: [{ page: ['user:cleo'] }] }],
  contacts: [{ id: 'lawyer', name: 'Lawyer', kind: 'legal', phone: '+442071234599' }],
  obligations: [{ id: 'internal', must: 'update', every: '30m', from: 'declared', until: 'resolved' }],
  status_pages: [{ id: 'public', title: 'Status', components: ['service:api'], subscribers: ['rss'] }],
  document: { owner: 'user:cleo', review: { after: ['SEV-1'] } },
  postmortem: { required_for: ['SEV-1'], steps: [{ id: 'draft', within: '24h' }] },
}

let world: Installation
let open: IncidentDetail
let hidden: IncidentDetail
const stories: string[] = []

type Asked = { body?: object | undefined; who?: Record<string, string>; status?: number }
async function ask<T>(path: string, { body, who = as('responder', 'ann'), status = 200 }: Asked = {}): Promise<T> {
  const answer = await world.server.inject({ method: body ? 'POST' : 'GET', url: path, headers: who, ...(body ? { payload: body } : {}) })
  assert.equal(answer.statusCode, status, `${path}: ${answer.body}`)
  return answer.json() as T
}
const act = (verb: string, body: object, who = as('responder', 'ann')) =>
  ask<IncidentDetail>(`/api/v1/incidents/${hidden.id}/${verb}`, { body, who })

before(async () => {
  world = await startInstallation({ features, bundle, smtpUrl: 'smtp://127.0.0.1:1' })
  await world.server.listen({ host: '127.0.0.1', port: 0 })
  open = await ask<IncidentDetail>('/api/v1/incidents', { body: { title: 'Everybody knows this one', page: false }, status: 201 })
})
after(() => world?.close())

/** Whoever listens to the live connection hears that something changed, not what. */
async function listen(who: Record<string, string>): Promise<{ heard: () => string; close: () => void }> {
  const { port } = world.server.server.address() as AddressInfo
  const asked = request({ host: '127.0.0.1', port, path: '/api/v1/events', headers: who })
  const answer = await new Promise<IncomingMessage>((resolve) => asked.on('response', resolve).end())
  let heard = ''
  answer.setEncoding('utf8').on('data', (text: string) => {
    heard += text
  })
  return { heard: () => heard, close: () => asked.destroy() }
}

async function runInFull(): Promise<void> {
  hidden = await ask<IncidentDetail>('/api/v1/incidents', {
    body: { title: `${SECRET} breach`, severity: 'SEV-1', page: false, impact: { security: true, customers: `${SECRET} Ltd` } },
    status: 201,
  })
  await act('acknowledge', {})
  await act('role', { role: 'scribe', user: 'ben' })
  await act('note', { text: `${SECRET} was here` })
  await act('update', { text: `${SECRET} again`, nextIn: '30m' })
  await act('decide', { text: `${SECRET} is cut off` })
  await act('task', { text: `Ask ${SECRET}`, owner: 'ben' })
  await act('answer', { question: '1', text: `${SECRET} files` })
  await act('notes', { text: `${SECRET} notes`, basedOn: 0 })
  await act('attach', { name: `${SECRET}.txt`, content: Buffer.from(`the ${SECRET} log`).toString('base64') })
  await act('page', { targets: ['user:ben'], reason: `${SECRET} needs you` })
  await act('contacted', { contact: 'lawyer', note: `${SECRET} told` })
  const report = await ask<{ id: string }>('/api/v1/reports', { body: { title: 'Somebody asks for our passwords' }, status: 201 })
  await ask(`/api/v1/reports/${report.id}/duplicate`, { body: { incident: hidden.reference } })
  await act('resolve', { resolution: `${SECRET} is out` })
  await act('postmortem', {})
  stories.push(hidden.id, hidden.reference, SECRET)
}

test('S1.17 a security incident is private, pages its own ladder and shows its own contacts; its evidence is kept with its hash', async () => {
  const live = await listen(as('responder', 'eve'))
  await runInFull()
  const mine = await ask<IncidentDetail>(`/api/v1/incidents/${hidden.id}`)
  assert.deepEqual([mine.isPrivate, mine.contacts.map((each) => each.phone)], [true, ['+442071234599']])
  const [file] = mine.evidence
  assert.equal(file?.sha256.length, 64)
  const kept = await world.server.inject({ url: file?.url ?? '', headers: as('responder', 'ann') })
  assert.equal(kept.body, `the ${SECRET} log`)
  const { items } = await ask<{ items: { text: string }[] }>(`/api/v1/incidents/${hidden.id}/timeline?view=everything`)
  assert.ok(
    items.some(({ text }) => text === 'paged cleo (step 1)'),
    items.map(({ text }) => text).join('\n'),
  )
  const owed = await ask<{ standing: { clock: { title: string } }[] }>('/api/v1/obligations?standing=all', { who: as('responder', 'eve') })
  assert.deepEqual(
    owed.standing.map(({ clock }) => clock.title),
    ['Review the incident response document after an incident'],
  )
  // The next change that eve may hear of shows that the live connection works.
  await ask(`/api/v1/incidents/${open.id}/note`, { body: { text: 'for everybody' } })
  while (!live.heard().includes(open.id)) await new Promise((resolve) => setImmediate(resolve))
  live.close()
  assert.deepEqual(traces(live.heard()), [])
})

const traces = (text: string): string[] => stories.filter((trace) => text.toLowerCase().includes(trace.toLowerCase()))

type Paths = Record<string, Record<string, { requestBody?: unknown }>>

/** Every way to fill the holes of a path: what an outsider may guess, and what somebody has told them. */
function filled(path: string): string[] {
  const guesses = [
    hidden.id,
    hidden.reference,
    `INC-${hidden.number}`,
    ...hidden.evidence.map((each) => each.id),
    'api',
    'public',
    'ann',
    'ben',
  ]
  const [hole] = /\{[^}]+\}/.exec(path) ?? []
  return hole ? guesses.flatMap((guess) => filled(path.replace(hole, encodeURIComponent(guess)))) : [path]
}

/** What satisfies each verb, so that no route stops at reading its body. */
const bodies: Record<string, object> = {
  ...{ role: { role: 'scribe', user: 'eve' }, status: { status: 'monitoring' }, severity: { severity: 'SEV-2' }, impact: { fields: {} } },
  ...{
    times: { reason: 'x' },
    rename: { title: 'x' },
    note: { text: 'x' },
    decide: { text: 'x' },
    update: { text: 'x' },
    publish: { text: 'x' },
  },
  ...{ waive: { obligation: 'internal#1', why: 'x' }, complete: { what: 'x' }, link: { alert: 'x' }, page: { targets: ['user:eve'] } },
  ...{ escalate: { reason: 'x' }, 'call-out': { targets: ['user:eve'] }, contacted: { contact: 'lawyer' }, source: { source: 'x' } },
  ...{
    next: { nextIn: '30m' },
    task: { text: 'x' },
    action: { text: 'x' },
    done: { task: '1' },
    undo: { task: '1' },
    skip: { task: '1', why: 'x' },
  },
  ...{
    'task-owner': { task: '1', owner: 'eve' },
    answer: { question: '1', text: 'x' },
    notes: { text: 'x', basedOn: 1 },
    pin: { entry: 'x' },
  },
  ...{
    unpin: { entry: 'x' },
    attach: { name: 'x', content: 'eA==' },
    split: { title: 'x' },
    mitigate: { action: 'x' },
    runbook: { runbook: 'x' },
  },
}

const isAsked = (method: string, path: string): boolean =>
  // The stream never ends; it is listened to above.
  path !== '/api/v1/events' && (method === 'get' || /^\/api\/v1\/(incidents|reviews)\//.test(path))

/** Asks every route with every guess, and says where something came to light. */
async function walk(who: Record<string, string>, only: (method: string) => boolean): Promise<{ asked: number; leaks: string[] }> {
  const { paths } = await ask<{ paths: Paths }>('/openapi.json', { who: {} })
  const routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ path, method })))
  const requests = routes
    .filter(({ path, method }) => only(method) && isAsked(method, path))
    .flatMap(({ path, method }) => filled(path).map((url) => ({ path, method, url })))
  const leaks: string[] = []
  for (const each of requests) {
    const verb = each.path.split('/').at(-1) ?? ''
    const payload = each.method === 'get' ? {} : { payload: bodies[verb] ?? (verb === 'command' ? { text: 'list all' } : {}) }
    const answer = await world.server.inject({ method: each.method.toUpperCase() as 'GET', url: each.url, headers: who, ...payload })
    leaks.push(...leaksOf(each, answer))
  }
  return { asked: requests.length, leaks }
}

type Route = { path: string; method: string; url: string }

function leaksOf({ path, method, url }: Route, { body, statusCode }: { body: string; statusCode: number }): string[] {
  // What the outsider typed themselves may be told back to them; the words of the incident may not.
  const isGuessed = url.includes(encodeURIComponent(hidden.id)) || url.includes(hidden.reference)
  const found = traces(body).filter((each) => !isGuessed || each === SECRET)
  const isFound = isGuessed && path.startsWith('/api/v1/incidents/{') && statusCode < 400
  return found.length > 0 || isFound || statusCode >= 500 ? [`${method} ${url} ${statusCode}: ${found.join(', ')}`] : []
}

for (const role of ['responder', 'viewer'] as const) {
  test(`S1.17 an outsider (${role}) who asks every route finds no trace of it`, async () => {
    const { asked, leaks } = await walk(as(role, 'eve'), () => true)
    assert.ok(asked > 300, `only ${asked} requests`)
    assert.deepEqual(leaks, [])
  })
}

test('S1.17 who responds to it finds it by the same requests, so that they would have found a leak', async () => {
  const { leaks } = await walk(as('responder', 'ann'), (method) => method === 'get')
  for (const path of ['/api/v1/incidents', '/timeline', '/evidence/', '/api/v1/obligations'])
    assert.ok(
      leaks.some((leak) => leak.includes(path)),
      path,
    )
})

test('S1.17 nor in search, queries, feeds, metrics, typed commands and ties', async () => {
  const eve = as('responder', 'eve')
  for (const path of [
    `/api/v1/incidents?q=${SECRET}&status=all`,
    '/api/v1/incidents?status=all',
    '/api/v1/incidents/counts',
    '/api/v1/alerts?status=all',
    `/api/v1/audit?limit=200`,
    '/api/v1/obligations',
    '/api/v1/reports?status=all',
    '/api/v1/metrics',
    '/metrics',
    '/status/public',
    '/status/public/feed.rss',
    '/status/public.json',
  ]) {
    const answer = await world.server.inject({ url: path, headers: eve })
    assert.deepEqual(traces(answer.body), [], path)
  }
  for (const text of ['list all', `show ${hidden.reference}`, `note ${hidden.reference} x`, 'whois']) {
    const answer = await world.server.inject({ method: 'POST', url: '/api/v1/incidents/command', headers: eve, payload: { text } })
    assert.equal(traces(answer.body).includes(SECRET), false, `${text}: ${answer.body}`)
  }
  for (const [verb, body] of [
    ['relate', { incident: hidden.reference }],
    ['merge', { into: hidden.reference }],
  ] as const) {
    await ask(`/api/v1/incidents/${open.id}/${verb}`, { body, who: eve, status: 404 })
    // Nor does whoever knows both tie them together, where everybody would read it.
    const both = await ask<{ code: string }>(`/api/v1/incidents/${open.id}/${verb}`, { body, status: 403 })
    assert.equal(both.code, 'private-incident')
  }
})
