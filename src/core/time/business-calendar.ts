import { instantAt } from './wall-clock.ts'

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'

/** In the order of Temporal's dayOfWeek (1 = Monday). */
export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** Working hours of an organisation: wall clock in `timezone`, `from` inclusive, `to` exclusive, holidays as dates. */
export type BusinessCalendar = { timezone: string; days: Weekday[]; from: string; to: string; holidays: string[] }

export const EVERY_HOUR: BusinessCalendar = { timezone: 'UTC', days: [...WEEKDAYS], from: '00:00', to: '00:00', holidays: [] }

/** A calendar whose every day is a holiday must not hang the search: ten years without a working day is an error. */
const SEARCH_DAYS = 3_660

export const weekdayOf = (date: Temporal.PlainDate): Weekday => WEEKDAYS[date.dayOfWeek - 1] as Weekday

type Hours = { start: Temporal.Instant; end: Temporal.Instant }

function isWorkingDay(date: Temporal.PlainDate, calendar: BusinessCalendar): boolean {
  return calendar.days.includes(weekdayOf(date)) && !calendar.holidays.includes(date.toString())
}

/** The working hours of one date, null on a free day. Equal `from` and `to` are 24 hours; an earlier `to` ends on the next day. */
function hoursOf(date: Temporal.PlainDate, calendar: BusinessCalendar): Hours | null {
  if (!isWorkingDay(date, calendar)) return null
  const from = Temporal.PlainTime.from(calendar.from)
  const to = Temporal.PlainTime.from(calendar.to)
  const lastDate = Temporal.PlainTime.compare(to, from) <= 0 ? date.add({ days: 1 }) : date
  return {
    start: instantAt(date.toPlainDateTime(from), calendar.timezone),
    end: instantAt(lastDate.toPlainDateTime(to), calendar.timezone),
  }
}

/** Working hours that end after `instant`, in order, the first cut to begin no earlier than `instant`. */
function* hoursFrom(instant: Temporal.Instant, calendar: BusinessCalendar): Generator<Hours & { date: Temporal.PlainDate }> {
  const today = instant.toZonedDateTimeISO(calendar.timezone).toPlainDate()
  for (let offset = -1; offset < SEARCH_DAYS; offset++) {
    const date = today.add({ days: offset })
    const hours = hoursOf(date, calendar)
    if (!hours || Temporal.Instant.compare(hours.end, instant) <= 0) continue
    const start = Temporal.Instant.compare(hours.start, instant) < 0 ? instant : hours.start
    yield { start, end: hours.end, date }
  }
  throw new RangeError('the business calendar has no working day in ten years; give `business_hours.days` at least one day')
}

export function isBusinessHours(instant: Temporal.Instant, calendar: BusinessCalendar): boolean {
  const today = instant.toZonedDateTimeISO(calendar.timezone).toPlainDate()
  return [today.subtract({ days: 1 }), today].some((date) => {
    const hours = hoursOf(date, calendar)
    return hours !== null && Temporal.Instant.compare(hours.start, instant) <= 0 && Temporal.Instant.compare(instant, hours.end) < 0
  })
}

/** `count` working days' worth of business hours later: 1bd from Friday 16:00 (9 to 17) is Monday 16:00. */
export function addBusinessDays(instant: Temporal.Instant, count: number, calendar: BusinessCalendar): Temporal.Instant {
  let left = count * workingDayMs(calendar)
  if (left === 0) return instant
  for (const { start, end } of hoursFrom(instant, calendar)) {
    const length = end.epochMilliseconds - start.epochMilliseconds
    if (left <= length) return start.add({ milliseconds: left })
    left -= length
  }
  return instant
}

/** The end of the first working day after the day `instant` falls on (in the calendar's zone). */
export function endOfNextBusinessDay(instant: Temporal.Instant, calendar: BusinessCalendar): Temporal.Instant {
  const today = instant.toZonedDateTimeISO(calendar.timezone).toPlainDate()
  for (const { date, end } of hoursFrom(instant, calendar)) if (Temporal.PlainDate.compare(date, today) > 0) return end
  return instant
}

/** The working hours within a stretch (milliseconds since 1970, half-open), cut to it, in order. */
export function businessHoursBetween(
  calendar: BusinessCalendar,
  { start, end }: { start: number; end: number },
): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  const first = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(calendar.timezone).toPlainDate().subtract({ days: 1 })
  for (let date = first; instantAt(date.toPlainDateTime(), calendar.timezone).epochMilliseconds < end; date = date.add({ days: 1 })) {
    const hours = hoursOf(date, calendar)
    if (!hours) continue
    const cut = { start: Math.max(start, hours.start.epochMilliseconds), end: Math.min(end, hours.end.epochMilliseconds) }
    if (cut.start < cut.end) found.push(cut)
  }
  return found
}

function workingDayMs(calendar: BusinessCalendar): number {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  const length = minutes(calendar.to) - minutes(calendar.from)
  return (length > 0 ? length : length + 24 * 60) * 60_000
}
