import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintBundle } from './lint.ts'
import { parseBundle } from './parse.ts'

const at = Temporal.Instant.from('2026-11-21T00:00Z')
const FINDS = [
  'rotation-left',
  'impossible-hours',
  'never-serves',
  'starts-later',
  'away-on-duty',
  'override-overlap',
  'stand-in-left',
  'coverage-gap',
  'rotation-size',
]
const people = (rest: Record<string, string> = {}) =>
  `users: [${['ann', 'bob', 'carol', 'dan'].map((id) => `{ id: ${id}, contacts: { phone: "1" }${rest[id] ? `, ${rest[id]}` : ''} }`).join(', ')}]`

function read(schedules: string, users = people()) {
  return parseBundle([{ path: 'tocsin.yaml', text: `version: 1\norganization: { name: X }\n${users}\nschedules: [${schedules}]` }])
}

/** Findings about schedules, the bundle's own errors refused. */
function found(schedules: string, users?: string) {
  const { bundle, locate, findings } = read(schedules, users)
  assert.ok(bundle, JSON.stringify(findings))
  return lintBundle({ bundle, locate, at }).filter((finding) => FINDS.includes(finding.rule) && finding.rule !== 'rotation-size')
}
const rules = (schedules: string, users?: string) => found(schedules, users).map((finding) => `${finding.rule} ${finding.subject}`)
const errors = (schedules: string, users?: string) =>
  read(schedules, users).findings.map(({ rule, message, remedy }) => `${rule}: ${message}; ${remedy}`)

const layer = (rest: string, members = 'ann, bob, carol') =>
  `{ id: w, rotation: weekly, starts: "2026-01-04T00:00", members: [${members}], ${rest} }`
const schedule = (layers: string, rest = '') => `{ id: p, layers: [${layers}]${rest} }`

test('I-12 a rotation whose members have all left is found loudly, with what it costs', () => {
  const gone = people({ ann: 'disabled: true', bob: 'disabled: true' })
  const [finding] = found(schedule(layer('every: 1', 'ann, bob')), gone)
  assert.deepEqual([finding?.rule, finding?.level, finding?.line], ['rotation-left', 'warning', 4])
  assert.match(finding?.message ?? '', /everybody in layer "w" of "p" has left: ann, bob/)
  assert.match(finding?.cost ?? '', /wakes nobody/)
  assert.deepEqual(rules(schedule(layer('every: 1')), gone), [], 'carol is there')
})

test('hours that none of the members can serve', () => {
  const office = people({
    ann: 'available: { days: [mon, tue], from: "09:00", to: "17:00" }',
    bob: 'available: { from: "08:00", to: "18:00" }',
  })
  const night = layer('restrict: [{ from: "22:00", to: "06:00" }]', 'ann, bob')
  const [finding] = found(schedule(night), office)
  assert.equal(finding?.rule, 'impossible-hours')
  assert.match(finding?.remedy ?? '', /widen `restrict`/)
  const over = layer('ends: "2026-11-27T12:00", restrict: [{ days: sat }]').replace('2026-01-04', '2026-11-22')
  assert.ok(rules(schedule(over)).includes('impossible-hours schedule:p'), 'it ends before its first Saturday')
  assert.deepEqual(rules(schedule(layer('restrict: [{ days: sat }]'))), [])
})

test('W24 members who never get a shift, and how everybody would', () => {
  const days = (advance: string) =>
    schedule(
      `{ id: d, rotation: daily, starts: "2026-01-05T09:00", advance: ${advance}, members: [ann, ann, ann, ann, ann, bob, dan], restrict: [{ days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00" }] }`,
    )
  const [finding] = found(days('elapsed'))
  assert.match(finding?.message ?? '', /bob, dan never get a shift of layer "d"/)
  assert.match(finding?.remedy ?? '', /advance: served/)
  assert.deepEqual(rules(days('served')), [])
})

