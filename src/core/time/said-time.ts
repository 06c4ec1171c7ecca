import { type Duration, durationMs, durationOf, parseDuration } from './duration.ts'
import { isBefore } from './moment.ts'
import { instantAt } from './wall-clock.ts'

const UNITS: readonly [RegExp, 's' | 'm' | 'h' | 'd' | 'w' | 'bd'][] = [
  [/^s(?:ec(?:ond)?s?)?$/, 's'],
  [/^m(?:in(?:ute)?s?)?$/, 'm'],
  [/^h(?:(?:ou)?rs?)?$/, 'h'],
  [/^d(?:ays?)?$/, 'd'],
  [/^w(?:ee)?ks?$|^w$/, 'w'],
  [/^bd$|^(?:business|working) ?days?$/, 'bd'],
]

const NUMBERS: Readonly<Record<string, number>> = {
  ...{ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, twelve: 12 },
  ...{ fifteen: 15, twenty: 20, thirty: 30, forty: 40, 'forty-five': 45, fifty: 50, sixty: 60, ninety: 90 },
}

/** Words around a time that change nothing: `in about 30 min`, `within the hour`. */
const AROUND = /^(?:(?:in|within|by|at|until|before|about|around|approximately|another|~)\s+|~)+/

const PART =
  /^(half an?|\d+(?:[.,]\d+)?|[a-z]+(?:-[a-z]+)?)\s*((?:business|working) ?days?|[a-z]+)?(?: and a (half))?(?:\s*,?\s*(?:and\s+)?|$)/

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ')

/** `45m`, `45 min`, `1h30m`, `1 hour and 30 minutes`, `half an hour`, `2 business days` as the language writes it; null when it is no span. */
export function spanSaid(text: string): Duration | null {
  const said = plain(text).replace(AROUND, '')
  const written = parseDuration(said)
  if (written) return written
  let rest = said.replace(/(\d)([a-z])/g, '$1 $2').replace(/([a-z])(\d)/g, '$1 $2')
  const parts: Duration[] = []
  while (rest !== '') {
    const [all, amount = '', unit = '', half] = PART.exec(rest) ?? []
    const part = all ? partOf({ amount, unit, isHalfMore: half === 'half' }) : null
    if (!part) return null
    parts.push(part)
    rest = rest.slice(all?.length).trim()
  }
  const [first] = parts
  if (!first || parts.length === 1) return first ?? null
  if (parts.some(({ unit }) => unit === 'bd')) return null
  return ofMs(parts.reduce((sum, part) => sum + durationMs(part), 0))
}

function partOf({ amount, unit, isHalfMore }: { amount: string; unit: string; isHalfMore: boolean }): Duration | null {
  const named = UNITS.find(([pattern]) => pattern.test(unit))?.[1]
  const written = /^half/.test(amount) ? 0.5 : (NUMBERS[amount] ?? Number(amount.replace(',', '.')))
  const many = written + (isHalfMore ? 0.5 : 0)
  if (!named || Number.isNaN(many)) return null
  if (Number.isInteger(many)) return parseDuration(`${many}${named}`)
  return named === 'bd' ? null : ofMs(many * durationMs(durationOf(`1${named}`)))
}

const MINUTE_MS = 60_000

/** In whole minutes where it can be. */
const ofMs = (ms: number): Duration | null => parseDuration(ms % MINUTE_MS === 0 ? `${ms / MINUTE_MS}m` : `${Math.round(ms / 1_000)}s`)

const CLOCK = /^(\d{1,2})(?::(\d\d))? ?([ap]m)?$/

/** `14:30`, `by 14:30`, `2 pm`; null when it is no time of day. */
export function clockSaid(text: string): Temporal.PlainTime | null {
  const [, hours, minutes, half] = CLOCK.exec(plain(text).replace(AROUND, '')) ?? []
  if (hours === undefined || (minutes === undefined && half === undefined)) return null
  const said = Number(hours)
  if (half ? said < 1 || said > 12 : said > 23) return null
  const hour = half ? (said % 12) + (half === 'pm' ? 12 : 0) : said
  return Number(minutes ?? 0) > 59 ? null : Temporal.PlainTime.from({ hour, minute: Number(minutes ?? 0) })
}

/** What a span or a time of day is kept as until its moment is asked for: `90m`, `by 14:30`; null when it is neither. */
export function promiseSaid(text: string): string | null {
  const span = spanSaid(text)
  if (span) return span.text
  const clock = clockSaid(text)
  return clock && `by ${clock.toString({ smallestUnit: 'minute' })}`
}

/** Whether somebody seems to have meant a time: a number alone or with a unit, a time of day, a few minutes; with little after it. */
export function isLikeTime(text: string): boolean {
  const said = plain(text)
  const rest = said.replace(AROUND, '')
  return said.split(' ').length <= MOST_WORDS_OF_A_TIME && LIKE_TIME.some((pattern) => pattern.test(rest))
}

const LIKE_TIME = [
  /^\d+(?:[.,:]\d+)?$/,
  /^\d+(?::\d\d|\s*[-–]\s*\d+|(?:[.,]\d+)?\s*(?:[smhdw]|secs?|mins?|minutes?|hrs?|hours?|days?|weeks?|bd|[ap]m|o'clock|business|working)\b)/,
  /^(?:(?:half|an?|one|two|three|some|few|couple|a few|a couple of|half an?) )+(?:min|hour|hr|day|business|working)/,
]

const MOST_WORDS_OF_A_TIME = 6

type Here = { now: Temporal.Instant; timezone: string }

/** The next time that the clock shows it. */
export function nextAt(clock: Temporal.PlainTime, { now, timezone }: Here): Temporal.Instant {
  const today = now.toZonedDateTimeISO(timezone).toPlainDate()
  const at = instantAt(today.toPlainDateTime(clock), timezone)
  return isBefore(now, at) ? at : instantAt(today.add({ days: 1 }).toPlainDateTime(clock), timezone)
}

/** `14:02` (the last time it was), `2026-02-10 14:02`, `10 min ago` or RFC 3339 as an instant; null when it is none. */
export function pastSaid(text: string, { now, timezone }: Here): Temporal.Instant | null {
  const said = plain(text)
  const ago = /^(.+) ago$/.exec(said)?.[1]
  const span = ago ? spanSaid(ago) : null
  if (span && span.unit !== 'bd') return now.subtract({ milliseconds: durationMs(span) })
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[ t](\d\d:\d\d)$/.exec(said) ?? []
  const clock = clockSaid(time ?? said)
  try {
    if (day && clock) return instantAt(Temporal.PlainDate.from(day).toPlainDateTime(clock), timezone)
    if (!clock) return Temporal.Instant.from(text.trim())
  } catch {
    return null
  }
  const today = now.toZonedDateTimeISO(timezone).toPlainDate()
  const at = instantAt(today.toPlainDateTime(clock), timezone)
  return isBefore(now, at) ? instantAt(today.subtract({ days: 1 }).toPlainDateTime(clock), timezone) : at
}
