import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import alerts from '../alerts/feature.ts'
import type { IncidentDetail, TimelineView } from './contract/incident.ts'
import incidents from './feature.ts'

const person = (id: string) => ({ id, role: 'responder', contacts: { email: `${id}@example.com` } })
const bundle = {
  incident: {
    reference: 'INC-{n}',
    impact: { security: { type: 'flag' } },
    types: [{ id: 'security', when: { flag: 'security' }, private: true }],
  },
  users: ['ann', 'eve'].map(person),
}

let world: Installation
before(async () => {
  world = await startInstallation({ features: [alerts, incidents], bundle, smtpUrl: 'smtp://127.0.0.1:1' })
})
after(() => world?.close())

const [ann, eve] = [as('responder', 'ann'), as('responder', 'eve')]
type Asked = { body?: object; who?: Record<string, string>; status?: number }

async function ask<T>(path: string, { body, who = ann, status = 200 }: Asked = {}): Promise<T> {
  const url = `/api/v1/${path}`
  const answer = await world.server.inject({ method: body ? 'POST' : 'GET', url, headers: who, ...(body ? { payload: body } : {}) })
  assert.equal(answer.statusCode, status, answer.body)
  return answer.json() as T
}
const declare = (title: string, more: object = {}, who = ann) =>
  ask<IncidentDetail>('incidents', { body: { title, page: false, ...more }, status: 201, who })
const open = (title: string) => ask<{ id: string; reference: string }>('alerts', { body: { title }, status: 201 })
const link = (reference: string, alert: string, more: Asked = {}) =>
  ask<IncidentDetail>(`incidents/${reference}/link`, { body: { alert }, ...more })
const ofAlerts = async (reference: string) =>
  (await ask<TimelineView>(`incidents/${reference}/timeline`)).items.map(({ text }) => text).filter((each) => /\balert\b/.test(each))

test('an alert is linked by its reference and shown; one that does not exist is told', async () => {
  const { reference } = await declare('Linked')
  const alert = await open('Errors above 10 %')
  assert.deepEqual(
    (await link(reference, alert.reference)).alerts.map((each) => [each.id, each.reference, each.title]),
    [[alert.id, alert.reference, 'Errors above 10 %']],
  )
  await link(reference, 'ALR-99999', { status: 404 })
  await link(reference, alert.id, { status: 409 })
})

test('an alert that is linked to a second incident leaves the first, and both timelines say it', async () => {
  const [first, second] = [await declare('First'), await declare('Second')]
  const alert = await open('Disk is full')
  await link(first.reference, alert.reference)
  assert.equal((await link(second.reference, alert.reference)).alerts.length, 1)
  assert.deepEqual((await ask<IncidentDetail>(`incidents/${first.reference}`)).alerts, [])
  assert.deepEqual(await ofAlerts(first.reference), [`let an alert go to ${second.reference}`])
  assert.deepEqual(await ofAlerts(second.reference), [`took over an alert from ${first.reference}`])
})

test('S1.17 nobody takes an alert out of an incident that is private to others, and one that left it names it nowhere', async () => {
  const hidden = await declare('Somebody is in', { impact: { security: true } })
  const known = await declare('Log-ins fail', {}, eve)
  const alert = await open('Odd log-ins')
  await link(hidden.reference, alert.id)
  await link(known.reference, alert.id, { who: eve, status: 409 })
  await link(known.reference, alert.id)
  assert.deepEqual(await ofAlerts(hidden.reference), [`let an alert go to ${known.reference}`])
  assert.deepEqual(await ofAlerts(known.reference), ['took over an alert from another incident'])
  for (const path of [`alerts/${alert.id}`, `incidents/${known.id}`, `incidents/${known.id}/timeline?view=everything`]) {
    const told = JSON.stringify(await ask(path, { who: eve }))
    assert.ok(!told.includes(hidden.id) && !told.includes(`${hidden.reference}"`), path)
  }
})
