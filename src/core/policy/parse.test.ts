import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBundle } from './parse.ts'

const HEAD = 'version: 1\norganization: { name: Example Ltd }\n'
const read = (text: string, environment = {}) => parseBundle([{ path: 'tocsin.yaml', text: HEAD + text }], environment)
/** Every finding as `line:column rule`, the head's two lines not counted. */
const places = (text: string) => read(text).findings.map((each) => `${each.line - 2}:${each.column} ${each.rule}`)
const first = (text: string) => read(text).findings[0]

test('users and schedules alone are a valid bundle', () => {
  const { bundle, findings } = read(
    'users: [{ id: ann }]\nschedules: [{ id: p, layers: [{ id: w, starts: "2026-01-04T00:00", members: ann }] }]',
  )
  assert.deepEqual(findings, [])
  assert.deepEqual(bundle?.schedules?.[0]?.layers[0]?.members, [['ann']])
  assert.equal(bundle?.teams, undefined)
})

test('all errors are told at once, each with its place, the value and the remedy', () => {
  const text = [
    'users: [{ id: ann, rol: admin }, { id: bob, timezone: Europe/Berln }]',
    'teams: [{ id: web, members: [ann, bbo] }]',
    'escalation_policies: [{ id: t, steps: [{ page: user:ann, wait: 15 }] }]',
    'schedules: [{ id: p, layers: [{ id: w, starts: "2026-01-04T00:00", members: [] }] }]',
  ].join('\n')
  assert.deepEqual(places(text), ['1:20 unknown-key', '1:55 value', '2:35 dangling-reference', '3:64 value', '4:77 empty'])
  const [key, zone, user, wait, members] = read(text).findings
  assert.equal(key?.remedy, 'did you mean `role`?')
  assert.match(zone?.message ?? '', /users\[bob\]\.timezone.*Europe\/Berln/)
  assert.match(user?.remedy ?? '', /did you mean `bob`/)
  assert.match(wait?.remedy ?? '', /15m/)
  assert.match(members?.message ?? '', /schedules\[p\]\.layers\[w\]\.members/)
  assert.equal(read(text).bundle, null)
})

