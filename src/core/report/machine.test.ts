import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../policy/policy.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { reportMachine } from './machine.ts'

const now = Temporal.Instant.from('2026-11-21T08:00:00Z')
const to = { kind: 'report', id: 'r1' }
const withServices = (...ids: string[]) =>
  createPolicy(bundleSchema.parse({ version: 1, organization: { name: 'Example Ltd' }, services: ids.map((id) => ({ id })) }), 1)

test('S1.13 a report of a service that the policy has lost since becomes an incident all the same', () => {
  const ask = (state: unknown, { name, data, policy }: { name: string; data: object; policy: ReturnType<typeof withServices> }) =>
    reportMachine.decide(state as never, { name, to, by: 'user:ann', data } as never, { now, policy } as never)
  const said = { title: 'Cannot pay', details: '', service: 'api', urgency: 'now', source: 'manual' }
  const { state } = ask(null, { name: 'receive', data: said, policy: withServices('api') })
  const accepting = { name: 'accept', data: { incident: 'inc-r1', page: true } }
  const services = [withServices('api'), withServices('db')].map((policy) => ask(state, { ...accepting, policy }).facts[0]?.data.service)
  assert.deepEqual(services, ['api', null])
})
