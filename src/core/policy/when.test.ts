import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from './policy.ts'
import type { BundleInput } from './schema/bundle.ts'
import { bundleSchema } from './schema/bundle.ts'
import { when } from './schema/when-clause.ts'
import type { WhenFacts } from './when.ts'
import { holds, isGlobMatch } from './when.ts'

const severities: BundleInput['severities'] = [{ id: 'SEV-1', aliases: ['P0'] }, { id: 'SEV-2' }, { id: 'SEV-3' }]
const policy = createPolicy(bundleSchema.parse({ version: 1, organization: { name: 'Example Ltd' }, severities }), 1)
const isTrue = (written: unknown, facts: Omit<WhenFacts, 'policy'>) => holds(when.parse(written), { policy, ...facts })

test('no condition holds always', () => {
  assert.equal(isTrue(undefined, {}), true)
})

test('severity by any spelling, at least, and unknown never holds', () => {
  assert.equal(isTrue({ severity: 'P0' }, { severity: 'sev1' }), true)
  assert.equal(isTrue({ severity: ['SEV-1', 'SEV-3'] }, { rank: 2 }), true)
  assert.equal(isTrue({ at_least: 'SEV-2' }, { severity: 'SEV-1' }), true)
  assert.equal(isTrue({ at_least: 'SEV-2' }, { severity: 'SEV-3' }), false)
  assert.equal(isTrue({ at_least: 'SEV-2' }, {}), false)
})

test('a map is a conjunction, a list of maps a disjunction', () => {
  assert.equal(isTrue({ severity: 'SEV-1', flag: 'security' }, { severity: 'SEV-1' }), false)
  assert.equal(isTrue([{ severity: 'SEV-1' }, { flag: 'security' }], { flags: ['security'] }), true)
})

test('every other word', () => {
  assert.equal(isTrue({ not_flag: 'drill' }, { flags: ['drill'] }), false)
  assert.equal(isTrue({ service: 'service:db' }, { service: 'db' }), true)
  assert.equal(isTrue({ tag: ['eu', 'us'] }, { tags: ['us'] }), true)
  assert.equal(isTrue({ label: { team: 'db*' } }, { labels: { team: 'db-core' } }), true)
  assert.equal(isTrue({ label: { team: ['web', 'db*'] } }, { labels: {} }), false)
  assert.equal(isTrue({ alert_severity: 'critical' }, { alertSeverity: 'CRITICAL' }), true)
  assert.equal(isTrue({ above: { page_load_s: 5 } }, { numbers: { page_load_s: 5 } }), false)
  assert.equal(isTrue({ above: { page_load_s: 5 } }, { numbers: { page_load_s: 5.1 } }), true)
  assert.equal(isTrue({ unresolved_for: '30m', cause_known: false }, { unresolvedFor: 1_800_000 }), true)
  assert.equal(isTrue({ unresolved_for: '30m' }, { unresolvedFor: 1_799_999 }), false)
  assert.equal(isTrue({ business_hours: true }, { businessHours: false }), false)
  assert.equal(isTrue({ type: 'security', source: 'customer' }, { type: 'security', source: 'Customer' }), true)
})

test('globs', () => {
  assert.equal(isGlobMatch('*', ''), true)
  assert.equal(isGlobMatch('a*c*e', 'abcde'), true)
  assert.equal(isGlobMatch('a?c', 'abc'), true)
  assert.equal(isGlobMatch('a?c', 'ac'), false)
  assert.equal(isGlobMatch(`${'*a'.repeat(50)}b`, 'a'.repeat(5000)), false)
})
