/** Days and times as people say them, in one zone. Written by hand: formatting by locale differs between machines. */
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Tuesday 24 Nov` */
export const dayInWords = (date: Temporal.PlainDate): string => `${DAYS[date.dayOfWeek - 1]} ${date.day} ${MONTHS[date.month - 1]}`

/** `09:00` */
export const timeInWords = (moment: Temporal.ZonedDateTime): string => moment.toPlainTime().toString({ smallestUnit: 'minute' })

/**
 * `Tuesday 24 Nov`, `Tuesday 24 Nov 09:00–17:00`, `Sunday 22 Nov to Saturday 28 Nov` or
 * `Monday 23 Nov 09:00 to Monday 30 Nov 09:00`: whole days without their hours, the last day being one that belongs to it.
 */
export function spanInWords(from: Temporal.Instant, to: Temporal.Instant, timezone: string): string {
  const [start, end] = [from.toZonedDateTimeISO(timezone), to.toZonedDateTimeISO(timezone)]
  const [first, last] = [start.toPlainDate(), end.toPlainDate()]
  if (isDayStart(start) && isDayStart(end)) {
    const inclusive = last.subtract({ days: 1 })
    return inclusive.equals(first) ? dayInWords(first) : `${dayInWords(first)} to ${dayInWords(inclusive)}`
  }
  if (first.equals(last)) return `${dayInWords(first)} ${timeInWords(start)}–${timeInWords(end)}`
  return `${dayInWords(first)} ${timeInWords(start)} to ${dayInWords(last)} ${timeInWords(end)}`
}

const isDayStart = (moment: Temporal.ZonedDateTime): boolean => moment.equals(moment.startOfDay())
