import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BusinessCalendar } from './business-calendar.ts'
import { isBusinessHours } from './business-calendar.ts'
import { addDuration, durationMs, durationOf, parseDuration } from './duration.ts'

const OFFICE: BusinessCalendar = {
  timezone: 'Europe/Berlin',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '09:00',
  to: '17:00',
  holidays: ['2026-12-25'],
}
const after = (moment: string, text: string, calendar = OFFICE) =>
  String(addDuration(Temporal.Instant.from(moment), durationOf(text), calendar))

test('durations keep the unit they were written in', () => {
  assert.deepEqual(parseDuration('90s'), { text: '90s', unit: 's', amount: 90 })
  assert.deepEqual(parseDuration('1bd'), { text: '1bd', unit: 'bd', amount: 1 })
  assert.deepEqual(parseDuration('immediately'), { text: 'immediately', unit: 'm', amount: 5 })
  for (const text of ['', '15', 'm', '-5m', '1.5h', '15 m', '15M', '1h30m', '9999999d']) assert.equal(parseDuration(text), null, text)
  assert.throws(() => durationOf('soon'), /"soon" is not a duration; write/)
  assert.equal(durationMs(durationOf('2h')), 7_200_000)
})

test('hours are elapsed time, days are the same hour of the wall clock', () => {
  assert.equal(after('2026-03-28T11:00Z', '24h'), '2026-03-29T11:00:00Z')
  assert.equal(after('2026-03-28T11:00Z', '1d'), '2026-03-29T10:00:00Z')
  assert.equal(after('2026-01-31T11:00Z', '1mo'), '2026-02-28T11:00:00Z')
})

test('a working day is its worth of business hours, over nights, weekends and holidays', () => {
  assert.equal(after('2026-11-20T15:00Z', '1bd'), '2026-11-23T15:00:00Z', 'Friday 16:00 to Monday 16:00')
  assert.equal(after('2026-11-21T12:00Z', '1bd'), '2026-11-23T16:00:00Z', 'from Saturday: the end of Monday')
  assert.equal(after('2026-12-24T15:00Z', '1bd'), '2026-12-28T15:00:00Z', 'over Christmas and the weekend')
  assert.equal(after('2026-11-20T15:00Z', '2bd'), '2026-11-24T15:00:00Z')
  assert.equal(after('2026-11-20T15:00Z', '0bd'), '2026-11-20T15:00:00Z')
})

test('the next working day ends at its closing time', () => {
  assert.equal(after('2026-11-20T15:00Z', 'next_bd'), '2026-11-23T16:00:00Z')
  assert.equal(after('2026-11-18T03:00Z', 'next_bd'), '2026-11-19T16:00:00Z')
})

test('working hours over midnight, over a clock change, and none at all', () => {
  const night: BusinessCalendar = { ...OFFICE, from: '22:00', to: '06:00' }
  assert.equal(isBusinessHours(Temporal.Instant.from('2026-11-21T03:00Z'), night), true, 'Saturday morning belongs to Friday')
  assert.equal(isBusinessHours(Temporal.Instant.from('2026-11-22T03:00Z'), night), false)
  assert.equal(isBusinessHours(Temporal.Instant.from('2026-11-20T16:00Z'), OFFICE), false, 'the closing time is outside')
  assert.equal(after('2026-03-27T15:00Z', '1bd'), '2026-03-30T14:00:00Z')
  assert.throws(() => after('2026-11-20T15:00Z', '1bd', { ...OFFICE, days: [] }), /at least one day/)
})
