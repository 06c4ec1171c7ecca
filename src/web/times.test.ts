import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { fullMoment, numerals, relative, setZone, span, timeToSecond } from './times.ts'

const at = (text: string) => Date.parse(text)
const NOON = at('2026-11-12T14:41:12Z')
const MINUTE = 60_000

afterEach(() => setZone('UTC'))

test('a clock counts down in minutes and seconds, reaches zero when due and then counts up', () => {
  assert.equal(numerals(6 * MINUTE + 12_000), '06:12')
  assert.equal(numerals(59 * MINUTE + 59_000), '59:59')
  assert.equal(numerals(400), '00:01')
  assert.equal(numerals(0), '00:00')
  assert.equal(numerals(-12_000), '12 s over')
  assert.equal(numerals(-2 * MINUTE - 12_000), '2 m over')
})

test('far clocks say hours and days', () => {
  assert.equal(numerals(72 * MINUTE), '1 h 12 m')
  assert.equal(numerals(60 * MINUTE), '1 h 00 m')
  assert.equal(numerals(52 * 60 * MINUTE), '2 d 4 h')
})

test('a span keeps its seconds while it is fresh', () => {
  assert.equal(span(38_000), '38 s')
  assert.equal(span(80_000), '1 m 20 s')
  assert.equal(span(32 * MINUTE + 9_000), '32 m')
  assert.equal(span(246 * MINUTE), '4 h 06 m')
  assert.equal(span(6 * 24 * 60 * MINUTE), '6 d')
})

test('relative times know past and future', () => {
  assert.equal(relative(NOON - 80_000, NOON), '1 m 20 s ago')
  assert.equal(relative(NOON + 3 * MINUTE, NOON), 'in 3 m')
  assert.equal(relative(NOON, NOON), 'just now')
})

test('a full moment names its day, its year and its zone', () => {
  assert.equal(fullMoment(NOON), 'Thu 12 Nov 2026, 14:41 UTC')
  setZone('Europe/Berlin')
  assert.equal(fullMoment(NOON), 'Thu 12 Nov 2026, 15:41 CET')
  assert.equal(timeToSecond(at('2026-11-11T23:00:00Z')), '00:00:00')
})
