import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf, sidesOf, ticksBetween } from './ruler-layout.ts'

test('neighbours stand on different sides and a third without room is hidden', () => {
  const labels = [100, 120, 140].map((at) => ({ at, width: 80 }))
  assert.deepEqual(sidesOf(labels, 1000), ['up', 'down', 'hidden'])
})

test('labels with room alternate', () => {
  const labels = [100, 300, 500].map((at) => ({ at, width: 80 }))
  assert.deepEqual(sidesOf(labels, 1000), ['up', 'down', 'up'])
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
