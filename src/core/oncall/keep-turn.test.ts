import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createPolicy } from '../policy/policy.ts'
import { printBundle } from '../policy/print.ts'
import type { Bundle, BundleInput } from '../policy/schema/bundle.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { peopleDiff } from './people-diff.ts'
import { holdersAt, rebaseTurns } from './rebase.ts'
import { shiftsBetween, whoAt } from './shifts-between.ts'

const PEOPLE = ['ana', 'ben', 'cleo', 'dan', 'eve']
const NAMES: Record<string, string> = { ana: 'Ana', ben: 'Ben' }
const WEEKLY = { id: 'w', rotation: 'weekly', starts: '2026-01-11T00:00', members: ['ana', 'ben', 'cleo'] }
const at = Temporal.Instant.from('2026-11-21T00:00Z')

const bundleOf = (...layers: object[]): Bundle =>
  bundleSchema.parse({
    ...{ version: 1, organization: { name: 'X' }, users: PEOPLE.map((id) => ({ id, name: NAMES[id] })) },
    schedules: [{ id: 'primary', layers }],
  } as BundleInput)
const holder = (bundle: Bundle, moment = at) => whoAt(createPolicy(bundle, 1), 'primary', moment).members.join()
const weeks = (bundle: Bundle, count: number) =>
  Array.from({ length: count }, (_, week) => holder(bundle, at.add({ hours: week * 7 * 24 }))).join(' ')

test('W30 adding, removing or reordering members moves nobody who is on call, without anybody writing a turn', () => {
  const before = bundleOf(WEEKLY)
  assert.equal(weeks(before, 3), 'cleo ana ben')
  const edits: [members: (string | string[])[], weeks: string][] = [
    [['dan', 'ana', 'ben', 'cleo'], 'cleo dan ana ben'],
    [['cleo', 'dan', 'ana', 'ben'], 'cleo dan ana ben'],
    [['cleo', 'ben', 'ana'], 'cleo ben ana cleo'],
    [['ben', 'cleo'], 'cleo ben cleo ben'],
    [['ana', ['ben', 'cleo']], 'ben,cleo ana ben,cleo ana'],
    [['ana', 'ben'], 'ana ben ana ben'],
  ]
  for (const [members, told] of edits) {
    const after = rebaseTurns(before, bundleOf({ ...WEEKLY, members }), at)
    assert.equal(weeks(after, 4), told, members.join(' | '))
  }
})

test('W30 so do other paces, starts, zones and hours', () => {
  for (const change of [
    { every: 2 },
    { rotation: 'daily' },
    { starts: '2026-11-01T00:00' },
    { timezone: 'Asia/Tokyo' },
    { handoff: { day: 'wed' } },
  ]) {
    const after = rebaseTurns(bundleOf(WEEKLY), bundleOf({ ...WEEKLY, ...change }), at)
    assert.equal(holder(after), 'cleo', JSON.stringify(change))
  }
})

test('a turn that the change states itself is followed; one that stands already is kept word for word', () => {
  const stated = { at: '2026-11-20T00:00Z', member: 'ben' }
  assert.equal(holder(rebaseTurns(bundleOf(WEEKLY), bundleOf({ ...WEEKLY, turn: stated }), at)), 'ben')
  const running = rebaseTurns(bundleOf(WEEKLY), bundleOf({ ...WEEKLY, members: ['dan', 'ana', 'ben', 'cleo'] }), at)
  const again = bundleOf({ ...WEEKLY, members: ['dan', 'ana', 'ben', 'cleo'] })
  const later = at.add({ hours: 24 * 100 })
  assert.equal(printBundle(rebaseTurns(running, again, later)), printBundle(running), 'the same file applied again changes nothing')
  const exported = bundleSchema.parse(JSON.parse(JSON.stringify(running)))
  assert.equal(rebaseTurns(running, exported, later), exported)
})

test('somebody who has two turns keeps the right one', () => {
  const layer = { ...WEEKLY, members: ['ana', 'ben', 'ana', 'cleo'] }
  const before = bundleOf(layer)
  const moments = [0, 1, 2, 3].map((week) => at.add({ hours: week * 7 * 24 }))
  for (const moment of moments) {
    const after = rebaseTurns(before, bundleOf({ ...layer, members: ['dan', 'ana', 'ben', 'ana', 'cleo'] }), moment)
    assert.equal(holder(after, moment), holder(before, moment))
    const [next, planned] = [moment.add({ hours: 7 * 24 }), holder(before, moment.add({ hours: 7 * 24 }))]
    if (planned !== 'ana' || holder(before, moment) !== 'cleo') assert.equal(holder(after, next), planned, String(moment))
    else assert.equal(holder(after, next), 'dan')
  }
})

