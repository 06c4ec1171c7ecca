import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import alerts from '../alerts/feature.ts'
import escalations from '../escalations/feature.ts'
import metrics from '../metrics/feature.ts'
import now from '../now/feature.ts'
import type { OwedList } from '../obligations/contract.ts'
import obligations from '../obligations/feature.ts'
import policies from '../policies/feature.ts'
import reviews from '../reviews/feature.ts'
import type { IncidentDetail, IncidentList } from './contract/incident.ts'
import incidents from './feature.ts'

const person = (id: string) => ({ id, role: 'responder', contacts: { email: `${id}@example.com` } })
const bundle = {
  incident: {
    reference: 'INC-{yyyy}-{mm}-{dd}-{nnn}',
    impact: { security: { type: 'flag' } },
    types: [{ id: 'security', when: { flag: 'security' }, private: true }],
  },
  roles: [{ id: 'scribe' }],
  users: ['ann', 'ben', 'eve'].map(person),
  obligations: [{ id: 'internal', must: 'update', every: '30m', from: 'declared', until: 'resolved' }],
}

let world: Installation
before(async () => {
  world = await startInstallation({
    features: [policies, alerts, escalations, incidents, obligations, reviews, metrics, now],
    bundle,
    smtpUrl: 'smtp://127.0.0.1:1',
  })
})
after(() => world?.close())

const ann = as('responder', 'ann')
type Asked = { body?: object; who?: Record<string, string>; status?: number }

async function ask<T>(path: string, { body, who = ann, status = 200 }: Asked = {}): Promise<T> {
  const answer = await world.server.inject({ method: body ? 'POST' : 'GET', url: path, headers: who, ...(body ? { payload: body } : {}) })
  assert.equal(answer.statusCode, status, answer.body)
  return answer.json() as T
}
const act = (name: string, verb: string, body: object = {}) => ask(`/api/v1/incidents/${name}/${verb}`, { body })

test('S1.17 a private incident exists for its responders and admins only, on every route', async () => {
  const { id, reference } = await ask<IncidentDetail>('/api/v1/incidents', {
    body: { title: 'Somebody is in', page: false, impact: { security: true } },
    status: 201,
  })
  await act(reference, 'page', { targets: ['user:ben'], reason: 'please help' })
  const eve = as('responder', 'eve')
  for (const path of [`/api/v1/incidents/${id}`, `/api/v1/incidents/${reference}/timeline`, `/api/v1/reviews/${reference}`])
    await ask(path, { who: eve, status: 404 })
  for (const verb of ['acknowledge', 'close', 'resolve'])
    await ask(`/api/v1/incidents/${reference}/${verb}`, { body: {}, who: eve, status: 404 })
  const seenBy = async (who: Record<string, string>): Promise<boolean> =>
    (await ask<IncidentList>('/api/v1/incidents', { who })).items.some((each) => each.id === id)
  assert.deepEqual(
    [await seenBy(eve), await seenBy(ann), await seenBy(as('responder', 'ben')), await seenBy(as('admin', 'root'))],
    [false, true, true, true],
  )
  assert.equal(
    (await ask<OwedList>('/api/v1/obligations', { who: eve })).items.some((each) => each.incident.id === id),
    false,
  )
  const alert = await ask<{ id: string }>('/api/v1/alerts', { body: { title: 'Odd log-ins' }, status: 201 })
  await act(reference, 'link', { alert: alert.id })
  const pages = await ask<{ items: { id: string; about: { id: string } }[] }>('/api/v1/pages')
  const page = pages.items.find((each) => each.about.id === id)
  for (const path of [`/api/v1/pages/${page?.id}`, `/api/v1/pages/${page?.id}/acknowledge`])
    await ask(path, { who: eve, status: 404, ...(path.endsWith('acknowledge') ? { body: {} } : {}) })
  const told = [
    '/api/v1/pages',
    '/api/v1/alerts',
    `/api/v1/alerts/${alert.id}`,
    '/api/v1/audit?limit=200',
    '/api/v1/now',
    '/api/v1/metrics',
  ]
  const leaks = async (who: Record<string, string>): Promise<string[]> => {
    const answers = await Promise.all(told.map(async (path) => [path, JSON.stringify(await ask(path, { who }))] as const))
    return answers.filter(([, text]) => text.includes(id) || text.includes(reference)).map(([path]) => path)
  }
  assert.deepEqual(await leaks(eve), [])
  assert.deepEqual(await leaks(ann), told.slice(0, 5).toSpliced(3, 1))
  await act(reference, 'role', { role: 'scribe', user: 'eve' })
  assert.equal(await seenBy(eve), true)
  await ask(`/api/v1/incidents/${reference}/publish`, { body: { text: 'x' }, status: 403 })
})
