import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBundle } from '../parse.ts'
import { createPolicy } from '../policy.ts'
import { writtenForm } from '../print.ts'
import { explainPlace, type PlaceExplanation } from './explain-place.ts'

const { bundle, findings } = parseBundle([
  {
    path: 'tocsin.yaml',
    text: `version: 1
organization: { name: Example, timezone: UTC, fallback: { page: [user:bo] } }
severities:
  - { id: SEV-1, name: Critical, aliases: [P0], respond_within: 15m }
  - { id: SEV-2, name: High, pages: business_hours }
roles: [ { id: commander, name: Commander, required_for: [SEV-1], default: [user:ann], backup: [user:bo], duties: [decides] } ]
obligations:
  - { id: rhythm, when: { severity: [SEV-1] }, must: update, within: immediately, every: 30m, from: declared, until: resolved }
  - { id: who-leads, when: { severity: [SEV-1] }, must: assign, role: commander, within: 10m, of: declared, on_miss: [ { page: [user:bo] } ] }
  - { id: tidy, must: complete, what: notes, within: next_bd, of: resolved }
users: [ { id: ann, name: Ann, contacts: { phone: "+491" } }, { id: bo, name: Bo, role: admin } ]
teams: [ { id: crew, name: Crew, members: [ann] } ]
escalation_policies: [ { id: main, repeat: 1, steps: [ { page: [user:ann], wait: 5m }, { page: [team:crew], when: { severity: [SEV-1] } } ] } ]
services: [ { id: api, escalation: [main], team: crew } ]
`,
  },
])
assert.ok(bundle, JSON.stringify(findings))
const asked = { policy: createPolicy(bundle, 1), written: writtenForm(bundle) }

function explained(name: string): PlaceExplanation {
  const found = explainPlace(asked, name)
  assert.ok(!('problem' in found), JSON.stringify(found))
  return found
}
const problemOf = (name: string): string => (explainPlace(asked, name) as { problem: string }).problem

test('a level says what it means, which clocks run because of it, and where it is named', () => {
  const level = explained('severities.sev1')
  assert.equal(level.name, 'severities[SEV-1]')
  assert.deepEqual(level.means, [
    'Levels, most severe first.',
    'SEV-1 Critical is the most severe of 2 levels. It pages at any hour.',
    'Whoever is paged answers within 15 minutes of its acceptance.',
  ])
  assert.deepEqual(
    level.owes.map(({ rule, clock }) => `${rule}: ${clock}`),
    [
      'rhythm: first within 5 minutes (“immediately”), then every 30 minutes from declared until resolved',
      'who-leads: within 10 minutes of declared',
      'respond-sev-1: within 15 minutes of accepted',
    ],
  )
  assert.deepEqual(level.usedBy, [
    'roles[commander].required_for',
    'obligations[rhythm].when[0].severity',
    'obligations[who-leads].when[0].severity',
    'escalation_policies[main].steps[1].when[0].severity',
  ])
})

test('one value, a role, a person and a ladder are explained in words, however they are named', () => {
  assert.deepEqual(explained('severities[P0].respond_within').means.slice(0, 2), [
    'How fast an alert is acknowledged, counted from its acceptance.',
    '15m is 15 minutes.',
  ])
  assert.deepEqual(
    explained('severities.SEV-1.respond_within').owes.map(({ rule }) => rule),
    ['respond-sev-1'],
  )
  assert.deepEqual(explained('role:commander').means.slice(1), [
    'Commander is a role in an incident, wanted for SEV-1.',
    'Ann holds it unless somebody else takes it; Bo is asked when they are silent.',
    'Whoever holds it is shown one duty.',
  ])
  assert.deepEqual(
    explained('roles.commander').owes.map(({ rule }) => rule),
    ['who-leads'],
  )
  const ann = explained('users.ann')
  assert.match(ann.means.join(' '), /Ann is a responder and belongs to Crew\./)
  assert.deepEqual(ann.usedBy, ['roles[commander].default', 'teams[crew].members', 'escalation_policies[main].steps[0].page'])
  assert.deepEqual(explained('escalation_policies.main').means.slice(1), [
    'main is climbed until somebody acknowledges. It is climbed once more before it is exhausted.',
    'Step 1: Ann, then 5 minutes of waiting.',
    'Step 2: team Crew when it is SEV-1.',
  ])
})

test('an obligation says when, what, by when and what follows', () => {
  assert.deepEqual(explained('obligations.who-leads').means.slice(1), [
    'When it is SEV-1: Assign commander, within 10 minutes of declared.',
    'When it is missed, Bo is paged.',
  ])
  assert.match(
    explained('obligations.tidy').means.join(' '),
    /In every incident: Complete notes, by the end of the next working day of resolved\./,
  )
})

test('a place that is not there says what is', () => {
  assert.equal(
    problemOf('severity.SEV-1'),
    '"severity" is not in the policy; write one of version, organization, severities, roles, obligations, users, teams, escalation_policies, services',
  )
  assert.equal(problemOf('users.anne'), '"anne" is not in `users`; did you mean "ann"?')
  assert.equal(
    problemOf('severities.SEV-1.updates.internal'),
    '"updates" is not in `severities[SEV-1]`; write one of id, name, aliases, respond_within, pages, ticket',
  )
  assert.equal(problemOf('users.ann.name.first'), '`users[ann].name` is "Ann": there is nothing below it; leave ".first" out')
  assert.match(problemOf(''), /^name a place, such as version/)
})
