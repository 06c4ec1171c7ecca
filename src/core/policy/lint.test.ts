import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LINT_RULES, lintBundle } from './lint.ts'
import { parseBundle } from './parse.ts'

const at = Temporal.Instant.from('2026-11-21T00:00Z')
const PEOPLE = 'users: [ann, bob, carol, dan]'.replace(/\w+(?=[,\]])/g, (id) => `{ id: ${id}, contacts: { phone: "+491" } }`)

/** What is said of every bundle as small as the ones here. */
const INCOMPLETE = ['level-without-procedure', 'level-without-actions', 'peer-norm', 'nobody-woken']

/** Findings of a bundle as `rule subject`, its own errors refused. */
function lint(text: string, people = PEOPLE) {
  const { bundle, locate, findings } = parseBundle([
    { path: 'tocsin.yaml', text: `version: 1\norganization: { name: X }\n${people}\n${text}` },
  ])
  assert.ok(bundle, JSON.stringify(findings))
  return lintBundle({ bundle, locate, at }).filter(({ rule }) => !INCOMPLETE.includes(rule))
}
const told = (text: string, people?: string) => lint(text, people).map((each) => `${each.rule} ${each.subject}`)

const LADDER = (wait: string) => `escalation_policies: [{ id: t, steps: [{ page: user:ann, wait: ${wait} }, { page: user:bob }] }]`
const LEVEL = (rest: string) => `severities: [{ id: S1, name: One, ${rest} }]`

test('an answer that the ladder cannot give in time', () => {
  const [finding] = lint(`${LEVEL('respond_within: 15m')}\n${LADDER('15m')}`)
  assert.equal(finding?.rule, 'worst-case-wake')
  assert.equal(finding?.line, 5)
  assert.match(finding?.message ?? '', /S1 \(15m\) promises a timely answer, but "t" wakes its second step only after 15m/)
  assert.match(finding?.cost ?? '', /missed before anybody else/)
  assert.deepEqual(told(`${LEVEL('respond_within: 15m')}\n${LADDER('10m')}`), [])
})

test('personal rules that hold the phone back count', () => {
  const slow =
    'users: [{ id: ann, contacts: { phone: "1" } }, { id: bob, contacts: { phone: "1" }, rules: [{ after: 0m, by: chat }, { after: 6m, by: phone }] }]'
  assert.deepEqual(told(`${LEVEL('respond_within: 15m')}\n${LADDER('10m')}`, slow), ['worst-case-wake escalation:t'])
})

test('levels that page in business hours, or not at all, promise nothing at night', () => {
  assert.deepEqual(told(`${LEVEL('respond_within: 15m, pages: business_hours, roads: [chat]')}\n${LADDER('15m')}`), [])
})

test('a level answered at any hour by roads that wake nobody', () => {
  assert.deepEqual(told(LEVEL('respond_within: 30m, roads: [chat, email]')), ['waking-road severity:S1'])
  assert.deepEqual(told(LEVEL('respond_within: 4h, roads: [chat, email]')), [])
  assert.deepEqual(told(LEVEL('respond_within: 30m, roads: [chat, push]')), [])
})

test('people without contact, or with a word where the address should be', () => {
  const people = 'users: [{ id: ann }, { id: bob, contacts: { phone: "[REDACTED]" } }, { id: eve, role: viewer }]'
  assert.deepEqual(told('links: []', people), ['missing-contact user:ann', 'missing-contact user:bob'])
})

const weekly = (members: string, rest = '') =>
  `{ id: p, layers: [{ id: w, rotation: weekly, starts: "2026-01-04T00:00", members: [${members}]${rest} }] }`

test('S3.5 a rotation that is too small, and people on duty most of the time', () => {
  assert.deepEqual(told(`schedules: [${weekly('ann, bob')}]`), ['rotation-size schedule:p'])
  assert.deepEqual(told(`schedules: [${weekly('ann, bob, carol')}, { id: s, follows: p, offset: 1 }]`), ['on-duty-share schedule:p'])
  const [finding] = lint(`schedules: [${weekly('ann, bob, carol')}, { id: s, follows: p, offset: 1 }]`)
  assert.match(finding?.message ?? '', /on duty 67 % of the time \(p and s\)/)
  assert.deepEqual(told(`schedules: [${weekly('ann, bob, carol, dan')}, { id: s, follows: p, offset: 1 }]`), [])
})

