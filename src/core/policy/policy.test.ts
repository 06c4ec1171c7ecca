import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy, FALLBACK_LADDER } from './policy.ts'
import type { BundleInput } from './schema/bundle.ts'
import { bundleSchema } from './schema/bundle.ts'

const policyOf = (rest: Partial<BundleInput>) =>
  createPolicy(bundleSchema.parse({ version: 1, organization: { name: 'Example Ltd' }, ...rest }), 7)

test('a severity is found by id, alias or name in any spelling', () => {
  const policy = policyOf({ severities: [{ id: 'SEV-1', name: 'Critical', aliases: ['P0'] }, { id: 'SEV-2' }] })
  for (const spelling of ['SEV-1', 'sev1', 'Sev 1', 'sev_1', 'p0', 'P-0', 'critical'])
    assert.equal(policy.severity(spelling)?.id, 'SEV-1', spelling)
  assert.equal(policy.severity('SEV-9'), undefined)
  assert.equal(policy.rankOf('SEV-2'), 1)
  assert.equal(policy.mostSevere.id, 'SEV-1')
  assert.equal(policy.leastSevere.id, 'SEV-2')
})

test('an alias never hides the id of another level', () => {
  const policy = policyOf({ severities: [{ id: 'P1', aliases: ['P2'] }, { id: 'P2' }] })
  assert.equal(policy.severity('p2')?.id, 'P2')
})

test('a bundle without severities pages at the one level there is', () => {
  const policy = policyOf({})
  assert.equal(policy.mostSevere.pages, true)
  assert.equal(policy.leastSevere, policy.mostSevere)
})

test('references are found with and without their kind', () => {
  const policy = policyOf({ users: [{ id: 'ann', contacts: { email: 'Ann@example.com' } }], teams: [{ id: 'platform', members: 'ann' }] })
  assert.equal(policy.user('user:ann'), policy.user('ann'))
  assert.equal(policy.userByEmail('ann@EXAMPLE.com')?.id, 'ann')
  assert.deepEqual(policy.team('platform')?.members, ['ann'])
})

test('a service without ladder, or no service, falls back to the organisation', () => {
  const policy = policyOf({
    organization: { name: 'Example Ltd', fallback: { page: ['team:admins'] } },
    escalation_policies: [{ id: 'technical', steps: [{ page: 'user:ann', wait: '15m' }] }],
    services: [{ id: 'api', escalation: 'technical' }, { id: 'web' }],
  })
  assert.deepEqual(
    policy.laddersOf('api').map((ladder) => ladder.id),
    ['technical'],
  )
  assert.deepEqual(
    policy.laddersOf('web').map((ladder) => ladder.id),
    [FALLBACK_LADDER],
  )
  assert.deepEqual(policy.laddersOf(null)[0]?.steps[0]?.page, ['team:admins'])
})

test('without a fallback the administrators are the fallback', () => {
  const policy = policyOf({ users: [{ id: 'ann', role: 'admin' }, { id: 'bob' }] })
  assert.deepEqual(policy.laddersOf(null)[0]?.steps[0]?.page, ['user:ann'])
})
