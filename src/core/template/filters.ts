/** Filters of liquid that only shape words. */
export const standardFilters: readonly string[] = [
  ...['default', 'upcase', 'downcase', 'capitalize', 'strip', 'truncate', 'truncatewords', 'join', 'first', 'last', 'size', 'sort', 'uniq'],
  ...['replace', 'escape', 'strip_newlines', 'newline_to_br', 'plus', 'minus'],
]

type Filter = (value: unknown, timezone: string, ...rest: unknown[]) => string

const zonedOf = (value: unknown, timezone: string): Temporal.ZonedDateTime | null => {
  if (typeof value !== 'string') return null
  try {
    return Temporal.Instant.from(value).toZonedDateTimeISO(timezone)
  } catch {
    return null
  }
}

const two = (count: number): string => String(count).padStart(2, '0')
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const SHORT = 3

/** What `date: '…'` knows of strftime: enough to write a date and a time in any order. */
const PARTS: Record<string, (at: Temporal.ZonedDateTime) => string> = {
  Y: ({ year }) => String(year),
  m: ({ month }) => two(month),
  d: ({ day }) => two(day),
  '-d': ({ day }) => String(day),
  e: ({ day }) => String(day),
  B: ({ month }) => MONTHS[month - 1] as string,
  b: ({ month }) => (MONTHS[month - 1] as string).slice(0, SHORT),
  A: ({ dayOfWeek }) => DAYS[dayOfWeek - 1] as string,
  a: ({ dayOfWeek }) => (DAYS[dayOfWeek - 1] as string).slice(0, SHORT),
  H: ({ hour }) => two(hour),
  M: ({ minute }) => two(minute),
  S: ({ second }) => two(second),
  Z: ({ timeZoneId }) => timeZoneId,
  '%': () => '%',
}

/**
 * A moment as a time of day with its zone (`time`), as a date, and in full with UTC beside it: on the clock of whoever reads it.
 * What is no moment stays nothing.
 */
export const FILTERS: Record<string, Filter> = {
  time: (value, timezone) => {
    const at = zonedOf(value, timezone)
    return at ? `${two(at.hour)}:${two(at.minute)} ${zoneName(at)}` : ''
  },
  full: (value, timezone) => {
    const at = zonedOf(value, timezone)
    const utc = zonedOf(value, 'UTC')
    if (!at || !utc) return ''
    const day = `${at.day} ${MONTHS[at.month - 1]} ${at.year}`
    const own = `${two(at.hour)}:${two(at.minute)} ${zoneName(at)}`
    return zoneName(at) === 'UTC' ? `${day}, ${own}` : `${day}, ${own} (${two(utc.hour)}:${two(utc.minute)} UTC)`
  },
  date: (value, timezone, format) => {
    const at = zonedOf(value, timezone)
    const wanted = typeof format === 'string' ? format : '%-d %B %Y'
    return at ? wanted.replace(/%(-?[a-zA-Z%])/g, (written: string, part: string) => PARTS[part]?.(at) ?? written) : ''
  },
}

/** `UTC`, `CET`, `GMT+9`: short, as people write it. */
function zoneName(at: Temporal.ZonedDateTime): string {
  if (at.timeZoneId === 'UTC') return 'UTC'
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: at.timeZoneId, timeZoneName: 'short' }).formatToParts(at.epochMilliseconds)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? at.timeZoneId
}