test('a finding is accepted with a reason until the end of its date', () => {
  const accept = (until: string) =>
    `schedules: [${weekly('ann, bob')}]\nlint: { accept: [{ rule: rotation-size, at: schedule:p, reason: small team, until: "${until}" }] }`
  assert.deepEqual(told(accept('2026-11-21')), [])
  assert.deepEqual(told(accept('2026-11-20')), ['rotation-size schedule:p'])
  assert.match(lint(accept('2026-11-20'))[0]?.message ?? '', /accepted until 2026-11-20: "small team"/)
})

test('an acceptance that silences nothing, or names no rule, is told', () => {
  const accept = (rule: string) => `lint: { accept: [{ rule: ${rule}, at: schedule:p, reason: once, until: "2027-01-01" }] }`
  const [idle] = lint(accept('rotation-size'))
  assert.deepEqual([idle?.rule, idle?.level, idle?.line], ['acceptance-idle', 'advisory', 4])
  assert.match(lint(accept('rotation-sice'))[0]?.remedy ?? '', /did you mean `rotation-size`/)
})

test('a paged schedule with a gap tells the first one', () => {
  const text = `schedules: [${weekly('ann, bob, carol', ', restrict: { days: [mon] }')}]\nescalation_policies: [{ id: t, steps: [{ page: schedule:p }] }]`
  assert.match(lint(text)[0]?.message ?? '', /from 2026-11-21T00:00:00Z to 2026-11-23T00:00:00Z/)
  assert.deepEqual(told(text), ['coverage-gap schedule:p'])
})

test('"immediately" is read as a number and told, where it stands', () => {
  const [finding] = lint('obligations: [{ id: o, must: publish, within: immediately }]')
  assert.deepEqual([finding?.rule, finding?.level, finding?.line, finding?.column], ['immediately', 'advisory', 4, 47])
})

test('what is wrong within a text of several lines stands at its own line', () => {
  const template =
    'templates:\n  - id: t\n    for: chat\n    moment: update\n    text: |\n      All is well.\n      Updates in 15 minutes, {{ update.txt }}'
  assert.deepEqual(
    lint(template).map(({ rule, line, column }) => [rule, line, column]),
    [
      ['text-against-clock', 10, 15],
      ['placeholder-unfilled', 10, 33],
    ],
  )
})

test('two values for one clock, and updates due before an answer', () => {
  assert.deepEqual(told(`${LEVEL('respond_within: 30m')}\nobligations: [{ id: o, must: acknowledge, within: 15m }]`), [
    'two-values obligation:o',
  ])
  assert.deepEqual(told(`${LEVEL('respond_within: 1h')}\nobligations: [{ id: o, must: update, every: 15m }]`), [
    'tight-cadence obligation:o',
  ])
  assert.deepEqual(told(`${LEVEL('respond_within: 1h')}\nobligations: [{ id: o, must: update, every: 15m, from: acknowledged }]`), [])
})

test('structure: an unasked question, a shared name, doubled roles, a circle', () => {
  const tree =
    'decision_trees: [{ id: t, start: a, nodes: { a: { ask: x, yes: { do: x }, no: { do: y } }, b: { ask: y, yes: a, no: a } } }]'
  assert.deepEqual(told(tree), ['unreachable-branch decision_tree:t'])
  assert.deepEqual(told('incident: { room: { name: "inc-{yyyy}-{mm}-{dd}" } }'), ['unique-name incident'])
  assert.deepEqual(told('incident: { room: { name: "inc-{yyyy}-{mm}-{dd}-{nnn}" } }'), [])
  assert.deepEqual(told('roles: [{ id: a, default: user:ann, backup: user:bob }, { id: b, default: user:bob }]'), ['role-overlap role:a'])
  assert.deepEqual(told('services: [{ id: a, depends_on: b }, { id: b, depends_on: a }]'), [
    'dependency-circle service:a',
    'dependency-circle service:b',
  ])
})

test('every rule has its own name', () => {
  assert.equal(new Set(LINT_RULES.map((rule) => rule.id)).size, LINT_RULES.length)
})
