import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rolesFor } from '../../src/core/incident/roles.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import { readPolicy } from '../policies/read-policy.ts'
import { PlayedLadder } from './played-ladder.ts'

test('S6.6 the security specialist is a role of security incidents only, and stays one for whoever holds it', async () => {
  const { bundle } = readPolicy('dirt-free-crm')
  assert.ok(bundle)
  const policy = createPolicy(bundle, 1)
  const incident = new PlayedLadder('dirt-free-crm')
  await incident.declare({ severity: 'SEV2', service: 'crm' })
  const context = () => ({ now: incident.rehearsal.now(), policy, policyAt: () => policy, canSend: () => true, numbers: {} })
  const roles = () => rolesFor(incident.incident, context()).map(({ id }) => id)
  const always = ['commander', 'tech-lead', 'comms', 'liaison', 'dba', 'customer-success']
  assert.deepEqual(roles(), always)
  await incident.does('acknowledge', {}, 'user:security')
  assert.deepEqual(incident.incident.roles, {}, 'who is the default of a role that is not there takes none')
  await incident.does('impact', { fields: { data_exposed: true } })
  assert.deepEqual(roles(), [...always.slice(0, 5), 'security', 'customer-success'])
  await incident.does('assign', { role: 'security', user: 'security' })
  await incident.does('impact', { fields: { data_exposed: false } })
  assert.ok(roles().includes('security'))
})
