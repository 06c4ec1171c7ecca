import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonObject } from '../../src/core/command/command.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import { createRehearsal } from '../../src/engine/rehearsal.ts'
import { policyFrom } from '../world/policy-text.ts'

const policy = policyFrom(`
severities: [{ id: SEV-1, respond_within: 15m }]
users: [{ id: ann, contacts: { email: ann@example.com } }, { id: cto, contacts: { email: cto@example.com } }]
postmortem: { steps: [{ id: draft, within: 48h, of: resolved }] }
obligations:
  - { id: first-post, name: Status page, must: publish, within: 30m, of: started }
  - { id: words, name: Internal update, must: update, every: 15m, from: detected, until: resolved }
triggers: [{ id: long, name: Takes long, when: { unresolved_for: 60m }, page: [user:cto] }]
`)

const T = instantOf('2026-02-10T10:00:00.000Z')
const at = (minutes: number): Temporal.Instant => T.add({ minutes })

async function declared() {
  const night = createRehearsal({ policy, start: T, send: async () => ({ ok: true, said: 'taken' }) })
  const act = async (name: string, data: JsonObject = {}) => {
    const { refusal } = await night.execute({ name, to: { kind: 'incident', id: 'i' }, by: 'user:ann', data })
    assert.equal(refusal?.message, undefined)
  }
  await act('declare', { title: 'Checkout fails', severity: 'SEV-1', page: false })
  const state = async () => (await night.store.load([{ kind: 'incident', id: 'i' }]))[0]?.state as IncidentState
  const clock = async (id: string) => {
    const found = (await state()).obligations.find((each) => each.id === id)
    return found && [found.dueAt.slice(11, 16), found.status]
  }
  const told = (name: string) => night.facts().filter((fact) => fact.name === name)
  return { night, act, clock, told }
}

test('S2.4 a corrected moment moves the open clocks that start from it, in sight and with the reason; the others stay', async () => {
  const { night, act, clock, told } = await declared()
  assert.deepEqual(await clock('first-post#1'), ['10:30', 'pending'])
  await night.advance(at(5))
  await act('times', { started: at(-10).toString(), reason: 'from the graphs' })
  assert.deepEqual(await clock('first-post#1'), ['10:20', 'pending'])
  assert.deepEqual(await clock('words#1'), ['10:15', 'pending'])
  assert.deepEqual(
    told('obligation.moved').map(({ by, data }) => [by, data.id, data.before, data.dueAt, data.why]),
    [['user:ann', 'first-post#1', '2026-02-10T10:30:00.000Z', '2026-02-10T10:20:00.000Z', 'from the graphs']],
  )
  await act('times', { started: at(-40).toString(), reason: 'earlier still' })
  assert.deepEqual(await clock('first-post#1'), ['09:50', 'missed'])
  assert.equal(told('obligation.missed').length, 1)
})

test('S2.4 no correction undoes what was missed, and what was kept stays kept', async () => {
  const { night, act, clock, told } = await declared()
  await act('update', { text: 'We look' })
  await night.advance(at(31))
  assert.deepEqual(await clock('first-post#1'), ['10:30', 'missed'])
  await act('times', { started: at(20).toString(), detected: at(20).toString(), reason: 'a slip of the clock' })
  assert.deepEqual(
    [await clock('first-post#1'), await clock('words#1')],
    [
      ['10:30', 'missed'],
      ['10:15', 'met'],
    ],
  )
  assert.equal(told('obligation.moved').length, 0)
})

test('S2.4 the steps of the review follow the corrected end', async () => {
  const { night, act, clock } = await declared()
  await night.advance(at(120))
  await act('resolve', {})
  await act('times', { resolved: at(60).toString(), reason: 'it was over before anybody wrote it down' })
  assert.deepEqual(await clock('review-draft#1'), ['11:00', 'pending'])
})

test('after a reopening, how long it is unresolved counts from the reopening', async () => {
  const { night, act, told } = await declared()
  await night.advance(at(50))
  await act('resolve', {})
  await night.advance(at(100))
  await act('reopen', { reason: 'it came back' })
  await night.advance(at(159))
  assert.equal(told('incident.triggered').length, 0)
  await night.advance(at(160))
  assert.deepEqual(
    told('incident.triggered').map(({ data }) => [data.trigger, data.reason]),
    [['long', 'Takes long: it is unresolved for 60 minutes']],
  )
})