test('a layer that starts in the future leaves a gap until then, unless another has somebody', () => {
  const later = '{ id: later, rotation: weekly, starts: "2026-12-06T09:00", members: [ann, bob, carol] }'
  const [finding] = found(schedule(later))
  assert.equal(finding?.rule, 'starts-later')
  assert.match(finding?.message ?? '', /nobody is on call on "p" before 2026-12-06T09:00:00Z, when layer "later" begins/)
  assert.deepEqual(rules(schedule(`${layer('every: 1')}, ${later}`)), [])
})

test('W33 people on leave who are scheduled, and stand-ins on leave', () => {
  const away = people({ ann: 'away: [{ from: "2026-11-24T00:00Z", to: "2026-11-26T00:00Z", reason: holiday }]' })
  const [finding] = found(schedule('{ id: w, rotation: weekly, starts: "2026-11-15T00:00", members: [bob, ann, carol] }'), away)
  assert.match(finding?.message ?? '', /ann is away when it is their turn on "p": Tuesday 24 Nov to Wednesday 25 Nov/)
  assert.deepEqual([finding?.level, finding?.cost], ['advisory', 'carol takes it'])
  const stand = schedule(
    layer('every: 1', 'bob, carol, dan'),
    ', overrides: [{ user: ann, replaces: bob, from: "2026-11-25T00:00Z", to: "2026-11-27T00:00Z" }]',
  )
  assert.match(found(stand, away)[0]?.message ?? '', /ann stands in .* but is away/)
})

test('overlapping overrides and stand-ins who have left', () => {
  const overrides = (...each: string[]) => schedule(layer('every: 1'), `, overrides: [${each.join(', ')}]`)
  const first = '{ user: dan, replaces: ann, from: "2026-11-25T00:00Z", to: "2026-11-27T00:00Z" }'
  const second = '{ user: bob, replaces: ann, from: "2026-11-26T00:00Z", to: "2026-11-28T00:00Z" }'
  const [finding] = found(overrides(first, second))
  assert.equal(finding?.rule, 'override-overlap')
  assert.match(finding?.cost ?? '', /the one written last counts: bob/)
  assert.deepEqual(rules(overrides(first)), [])
  assert.deepEqual(rules(overrides(first), people({ dan: 'disabled: true' })), ['stand-in-left schedule:p'])
})

test('what cannot be is refused with the remedy: circles, reversed lives, strangers who join, nobody at all', () => {
  assert.match(
    errors('{ id: a, follows: b }, { id: b, follows: a }')[0] ?? '',
    /cycle: .*schedule:a → schedule:b → schedule:a; break the circle/,
  )
  assert.match(
    errors(schedule(layer('ends: "2026-01-01T00:00"')))[0] ?? '',
    /reversed-span: the span ends .*; write a `to` after `from`|ends/,
  )
  assert.match(
    errors(schedule(layer('membership: [{ member: dan, from: "2026-12-01T00:00Z" }]')))[0] ?? '',
    /membership: "dan" joins or leaves .*; add it to `members`/,
  )
  assert.match(errors(schedule(layer('every: 1', 'nobody')))[0] ?? '', /empty-schedule: layer "w" has only turns of nobody; add somebody/)
  assert.match(
    errors(schedule(layer('turn: { at: "2026-11-15T00:00Z", member: dan }')))[0] ?? '',
    /"dan" holds the turn but is not a member.*write one of ann, bob, carol/,
  )
  const spells = 'membership: [{ member: ann, from: "2026-12-02T00:00Z", to: "2026-12-01T00:00Z" }]'
  assert.match(errors(schedule(layer(spells)))[0] ?? '', /reversed-span/)
})

test('a layer with turns of nobody is not called too small: the layers below serve the rest', () => {
  const { bundle, locate } = read(
    schedule(`${layer('every: 1')}, { id: x, rotation: weekly, starts: "2026-01-04T00:00", members: [dan, nobody] }`),
  )
  assert.ok(bundle)
  assert.deepEqual(
    lintBundle({ bundle, locate, at })
      .map((each) => each.rule)
      .filter((rule) => rule === 'rotation-size'),
    [],
  )
})
