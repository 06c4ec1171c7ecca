import { spanInWords, timeInWords } from '../../../../core/oncall/calendar-words.ts'

/** A stretch of time that something is said about. */
export type Stretch = { start: number; end: number }

/** The same thing at the same hours of several weeks, said once. */
export type Repeated<T> = { items: T[]; when: string; dates: string }

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const zoned = (ms: number, zone: string): Temporal.ZonedDateTime => Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone)

/**
 * Groups stretches that lie at the same hours of the week and are alike (`sameAs`): `when` is "Sunday 16:00 to 24:00", `dates`
 * "15 and 22 Nov". What happens once says its date in `when` and nothing in `dates`.
 */
export function repeatedIn<T extends Stretch>(items: readonly T[], zone: string, sameAs: (item: T) => string): Repeated<T>[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const [start, end] = [zoned(item.start, zone), zoned(item.end, zone)]
    const key = `${start.dayOfWeek} ${timeInWords(start)} ${timeInWords(end)} ${daysBetween(start, end)} ${sameAs(item)}`
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()].map((group) => {
    const first = group[0] as T
    if (group.length === 1) return { items: group, when: whenOnce(first, zone), dates: '' }
    return { items: group, when: hoursOfWeek(first, zone), dates: datesInWords(group.map((each) => zoned(each.start, zone))) }
  })
}

const daysBetween = (start: Temporal.ZonedDateTime, end: Temporal.ZonedDateTime): number =>
  start.toPlainDate().until(end.toPlainDate()).total('days')

const isMidnight = (moment: Temporal.ZonedDateTime): boolean => timeInWords(moment) === '00:00'

/** "Sunday 15 Nov 16:00 to 24:00", "Tuesday 24 Nov" */
function whenOnce({ start, end }: Stretch, zone: string): string {
  const [from, to] = [zoned(start, zone), zoned(end, zone)]
  const words = spanInWords(from.toInstant(), to.toInstant(), zone)
  if (!isMidnight(to) || isMidnight(from) || daysBetween(from, to) !== 1) return words
  return `${words.slice(0, words.indexOf(' to '))} to 24:00`
}

/** "Sunday 16:00 to 24:00", "Sunday 16:00 to Monday 08:00", "Saturday to Sunday" */
export function hoursOfWeek({ start, end }: Stretch, zone: string): string {
  const [from, to] = [zoned(start, zone), zoned(end, zone)]
  const endsDay = isMidnight(to)
  const last = endsDay ? to.subtract({ days: 1 }) : to
  const isOneDay = last.toPlainDate().equals(from.toPlainDate())
  const [firstDay, lastDay] = [DAYS[from.dayOfWeek - 1], DAYS[last.dayOfWeek - 1]]
  if (isMidnight(from) && endsDay) return isOneDay ? `${firstDay}` : `${firstDay} to ${lastDay}`
  const until = endsDay ? '24:00' : timeInWords(to)
  return `${firstDay} ${timeInWords(from)} to ${isOneDay ? until : `${lastDay} ${until}`}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "15 and 22 Nov", "29 Nov, 6 and 13 Dec" */
function datesInWords(dates: readonly Temporal.ZonedDateTime[]): string {
  const words = dates.map(({ day, month }, i) => (dates[i + 1]?.month === month ? `${day}` : `${day} ${MONTHS[month - 1]}`))
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

const WEEK_MS = 604_800_000

/** How many of these moments fell into the hours of the week that the stretch covers. */
export function countAtHours(moments: readonly string[], { start, end }: Stretch, zone: string): number {
  if (end - start >= WEEK_MS) return moments.length
  const begin = weekMs(start, zone)
  const length = end - start
  return moments.filter((moment) => (weekMs(Date.parse(moment), zone) - begin + WEEK_MS) % WEEK_MS < length).length
}

/** Milliseconds since Monday 00:00 on the wall. */
export function weekMs(ms: number, zone: string): number {
  const at = zoned(ms, zone)
  const minutes = ((at.dayOfWeek - 1) * 24 + at.hour) * 60 + at.minute
  return minutes * 60_000 + at.second * 1000
}
