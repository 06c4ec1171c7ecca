import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AlertState } from '../../src/core/alert/state.ts'
import type { Subject } from '../../src/core/command/command.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import type { RoomState } from '../../src/core/room/state.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import { createRehearsal } from '../../src/engine/rehearsal.ts'
import { policyFrom } from '../world/policy-text.ts'

const policy = policyFrom(`
severities: [{ id: SEV-1, name: Critical, respond_within: 15m }]
users:
  - { id: ann, contacts: { email: ann@example.com } }
  - { id: ben, contacts: { email: ben@example.com } }
roles: [{ id: commander }]
services: [{ id: api, escalation: [tech] }]
escalation_policies: [{ id: tech, steps: [{ page: [user:ann], wait: 15m }, { page: [user:ben], wait: 15m }] }]
integrations:
  - { id: mon, type: generic, service: api, key: k }
  - { id: chat, type: slack, fields: {} }
channels: [{ id: incidents, via: slack, name: incidents }]
incident: { reference: 'INC-{n}', room: { name: 'inc-{n}' }, recurrence: { window: 1d } }
checklists: [{ phase: response, tasks: [{ text: Look at the graphs }] }]
obligations:
  - { id: updates, must: update, from: declared, within: 30m, every: 30m }
  - { id: told, must: notify, audience: leaders, of: resolved, within: 15m }
audiences: [{ id: leaders, members: [user:ann] }]
postmortem: { steps: [{ id: draft, within: 2bd, of: resolved }] }
`)

const T = instantOf('2026-02-10T10:00:00.000Z')
const FIRST: Subject = { kind: 'incident', id: 'i1' }
const ALERT: Subject = { kind: 'alert', id: 'a1' }

/** Two incidents of one failure: somebody declared the first, the second came of an alert whose ladder is running. */
async function twice() {
  const send = async ({ id }: { id: string }) => ({
    ok: true as const,
    said: 'taken',
    proof: 'accepted' as const,
    providerId: `${id} room`,
  })
  const night = createRehearsal({ policy, start: T, send })
  const paged = () => night.facts().flatMap(({ name, data }) => (name === 'page.queued' ? [data.user] : []))
  const ask = async (name: string, to: Subject, data: object = {}) =>
    (await night.execute({ name, to, by: 'user:ben', data })).refusal?.code ?? null
  const stateOf = async <S>(subject: Subject) => (await night.store.load([subject]))[0]?.state as S
  await ask('declare', FIRST, { title: 'Checkout fails', severity: 'SEV-1', service: 'api', page: false })
  const event = { action: 'open', key: 'k', title: 'Errors', source: 'api', labels: {}, details: {}, links: [], severity: 'SEV-1' }
  await night.execute({ name: 'open', to: ALERT, by: 'integration:mon', data: { event, integration: 'mon', service: 'api' } })
  await ask('declare-incident', ALERT)
  await night.advance(T.add({ minutes: 1 }))
  const second: Subject = { kind: 'incident', id: (await stateOf<AlertState>(ALERT)).incident ?? '' }
  const merge = (more: object = {}) => ask('merge', second, { incident: 'i1', reference: 'INC-1', isPrivate: false, ...more })
  return { night, ask, stateOf, paged, second, merge }
}

test('I-6 an alert that is linked to a second incident leaves the first, and both say so; a split and a merge tell it once', async () => {
  const { night, ask, stateOf, second, merge } = await twice()
  const told = (name: string) => night.facts().filter((fact) => fact.name === name)
  assert.equal(await ask('link', FIRST, { alert: ALERT.id, was: 'INC-2' }), null)
  assert.deepEqual((await stateOf<IncidentState>(second)).alerts, [])
  assert.deepEqual((await stateOf<IncidentState>(FIRST)).alerts, [ALERT.id])
  assert.equal((await stateOf<AlertState>(ALERT)).incident, FIRST.id)
  const [moved] = told('incident.alert_moved')
  assert.deepEqual([moved?.of, moved?.by, moved?.data], [second, 'user:ben', { alert: ALERT.id, to: FIRST.id, own: 'INC-1' }])
  assert.equal(await ask('unlink', second, { alert: ALERT.id }), 'not-linked')
  // Back, and then by a merge: the duplicate goes on naming what it was about.
  assert.equal(await ask('link', second, { alert: ALERT.id, was: 'INC-1' }), null)
  assert.equal(await merge(), null)
  assert.deepEqual((await stateOf<IncidentState>(FIRST)).alerts, [ALERT.id])
  assert.deepEqual((await stateOf<IncidentState>(second)).alerts, [ALERT.id])
  assert.equal(told('incident.alert_moved').length, 2)
})

