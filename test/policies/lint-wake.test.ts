import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { LINT_RULES } from '../../src/core/policy/lint.ts'
import { holdsRule, lintPatched } from './mutants.ts'

test('the bundle that the mutants are made of is clean', () => assert.deepEqual(lintPatched({}), []))

test('every rule has its own name', () => {
  assert.equal(new Set(LINT_RULES.map(({ id }) => id)).size, LINT_RULES.length)
})

test('every rule is held to mutants and near misses', () => {
  const sources = globSync('lint-*.test.ts', { cwd: import.meta.dirname }).map((name) =>
    readFileSync(join(import.meta.dirname, name), 'utf8'),
  )
  assert.deepEqual(
    LINT_RULES.filter(({ id }) => !sources.some((source) => source.includes(`holdsRule('${id}'`))).map(({ id }) => id),
    [],
  )
})

const slowPhone = (minutes: number) => [
  { after: '0m', by: ['chat'] },
  { after: `${minutes}m`, by: ['phone'] },
]

test('L1 L2 worst-case-wake: ladder, personal rules and roads against the promise', () =>
  holdsRule('worst-case-wake', {
    found: [
      ['escalation:main', { 'escalation_policies.main.steps.0.wait': '15m' }],
      ['escalation:main', { 'users.cleo.rules': slowPhone(11) }],
      ['escalation:main', { 'escalation_policies.main.steps': [{ page: ['schedule:primary'] }] }],
      ['escalation:guards', { 'escalation_policies.guards.steps.0.wait': '20m' }],
      ['escalation:main', { 'obligations.+': { id: 'answer', must: 'acknowledge', within: '5m', of: 'accepted' } }],
    ],
    silent: [
      { 'escalation_policies.main.steps.0.wait': '14m' },
      { 'users.cleo.rules': slowPhone(9) },
      { 'escalation_policies.late.steps.0.at': '3h' },
      { 'severities.S1.pages': 'business_hours', 'severities.S2.pages': 'business_hours', 'escalation_policies.main.steps.0.wait': '2h' },
    ],
  }))

const office = { available: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' } }

test('nobody-woken: every minute of the next 90 days', () =>
  holdsRule('nobody-woken', {
    found: [
      ['service:tiles', { 'services.tiles.escalation': null, 'organization.fallback': null, 'users.lead.role': 'responder' }],
      ['escalation:main', { 'escalation_policies.main.steps': [{ page: ['user:lead'] }], 'users.lead.available': office.available }],
      [
        'escalation:main',
        { 'schedules.primary.layers.0.restrict': [{ days: ['mon'] }], 'escalation_policies.main.steps': [{ page: ['schedule:primary'] }] },
      ],
      [
        'escalation:main',
        { 'schedules.primary.layers.0.ends': '2027-01-04T09:00', 'escalation_policies.main.steps': [{ page: ['schedule:primary'] }] },
      ],
    ],
    silent: [
      { 'schedules.primary.layers.0.restrict': [{ days: ['mon'] }] },
      { 'users.ada.away': [{ from: '2026-12-01T00:00Z', to: '2026-12-08T00:00Z' }] },
      { 'users.lead.available': office.available },
    ],
  }))

test('L6 waking-road: an answer at any hour needs a road that wakes', () =>
  holdsRule('waking-road', {
    found: [
      ['severity:S1', { 'severities.S1.roads': ['chat', 'email'] }],
      ['severity:S2', { 'severities.S2.roads': ['email'] }],
      ['severity:S2', { 'severities.S2.roads': ['chat'], 'severities.S2.respond_within': '3h' }],
      ['severity:S3', { 'severities.S3.pages': true, 'severities.S3.respond_within': '2h' }],
    ],
    silent: [
      { 'severities.S2.roads': ['chat'], 'severities.S2.respond_within': '4h' },
      { 'severities.S2.roads': ['chat', 'sms'] },
      { 'severities.S2.roads': ['chat'], 'severities.S2.pages': 'business_hours' },
      { 'severities.S1.roads': ['push'] },
    ],
  }))

test('L21 missing-contact: a word where an address should be, no way at all, no owner', () =>
  holdsRule('missing-contact', {
    found: [
      ['user:ada', { 'users.ada.contacts.phone': '[REDACTED]' }],
      ['user:bo', { 'users.bo.contacts': null }],
      ['user:cleo', { 'users.cleo.name': 'TBD' }],
      ['contact:cloud', { 'contacts.cloud.phone': 'to be defined' }],
      ['contact:cloud', { 'contacts.cloud.phone': null }],
      ['document', { 'document.owner': null }],
    ],
    silent: [
      { 'users.owner.contacts': null },
      { 'users.ada.contacts': { email: 'ada@example.com' } },
      { 'contacts.cloud.phone': null, 'contacts.cloud.notes': 'Through the console.' },
      { document: null },
    ],
  }))

test('L5 ambiguous-trigger: two rules by which the same people are paged', () =>
  holdsRule('ambiguous-trigger', {
    found: [
      [
        'trigger:always',
        {
          'triggers.+': { id: 'always', when: { severity: ['S1'] }, page: ['user:lead'] },
          'escalation_policies.main.steps.2.when': { severity: ['S1'] },
        },
      ],
      ['trigger:stuck', { 'triggers.+': { id: 'stuck', when: { unresolved_for: '2h' }, page: ['managers'] } }],
      ['escalation:late', { 'escalation_policies.late.steps.0': { at: '0m', page: ['user:lead'] } }],
      ['trigger:silent', { 'triggers.+': { id: 'silent', when: { unacknowledged_for: '30m' }, page: ['schedule:secondary'] } }],
    ],
    silent: [
      { 'triggers.+': { id: 'exposed', when: { flag: 'security', severity: ['S1'] }, page: ['user:lead'] } },
      { 'triggers.+': { id: 'low', when: { severity: ['S3'], unresolved_for: '1h' }, page: ['user:owner'] } },
      { 'triggers.+': { id: 'all', when: { severity: ['S1'] }, call_out: true, page: ['user:lead'] } },
      { 'escalation_policies.late.steps.0': { at: '4h', page: ['user:lead'] } },
    ],
  }))

test('never-climbed: a ladder or a step that no alert comes to', () =>
  holdsRule('never-climbed', {
    found: [
      [
        'escalation:guards',
        { 'incident.types': null, 'triggers.breach': { id: 'breach', when: { flag: 'security' }, page: ['user:lead'] } },
      ],
      ['escalation:late', { 'services.tiles.escalation': ['main'], 'services.store.escalation': ['main'] }],
      ['escalation:main', { 'severities.S3.pages': false, 'escalation_policies.main.steps.2.when': { severity: ['S3'] } }],
    ],
    silent: [
      { 'escalation_policies.+': { id: 'by-hand', basis: 'manual', steps: [{ page: ['user:lead'], reason: ['stuck'] }] } },
      { 'severities.S3.pages': false, 'escalation_policies.main.steps.2.when': { severity: ['S3', 'S1'] } },
      { 'incident.types': null, 'triggers.breach.escalation': ['guards'] },
    ],
  }))