test('of a layer that is new, has not begun or lost everybody nothing is kept', () => {
  const fresh = bundleOf({ ...WEEKLY, id: 'other' })
  assert.equal(rebaseTurns(bundleOf(WEEKLY), fresh, at), fresh)
  assert.equal(rebaseTurns(null, fresh, at), fresh)
  const future = bundleOf({ ...WEEKLY, starts: '2027-01-03T00:00', members: ['dan', 'ana'] })
  assert.equal(rebaseTurns(bundleOf({ ...WEEKLY, starts: '2027-01-03T00:00' }), future, at), future)
  const replaced = bundleOf({ ...WEEKLY, members: ['dan', 'eve'] })
  assert.equal(rebaseTurns(bundleOf(WEEKLY), replaced, at), replaced)
})

test('whoever holds a turn is told in words of the bundle', () => {
  assert.deepEqual(holdersAt(bundleOf(WEEKLY), at), [{ schedule: 'primary', layer: 'w', member: ['cleo'] }])
})

test('W30 whatever is edited, whoever is on call and still a member stays on call', () => {
  const members = fc.shuffledSubarray(PEOPLE, { minLength: 1 })
  const layer = fc.record({
    rotation: fc.constantFrom('daily', 'weekly', 'monthly', '36h'),
    every: fc.integer({ min: 1, max: 3 }),
    starts: fc.constantFrom('2026-01-04T00:00', '2026-03-29T02:30', '2025-12-31T09:00'),
    members,
  })
  fc.assert(
    fc.property(layer, layer, fc.nat({ max: 500 }), (one, other, hours) => {
      const moment = at.add({ hours })
      const before = bundleOf({ id: 'w', ...one })
      const after = rebaseTurns(before, bundleOf({ id: 'w', ...other }), moment)
      const was = holder(before, moment)
      if (other.members.includes(was)) assert.equal(holder(after, moment), was)
      // Further changes rest on the recorded turn as well as the first.
      const third = rebaseTurns(after, bundleOf({ id: 'w', ...one }), moment.add({ hours: 30 }))
      const now = holder(after, moment.add({ hours: 30 }))
      if (one.members.includes(now)) assert.equal(holder(third, moment.add({ hours: 30 })), now)
    }),
    { numRuns: 1_000, seed: 40 },
  )
})

test('W36 members join and leave at set times; nobody else is moved by it', () => {
  const join = Temporal.Instant.from('2026-11-25T00:00Z')
  const membership = [{ member: 'dan', from: '2026-11-25T00:00Z', to: '2026-12-20T00:00Z' }]
  const joining = bundleOf({ ...WEEKLY, members: ['ana', 'dan', 'ben', 'cleo'], membership })
  assert.equal(weeks(joining, 2), 'cleo ana', 'before')
  assert.equal(holder(joining, join), 'ana', 'the turn under way is not touched')
  assert.equal(weeks(joining, 9), 'cleo ana dan ben cleo ana ben cleo ana', 'in turn, once only before he leaves')
  const leaving = bundleOf({ ...WEEKLY, membership: [{ member: 'ana', to: '2026-11-25T12:00Z' }] })
  const shifts = shiftsBetween(createPolicy(leaving, 1), 'primary', { from: at, to: at.add({ hours: 28 * 24 }) })
  assert.deepEqual(
    shifts.map((shift) => `${shift.members} ${String(shift.start).slice(5, 13)}`),
    ['cleo 11-21T00', 'ana 11-22T00', 'ben 11-25T12', 'cleo 11-29T00', 'ben 12-06T00', 'cleo 12-13T00'],
    'who leaves in a turn passes it to the next',
  )
})

