import type { Layer } from '../policy/schema/schedule.ts'
import { WEEKDAYS } from '../time/business-calendar.ts'
import { durationMs } from '../time/duration.ts'
import { DAY_MS } from '../time/zone-clock.ts'
import { millisecondsOf } from './week-windows.ts'

/**
 * The beat of a rotation on the wall clock: units numbered from 0, each beginning where the last ends, in local
 * milliseconds. When the first hand-off is later than `starts`, unit 0 is the shorter stretch before it.
 */
export type Pace = {
  startOf(unit: number): number
  unitAt(local: number): number
  isFirstShort: boolean
  /** How long a unit is, null for months. */
  length: number | null
}

const HOUR = 3_600_000
const WEEK = 7 * DAY_MS
const UNIT = { hourly: HOUR, daily: DAY_MS, weekly: WEEK } as const

/** 1970-01-05 was a Monday: where weeks on the local line begin. */
const FIRST_MONDAY = 4 * DAY_MS

export function paceOf(layer: Layer): Pace {
  const starts = localOf(layer.starts)
  const { rotation, handoff } = layer
  const at = handoff?.at === undefined ? undefined : millisecondsOf(handoff.at)
  if (rotation === 'monthly') return monthly(starts, 1, { day: typeof handoff?.day === 'number' ? handoff.day : undefined, at })
  if (typeof rotation === 'object' && rotation.unit === 'mo') return monthly(starts, rotation.amount, { at })
  const length = typeof rotation === 'object' ? durationMs(rotation) : UNIT[rotation]
  const day = rotation === 'weekly' && typeof handoff?.day === 'string' ? WEEKDAYS.indexOf(handoff.day) : undefined
  return even(starts, length, firstHandoff(starts, day, length < DAY_MS ? undefined : at))
}

/** The first hand-off at or after `starts`: on that weekday and at that time, each taken from `starts` when not given. */
function firstHandoff(starts: number, weekday: number | undefined, time: number | undefined): number {
  const at = time ?? modulo(starts, DAY_MS)
  if (weekday === undefined) return starts + modulo(at - modulo(starts, DAY_MS), DAY_MS)
  return starts + modulo(FIRST_MONDAY + weekday * DAY_MS + at - starts, WEEK)
}

function even(starts: number, length: number, first: number): Pace {
  const isFirstShort = first > starts
  const origin = isFirstShort ? first - length : first
  return {
    isFirstShort,
    length,
    startOf: (unit) => Math.max(starts, origin + unit * length),
    unitAt: (local) => Math.max(0, Math.floor((local - origin) / length)),
  }
}

type MonthlyHandoff = { day?: number | undefined /** Milliseconds of the day. */; at?: number | undefined }

function monthly(starts: number, months: number, handoff: MonthlyHandoff): Pace {
  const begin = plainOf(starts)
  const at = handoff.at ?? modulo(starts, DAY_MS)
  // The last day stands in where a month is shorter than the day of the hand-off.
  const handoffIn = (month: number): number => {
    const firstDay = new Temporal.PlainDate(Math.floor(month / 12), modulo(month, 12) + 1, 1)
    const date = firstDay.with({ day: Math.min(handoff.day ?? begin.day, firstDay.daysInMonth) })
    return localOf(date.toPlainDateTime()) + at
  }
  const startMonth = begin.year * 12 + begin.month - 1
  const firstMonth = handoffIn(startMonth) >= starts ? startMonth : startMonth + 1
  const isFirstShort = handoffIn(firstMonth) > starts
  const origin = isFirstShort ? firstMonth - months : firstMonth
  const startOf = (unit: number) => Math.max(starts, handoffIn(origin + unit * months))
  return {
    isFirstShort,
    length: null,
    startOf,
    unitAt: (local) => {
      const date = plainOf(local)
      const guess = Math.floor((date.year * 12 + date.month - 1 - origin) / months)
      return Math.max(0, startOf(guess) > local ? guess - 1 : guess)
    },
  }
}

export const modulo = (value: number, by: number): number => ((value % by) + by) % by

const plainOf = (local: number): Temporal.PlainDateTime =>
  Temporal.Instant.fromEpochMilliseconds(local).toZonedDateTimeISO('UTC').toPlainDateTime()

export const localOf = (written: string | Temporal.PlainDateTime): number =>
  Temporal.PlainDateTime.from(written).toZonedDateTime('UTC').epochMilliseconds
