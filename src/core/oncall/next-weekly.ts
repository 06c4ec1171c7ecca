import { instantAt } from '../time/wall-clock.ts'

/** ISO weekday, 1 = Monday, and a time of the day on the wall clock of a zone. */
export type WeeklyTime = { timezone: string; day: number; at: string }

/** The first moment strictly after `from` at which that wall clock shows that weekday and time. */
export function nextWeekly(from: Temporal.Instant, { timezone, day, at }: WeeklyTime): Temporal.Instant {
  const today = from.toZonedDateTimeISO(timezone).toPlainDate()
  const first = today.add({ days: (day - today.dayOfWeek + 7) % 7 })
  const time = Temporal.PlainTime.from(at)
  const due = instantAt(first.toPlainDateTime(time), timezone)
  return Temporal.Instant.compare(due, from) > 0 ? due : instantAt(first.add({ weeks: 1 }).toPlainDateTime(time), timezone)
}