test('W36 a recorded turn holds on both sides of a join', () => {
  const layer = { ...WEEKLY, members: ['ana', 'dan', 'ben', 'cleo'], membership: [{ member: 'dan', from: '2026-12-01T00:00Z' }] }
  for (const moment of ['2026-11-21T00:00Z', '2026-12-21T00:00Z']) {
    const turned = bundleOf({ ...layer, turn: { at: moment, member: 'ben' } })
    assert.equal(holder(turned, Temporal.Instant.from(moment)), 'ben')
    const shifts = shiftsBetween(createPolicy(turned, 1), 'primary', {
      from: at.subtract({ hours: 24 * 30 }),
      to: at.add({ hours: 24 * 60 }),
    })
    const order = shifts.map((shift) => shift.members.join())
    for (const [index, member] of order.slice(1).entries()) {
      const cycle =
        shifts[index + 1] && String(shifts[index + 1]?.start) < '2026-12-01' ? ['ana', 'ben', 'cleo'] : ['ana', 'dan', 'ben', 'cleo']
      const before = order[index] as string
      assert.equal(member, cycle[(cycle.indexOf(before) + 1) % cycle.length], `${moment} ${shifts[index + 1]?.start}`)
    }
  }
})

test('the plan says who moves: "Tuesday 24 Nov moves from Ben to Ana"', () => {
  const daily = { id: 'd', rotation: 'daily', starts: '2026-11-21T00:00', members: ['cleo', 'ana', 'dan', 'ben', 'eve'] }
  const [before, after] = [bundleOf(daily), bundleOf({ ...daily, members: ['cleo', 'ana', 'dan', 'ana', 'eve'] })]
  const moves = peopleDiff(createPolicy(before, 1), createPolicy(after, 2), { from: at, to: at.add({ hours: 24 * 7 }) })
  assert.deepEqual(moves, [
    {
      ...{ schedule: 'primary', start: '2026-11-24T00:00:00.000Z', end: '2026-11-25T00:00:00.000Z', from: ['ben'], to: ['ana'] },
      words: 'Tuesday 24 Nov moves from Ben to Ana (primary)',
    },
  ])
  assert.deepEqual(peopleDiff(createPolicy(before, 1), createPolicy(before, 2), { from: at, to: at.add({ hours: 24 * 7 }) }), [])
})

test('who moves within a shared turn, for part of a day, to nobody and out of a removed schedule', () => {
  const before = createPolicy(bundleOf({ ...WEEKLY, members: [['ana', 'ben']] }), 1)
  const words = (after: Bundle, hours = 24 * 3) =>
    peopleDiff(before, createPolicy(after, 2), { from: at, to: at.add({ hours }) }).map((move) => move.words)
  assert.deepEqual(words(bundleOf({ ...WEEKLY, members: [['cleo', 'ben']] })), [
    'Saturday 21 Nov to Monday 23 Nov moves from Ana to cleo (primary)',
  ])
  const parted = bundleOf({ ...WEEKLY, members: [['ana', 'ben']] })
  parted.schedules?.[0]?.overrides.push({ user: [], from: '2026-11-22T09:00:00.000Z', to: '2026-11-22T17:30:00.000Z', replaces: 'ben' })
  assert.deepEqual(words(parted), ['Sunday 22 Nov 09:00–17:30 moves from Ben to nobody (primary)'])
  assert.deepEqual(words({ ...parted, schedules: [] }, 12), ['Saturday 21 Nov 00:00–12:00 moves from Ana and Ben to nobody (primary)'])
})

test('what plan says is what happens: brute force by the hour over random pairs of bundles', () => {
  const members = fc.shuffledSubarray(PEOPLE, { minLength: 1 })
  const layer = fc.record({
    rotation: fc.constantFrom('daily', '7h', 'weekly'),
    members,
    starts: fc.constantFrom('2026-11-01T00:00', '2026-11-22T07:00'),
  })
  fc.assert(
    fc.property(layer, layer, (one, other) => {
      const [before, after] = [createPolicy(bundleOf({ id: 'w', ...one }), 1), createPolicy(bundleOf({ id: 'w', ...other }), 2)]
      const moves = peopleDiff(before, after, { from: at, to: at.add({ hours: 100 }) })
      for (let hour = 0; hour < 100; hour++) {
        const moment = at.add({ hours: hour, minutes: 30 })
        const [was, is] = [whoAt(before, 'primary', moment).members, whoAt(after, 'primary', moment).members]
        const move = moves.find((each) => each.start <= moment.toString() && moment.toString() < each.end)
        assert.deepEqual(
          [move?.from ?? [], move?.to ?? []],
          [was.filter((user) => !is.includes(user)), is.filter((user) => !was.includes(user))],
        )
      }
    }),
    { numRuns: 200, seed: 41 },
  )
})
