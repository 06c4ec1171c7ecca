import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type BusinessCalendar, WEEKDAYS, type Weekday } from './business-calendar.ts'
import { addDuration, durationOf } from './duration.ts'

const MINUTE_MS = 60_000
const [FROM, TO] = [Date.UTC(2026, 0, 1), Date.UTC(2028, 0, 1)]

/** Every zone whose clocks change in 2026 or 2027. */
const zones = Intl.supportedValuesOf('timeZone').flatMap((timezone) => {
  const changes: number[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(FROM).toZonedDateTimeISO(timezone).getTimeZoneTransition('next')
  while (at && at.epochMilliseconds < TO) {
    changes.push(at.epochMilliseconds)
    at = at.getTimeZoneTransition('next')
  }
  return changes.length > 0 ? [{ timezone, changes }] : []
})

/** The wall clock, asked minute by minute: nothing is computed but "is this minute a working one". */
function isWorking(epoch: number, { timezone, days, from, to, holidays }: BusinessCalendar): boolean {
  const at = Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(timezone)
  const time = at.toPlainTime().toString({ smallestUnit: 'minute' })
  const date = at.toPlainDate()
  return days.includes(WEEKDAYS[date.dayOfWeek - 1] as Weekday) && !holidays.includes(date.toString()) && from <= time && time < to
}

/** The end of the last working minute of as many as a day of work has. */
function countedDay(start: number, calendar: BusinessCalendar): number {
  const clock = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  let left = clock(calendar.to) - clock(calendar.from)
  for (let at = start; ; at += MINUTE_MS) {
    if (isWorking(at, calendar)) left -= 1
    if (left === 0) return at + MINUTE_MS
  }
}

/** The end of the last working minute of the first day with one, after today. */
function nextDay(start: number, calendar: BusinessCalendar): number {
  const dateOf = (epoch: number) => Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(calendar.timezone).toPlainDate()
  const today = dateOf(start)
  let found: Temporal.PlainDate | null = null
  for (let at = start; ; at += MINUTE_MS) {
    const date = dateOf(at)
    if (found && !date.equals(found)) return endOf(at, found, calendar)
    if (!found && Temporal.PlainDate.compare(date, today) > 0 && isWorking(at, calendar)) found = date
  }
}

/** Back to the last working minute of that day. */
function endOf(after: number, date: Temporal.PlainDate, calendar: BusinessCalendar): number {
  for (let at = after; ; at -= MINUTE_MS) {
    const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(calendar.timezone)
    if (zoned.toPlainDate().equals(date) && isWorking(at, calendar)) return at + MINUTE_MS
  }
}

test(`S1.8 a working day and the next one are what counting minutes on the wall clock gives, in each of ${zones.length} zones, over every change of 2026 and 2027`, () => {
  assert.ok(zones.length > 100, `${zones.length}`)
  for (const { timezone, changes } of zones) {
    fc.assert(
      fc.property(
        fc.record({
          change: fc.constantFrom(...changes),
          minutes: fc.integer({ min: -2 * 24 * 60, max: 60 }),
          days: fc.subarray([...WEEKDAYS], { minLength: 5 }),
          from: fc.constantFrom('09:00', '00:00', '07:30'),
          holiday: fc.integer({ min: 0, max: 2 }),
        }),
        ({ change, minutes, days, from, holiday }) => {
          const start = change + minutes * MINUTE_MS
          const on = Temporal.Instant.fromEpochMilliseconds(change).toZonedDateTimeISO(timezone).toPlainDate().add({ days: holiday })
          const calendar: BusinessCalendar = { timezone, days, from, to: '10:15', holidays: [on.toString()] }
          const instant = Temporal.Instant.fromEpochMilliseconds(start)
          const after = (text: string) => addDuration(instant, durationOf(text), calendar).epochMilliseconds
          assert.equal(after('1bd'), countedDay(start, calendar), `1bd from ${instant} ${JSON.stringify(calendar)}`)
          assert.equal(after('next_bd'), nextDay(start, calendar), `next_bd from ${instant} ${JSON.stringify(calendar)}`)
        },
      ),
      { seed: 20261121, numRuns: 3 },
    )
  }
})
