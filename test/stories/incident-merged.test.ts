import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AlertState } from '../../src/core/alert/state.ts'
import type { Subject } from '../../src/core/command/command.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import { createRehearsal } from '../../src/engine/rehearsal.ts'
import { policyFrom } from '../world/policy-text.ts'

const policy = policyFrom(`
severities: [{ id: SEV-1, name: Critical, respond_within: 15m }]
users:
  - { id: ann, contacts: { email: ann@example.com } }
  - { id: ben, contacts: { email: ben@example.com } }
services: [{ id: api, escalation: [tech] }]
escalation_policies: [{ id: tech, steps: [{ page: [user:ann], wait: 15m }, { page: [user:ben], wait: 15m }] }]
integrations: [{ id: mon, type: generic, service: api, key: k }]
`)

const T = instantOf('2026-02-10T10:00:00.000Z')
const FIRST: Subject = { kind: 'incident', id: 'i1' }
const ALERT: Subject = { kind: 'alert', id: 'a1' }

/** Two incidents of one failure: somebody declared the first, the second came of an alert whose ladder is running. */
async function twice() {
  const night = createRehearsal({ policy, start: T, send: async () => ({ ok: true, said: 'taken', proof: 'accepted' }) })
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
  const merge = () => ask('merge', second, { incident: 'i1', reference: 'INC-1', isPrivate: false })
  return { night, stateOf, paged, second, merge }
}

test('I-3 I-5 whoever merges an incident has its alerts: none is left that nobody is paged for', async () => {
  const { night, stateOf, paged, second, merge } = await twice()
  assert.deepEqual(paged(), ['ann'])
  assert.equal(await merge(), null)
  await night.advance(T.add({ minutes: 60 }))
  const { incident, status, acknowledged } = await stateOf<AlertState>(ALERT)
  assert.deepEqual([incident, status, acknowledged?.by], ['i1', 'acknowledged', 'user:ben'])
  assert.deepEqual([(await stateOf<IncidentState>(second)).status, paged()], ['closed', ['ann']])
})
