import { type BusinessCalendar, isBusinessHours, weekdayOf } from './business-calendar.ts'

/** A calendar without a working day in this many days has none that anybody should wait for. */
const searchDays = 60

/** The first instant from `instant` on that lies in business hours; `instant` itself when none comes within 60 days. */
export function nextBusinessStart(instant: Temporal.Instant, calendar: BusinessCalendar): Temporal.Instant {
  if (isBusinessHours(instant, calendar)) return instant
  const today = instant.toZonedDateTimeISO(calendar.timezone).toPlainDate()
  for (let days = 0; days <= searchDays; days += 1) {
    const date = today.add({ days })
    if (!calendar.days.includes(weekdayOf(date)) || calendar.holidays.includes(date.toString())) continue
    const start = date.toZonedDateTime({ timeZone: calendar.timezone, plainTime: calendar.from }).toInstant()
    if (Temporal.Instant.compare(start, instant) > 0) return start
  }
  return instant
}