const BROKEN: Record<string, [string, RegExp]> = {
  'an unknown section': ['user: []', /did you mean `users`/],
  'a duplicate key': ['users: []\nusers: []', /keep one/],
  'a tab': ['users:\n\t- id: ann', /spaces/],
  'a duplicate id': ['users: [{ id: ann }, { id: ann }]', /rename/],
  'a severity with the spelling of another': ['severities: [{ id: P1, name: One }, { id: p-1, name: Two }]', /unique/],
  'a faster answer further down': [
    'severities: [{ id: A, name: A, respond_within: 1h }, { id: B, name: B, respond_within: 5m }]',
    /most severe level first/,
  ],
  'statuses out of order': [
    'incident: { statuses: [investigating, monitoring, identified, resolved] }',
    /write \[investigating, identified, monitoring, resolved\]/,
  ],
  'statuses without an end': ['incident: { statuses: [investigating, identified] }', /write \[investigating, identified, resolved\]/],
  'a schedule that follows itself': ['schedules: [{ id: a, follows: b }, { id: b, follows: a }]', /break the circle/],
  'a schedule of nobody': ['schedules: [{ id: a }]', /layers/],
  'a step after one that never ends': [
    'users: [{ id: ann }]\nescalation_policies: [{ id: t, steps: [{ page: ann }, { page: ann }] }]',
    /wait: 15m/,
  ],
  'steps out of order': [
    'users: [{ id: ann }]\nescalation_policies: [{ id: t, basis: unresolved, steps: [{ at: 2h, page: ann }, { at: 1h, page: ann }] }]',
    /order of their times/,
  ],
  'an override that ends before it begins': [
    'users: [{ id: ann }]\nschedules: [{ id: p, overrides: [{ user: ann, from: "2026-02-02T00:00Z", to: "2026-02-01T00:00Z" }] }]',
    /after `from`/,
  ],
  'a road that does not exist': ['users: [{ id: ann, rules: [{ after: 0m, by: smss }] }]', /did you mean `sms`/],
  'a level nobody defined': ['severities: [{ id: SEV-1, name: One }]\nroutes: [{ severity: SEV-11 }]', /did you mean `SEV-1`/],
  'a kind that cannot stand there': ['escalation_policies: [{ id: t, steps: [{ page: channel:x }] }]', /write user:…/],
  'a slug that names something else': [
    'teams: [{ id: web }]\nescalation_policies: [{ id: t, steps: [{ page: web }] }]',
    /write `team:web`/,
  ],
  'an obligation without clock': ['obligations: [{ id: o, must: update }]', /within/],
  'an obligation without its audience': ['obligations: [{ id: o, must: notify, within: 15m }]', /add `audience:`/],
  'a weekday for a monthly rotation': [
    'users: [{ id: ann }]\nschedules: [{ id: p, layers: [{ id: w, rotation: monthly, handoff: { day: mon }, starts: "2026-01-04T00:00", members: ann }] }]',
    /1 to 31/,
  ],
  'a turn held by a stranger': [
    'users: [{ id: ann }, { id: bob }]\nschedules: [{ id: p, layers: [{ id: w, starts: "2026-01-04T00:00", members: ann, turn: { at: "2026-01-04T00:00Z", member: bob } }] }]',
    /write one of ann/,
  ],
  'an unquoted phone number': ['users: [{ id: ann, contacts: { phone: 4915112345678 } }]', /quotes/],
  'an empty value': ['users: [{ id: ann, name: }]', /write a value or remove/],
  'a branch into nothing': [
    'decision_trees: [{ id: t, start: q1, nodes: { q1: { ask: Safe?, yes: { do: rollback }, no: q2 } } }]',
    /write one of q1/,
  ],
  'a list for a map': ['incident: []', /write a map/],
}
for (const [name, [text, remedy]] of Object.entries(BROKEN)) {
  test(`refused: ${name}`, () => {
    const { bundle, findings } = read(text)
    const errors = findings.filter((each) => each.level === 'error')
    assert.equal(bundle, null)
    assert.equal(errors.length, 1, JSON.stringify(findings))
    assert.match(errors[0]?.remedy ?? '', remedy)
    assert.ok((errors[0]?.line ?? 0) > 2)
  })
}

test('an entry that is wrong in one key is still judged in the others', () => {
  assert.deepEqual(places('users: [{ id: ann, rol: x, rules: [{ after: 0m, by: smss }], types: none }]'), [
    '1:20 unknown-key',
    '1:53 unknown-road',
    '1:69 dangling-reference',
  ])
})

test("W34 a night is a person's: asked of a ladder it is refused with what to write instead", () => {
  const rule = 'users: [{ id: ann, rules: [{ after: 0m, by: phone, when: { night: true } }] }]'
  assert.deepEqual(places(rule), [])
  const step = first(`${rule}\nescalation_policies: [{ id: l, steps: [{ page: user:ann, when: { night: true } }] }]`)
  assert.equal(step?.rule, 'stray-night')
  assert.match(step?.remedy ?? '', /business_hours: false/)
})

test('a level without a name loads with a warning', () => {
  const { bundle, findings } = read('severities: [{ id: P4 }]')
  assert.equal(bundle?.severities?.[0]?.id, 'P4')
  assert.deepEqual(
    findings.map((each) => [each.level, each.rule]),
    [['warning', 'level-without-name']],
  )
})

test('variables come from the environment; an absent one stays written and is told', () => {
  const text = 'integrations: [{ id: prom, type: alertmanager, key: "${PROM_KEY}" }]'
  assert.equal(read(text, { PROM_KEY: 'secret' }).bundle?.integrations?.[0]?.key, 'secret')
  const { bundle, findings } = read(text)
  assert.equal(bundle?.integrations?.[0]?.key, '${PROM_KEY}')
  assert.deepEqual(
    findings.map((each) => [each.level, each.rule, each.line]),
    [['warning', 'placeholder', 3]],
  )
  assert.equal(first(text)?.remedy, 'set PROM_KEY where the bundle is applied')
  assert.equal(first(text)?.cost, 'no alert gets in through prom: whoever posts there is refused')
})
