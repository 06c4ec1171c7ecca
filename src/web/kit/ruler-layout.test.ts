import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeLabels, placeOf, ticksBetween } from './ruler-layout.ts'

const AXIS = { width: 1000, now: 900 }
const sides = (ats: number[]) =>
  placeLabels(
    ats.map((at) => ({ at, width: 80 })),
    AXIS,
  ).map(({ side }) => side)

test('neighbours stand on different sides and a third without room is hidden', () => {
  assert.deepEqual(sides([100, 120, 140]), ['up', 'down', 'hidden'])
})

test('a third that lacks a few px stands a little beside its mark', () => {
  const place = placeLabels(
    [100, 120, 180].map((at) => ({ at, width: 80 })),
    AXIS,
  )
  assert.deepEqual(place.at(-1), { at: 188, side: 'up' })
})

test('labels with room alternate', () => {
  assert.deepEqual(sides([100, 300, 500]), ['up', 'down', 'up'])
})

test('a label steps aside from the now line and from the ends', () => {
  const at = (middle: number) => placeLabels([{ at: middle, width: 80 }], AXIS)[0]?.at
  assert.equal(at(890), 852)
  assert.equal(at(910), 948)
  assert.equal(at(10), 40)
  assert.equal(at(999), 960)
})

test('a label above steps aside from the time of day that stands there', () => {
  const place = (before: number[]) =>
    placeLabels(
      [...before, 890].map((at) => ({ at, width: 80 })),
      { ...AXIS, nowHalf: 26 },
    ).at(-1)
  assert.deepEqual(place([]), { at: 826, side: 'up' })
  assert.deepEqual(place([500]), { at: 852, side: 'down' })
})

test('an instant is placed to scale and held inside the axis', () => {
  assert.equal(placeOf(50, 0, 200), 0.25)
  assert.equal(placeOf(-5, 0, 200), 0)
  assert.equal(placeOf(300, 0, 200), 1)
})

test('ticks are round and few', () => {
  const from = Date.parse('2026-11-12T14:00:00Z')
  const ticks = ticksBetween(from, from + 76 * 60_000)
  assert.equal(ticks.length, 8)
  assert.equal(ticks[1], from + 10 * 60_000)
  assert.ok(ticksBetween(from, from + 14 * 86_400_000).length <= 15)
})
