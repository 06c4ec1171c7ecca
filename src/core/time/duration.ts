import type { BusinessCalendar } from './business-calendar.ts'
import { addBusinessDays, endOfNextBusinessDay } from './business-calendar.ts'

export type DurationUnit = 's' | 'm' | 'h' | 'd' | 'w' | 'mo' | 'y' | 'bd' | 'next_bd'

/** A span of time in the unit it was written in: `{ text: '15m', amount: 15, unit: 'm' }`. */
export type Duration = { text: string; unit: DurationUnit; amount: number }

/** "Immediately" is no number; five minutes is what the language makes of it, and `lint` says so. */
export const IMMEDIATELY_MINUTES = 5

const WRITTEN = /^(\d{1,6})(s|m|h|d|w|mo|y|bd)$/

const MS: Record<DurationUnit, number> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  mo: 30 * 86_400_000, // nominal: exact months need a calendar, see addDuration
  y: 365 * 86_400_000,
  bd: 86_400_000,
  next_bd: 86_400_000,
}

const CALENDAR_PART = { d: 'days', w: 'weeks', mo: 'months', y: 'years' } as const

/** Reads `90s 15m 2h 3d 2w 1mo 1y 1bd next_bd immediately`; null when the text is none of these. */
export function parseDuration(text: string): Duration | null {
  if (text === 'immediately') return { text, unit: 'm', amount: IMMEDIATELY_MINUTES }
  if (text === 'next_bd') return { text, unit: 'next_bd', amount: 1 }
  const match = WRITTEN.exec(text)
  return match ? { text, unit: match[2] as DurationUnit, amount: Number(match[1]) } : null
}

/** For code that writes a duration itself. Throws a RangeError on anything the language does not know. */
export function durationOf(text: string): Duration {
  const duration = parseDuration(text)
  if (!duration) throw new RangeError(`"${text}" is not a duration; write 90s, 15m, 2h, 3d, 2w, 1mo, 1y, 1bd, next_bd or immediately`)
  return duration
}

/** Nominal length in milliseconds (a day is 24 h, a month 30 d): for comparing and showing, not for due moments. */
export const durationMs = (duration: Duration): number => duration.amount * MS[duration.unit]

/**
 * The instant `duration` after `instant`. Seconds to hours are elapsed time; days and longer are wall-clock
 * in the calendar's zone (same hour over a clock change); `bd` and `next_bd` follow business hours and holidays.
 */
export function addDuration(instant: Temporal.Instant, duration: Duration, calendar: BusinessCalendar): Temporal.Instant {
  const { unit, amount } = duration
  if (unit === 's' || unit === 'm' || unit === 'h') return instant.add({ milliseconds: amount * MS[unit] })
  if (unit === 'bd') return addBusinessDays(instant, amount, calendar)
  if (unit === 'next_bd') return endOfNextBusinessDay(instant, calendar)
  return instant
    .toZonedDateTimeISO(calendar.timezone)
    .add({ [CALENDAR_PART[unit]]: amount })
    .toInstant()
}