test('I-3 I-5 whoever merges an incident has its alerts: none is left that nobody is paged for', async () => {
  const { night, stateOf, paged, second, merge } = await twice()
  assert.deepEqual(paged(), ['ann'])
  assert.equal(await merge(), null)
  await night.advance(T.add({ minutes: 60 }))
  const { incident, status, acknowledged } = await stateOf<AlertState>(ALERT)
  assert.deepEqual([incident, status, acknowledged?.by], ['i1', 'acknowledged', 'user:ben'])
  assert.deepEqual([(await stateOf<IncidentState>(second)).status, paged()], ['closed', ['ann']])
})

test('what a duplicate has left to do goes over: tasks and people; its checklist and what it owes end with it', async () => {
  const { night, ask, stateOf, second, merge } = await twice()
  await ask('assign', second, { role: 'commander', user: 'ann' })
  await ask('task', second, { text: 'Call the data centre', owner: 'ben' })
  await ask('action', second, { text: 'Order a second line' })
  await ask('update', second, { text: 'we look', eta: '1h' })
  assert.equal(await merge(), null)
  await night.advance(T.add({ hours: 10 }))
  const gone = await stateOf<IncidentState>(second)
  assert.deepEqual(
    gone.tasks?.map(({ status, why }) => [status, why]),
    Array.from({ length: 3 }, () => ['dropped', 'Duplicate of INC-1']),
  )
  // Neither its review nor the word to those who are told of an end: the other incident owes them when it ends.
  assert.deepEqual(
    gone.obligations.map(({ rule, status }) => `${rule} ${status}`),
    ['updates met', 'updates dropped', 'respond-sev-1 dropped', 'promised-eta dropped'],
  )
  const goesOn = await stateOf<IncidentState>(FIRST)
  assert.deepEqual(
    goesOn.tasks?.filter(({ list }) => list === null).map(({ id, text, owner, phase }) => [id, text, owner, phase]),
    [
      ['t1', 'Call the data centre', 'user:ben', null],
      ['t2', 'Order a second line', null, 'follow-up'],
    ],
  )
  const late = night.facts().filter(({ of, at }) => of.id === second.id && at > T.add({ hours: 2 }).toString())
  assert.deepEqual(late, [], 'nothing of it wakes anybody later')
})

test('the room of a duplicate says where it goes on and is archived; its people are let into the other', async () => {
  const { night, ask, stateOf, second, merge } = await twice()
  await ask('assign', second, { role: 'commander', user: 'ann' })
  await merge()
  await night.advance(T.add({ minutes: 2 }))
  const [old, other] = [await stateOf<RoomState>({ kind: 'room', id: second.id }), await stateOf<RoomState>({ kind: 'room', id: 'i1' })]
  assert.deepEqual([old.status, other.status], ['archived', 'open'])
  assert.ok(other.people.includes('ann'))
})

test('customers who read of a duplicate are still owed its end, and what waited for approval waits no more', async () => {
  const { ask, stateOf, second, merge } = await twice()
  await ask('publish', second, { text: 'We are looking into errors' })
  await merge()
  const { obligations } = await stateOf<IncidentState>(second)
  assert.ok(obligations.some(({ rule, status }) => rule === 'public-end' && status === 'pending'))
  assert.equal(await ask('publish', second, { text: 'We follow this as one problem now', status: 'resolved' }), null)
  assert.ok((await stateOf<IncidentState>(second)).obligations.some(({ rule, status }) => rule === 'public-end' && status === 'met'))
})

test('an incident that is over takes no duplicate in, and says what to do instead', async () => {
  const { night, ask, stateOf, second, merge } = await twice()
  for (const status of ['resolved', 'closed']) {
    const { refusal } = await night.execute({
      ...{ name: 'merge', to: second, by: 'user:ben' },
      data: { incident: 'i1', reference: 'INC-1', isPrivate: false, status },
    })
    assert.equal(refusal?.code, 'target-over')
    assert.match(refusal?.message ?? '', new RegExp(`INC-1 is ${status}: reopen it and merge then, or tie`))
  }
  assert.equal(await merge({ into: 'INC-7' }), 'already-merged')
  // It ended between the look and the word: nothing is lost, it is open again.
  await ask('resolve', FIRST)
  assert.equal(await merge({ status: 'investigating' }), null)
  assert.equal((await stateOf<IncidentState>(FIRST)).status, 'investigating')
})

test('a duplicate that is reopened is its own incident again on both sides', async () => {
  const { ask, stateOf, second, merge } = await twice()
  await merge()
  assert.equal(await ask('reopen', second, { reason: 'another failure after all' }), null)
  const [own, other] = [await stateOf<IncidentState>(second), await stateOf<IncidentState>(FIRST)]
  assert.deepEqual([own.relations?.map(({ kind }) => kind), other.relations?.map(({ kind }) => kind)], [['related'], ['related']])
  assert.ok(own.obligations.some(({ rule, status }) => rule === 'updates' && status === 'pending'))
})
