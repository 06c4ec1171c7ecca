import type { WeekWindow } from '../policy/schema/primitives.ts'
import type { Weekday } from '../time/business-calendar.ts'
import { WEEKDAYS } from '../time/business-calendar.ts'
import type { ZoneClock } from '../time/zone-clock.ts'
import { DAY_MS } from '../time/zone-clock.ts'

/**
 * Hours of the week on a wall clock. A window that passes midnight belongs to the day it starts on; equal start and end
 * are 24 hours. Everything in milliseconds.
 */
export type Windows = {
  holds(epoch: number): boolean
  /** The next moment at which a window opens or closes. */
  nextEdge(epoch: number): number
  /** Whether a stretch of local time meets a window at all. */
  meetsLocal(start: number, end: number): boolean
}

type Hours = { days: ReadonlySet<number>; from: number; length: number }

/** 1970-01-01 was a Thursday: the index of its weekday, Monday being 0. */
const FIRST_WEEKDAY = 3
const WEEK = 7

export function compileWindows(windows: readonly WeekWindow[], clock: ZoneClock, isFree: (day: number) => boolean = () => false): Windows {
  const hours = windows.map(readHours)
  const opensOn = (each: Hours, day: number) => each.days.has(weekdayIndex(day)) && !isFree(day)
  const spanOn = (each: Hours, day: number) => {
    const start = day * DAY_MS + each.from
    return { start: clock.epochAt(start), end: clock.epochAt(start + each.length) }
  }
  const holdsIn = (each: Hours, epoch: number): boolean => {
    const today = dayOf(clock.localAt(epoch))
    // A doubled hour at midnight can put the local day one back, a window past midnight two.
    for (let day = today - 2; day <= today; day++) {
      const { start, end } = opensOn(each, day) ? spanOn(each, day) : NEVER
      if (start <= epoch && epoch < end) return true
    }
    return false
  }
  const nextEdgeOf = (each: Hours, epoch: number): number => {
    const today = dayOf(clock.localAt(epoch))
    let next = Number.POSITIVE_INFINITY
    for (let day = today - 2; day <= today + WEEK + 1 && next === Number.POSITIVE_INFINITY; day++) {
      if (!opensOn(each, day)) continue
      const { start, end } = spanOn(each, day)
      // The end of this window may come after the start of the next day's.
      const following = opensOn(each, day + 1) ? spanOn(each, day + 1).start : Number.POSITIVE_INFINITY
      next = Math.min(...[start, end, following].filter((edge) => edge > epoch))
    }
    // Holidays can empty more than a week: look again from its end.
    return next === Number.POSITIVE_INFINITY && each.days.size > 0 ? epoch + WEEK * DAY_MS : next
  }
  // Between two edges nothing changes, and whoever asks about one moment asks about its neighbours next.
  let known = { from: Number.NaN, to: Number.NaN, isOpen: false }
  const around = (epoch: number) => {
    if (known.from <= epoch && epoch < known.to) return known
    const to = Math.min(...hours.map((each) => nextEdgeOf(each, epoch)))
    known = { from: epoch, to, isOpen: hours.some((each) => holdsIn(each, epoch)) }
    return known
  }
  return {
    holds: (epoch) => around(epoch).isOpen,
    nextEdge: (epoch) => around(epoch).to,
    meetsLocal: (start, end) => hours.some((each) => meets(each, start, end)),
  }
}

const NEVER = { start: Number.POSITIVE_INFINITY, end: Number.POSITIVE_INFINITY }

function readHours({ days, from, to }: WeekWindow): Hours {
  const start = millisecondsOf(from)
  const length = millisecondsOf(to) - start
  const chosen: readonly Weekday[] = days.length > 0 ? days : WEEKDAYS
  return { days: new Set(chosen.map((day) => WEEKDAYS.indexOf(day))), from: start, length: length > 0 ? length : length + DAY_MS }
}

function meets({ days, from, length }: Hours, start: number, end: number): boolean {
  // A stretch of eight days has met every weekday.
  const last = Math.min(dayOf(end), dayOf(start) + WEEK)
  for (let day = dayOf(start) - 1; day <= last; day++) {
    const opens = day * DAY_MS + from
    if (days.has(weekdayIndex(day)) && opens < end && start < opens + length) return true
  }
  return false
}

const dayOf = (local: number): number => Math.floor(local / DAY_MS)

const weekdayIndex = (day: number): number => (((day + FIRST_WEEKDAY) % WEEK) + WEEK) % WEEK

export const millisecondsOf = (timeOfDay: string): number => (Number(timeOfDay.slice(0, 2)) * 60 + Number(timeOfDay.slice(3, 5))) * 60_000
