import type { DutySpan } from '../duty/spans.ts'
import { dutySpans } from '../duty/spans.ts'
import type { Policy } from '../policy/policy.ts'
import type { Moment } from '../time/moment.ts'
import { instantOf } from '../time/moment.ts'
import type { HourKind } from './hours.ts'
import { hoursOfPerson } from './hours.ts'
import type { Span } from './shifts-between.ts'

/** A page that somebody got. */
export type PageTaken = { user: string; at: Moment }

/** `schedules`: only these (all when absent); `pages`: what the delivery ledger has of the span. */
export type LoadQuestion = { span: Span; schedules?: readonly string[]; pages?: readonly PageTaken[] }

/**
 * What a person carried in a span, in minutes on call. Being on two schedules at once counts once. A minute of a Saturday night is
 * both night and weekend. `nights`, `weekends` and `holidays` count the dates touched, on the person's own clock.
 */
export type Load = {
  user: string
  minutes: number
  nightMinutes: number
  weekendMinutes: number
  holidayMinutes: number
  nights: number
  weekends: number
  holidays: number
  shifts: number
  pages: number
  nightPages: number
}

const MINUTE_MS = 60_000

/** The schedules that count: all of the policy, or those named. */
export const schedulesIn = (policy: Policy, named?: readonly string[]): string[] =>
  named ? named.flatMap((each) => policy.schedule(each)?.id ?? []) : (policy.bundle.schedules ?? []).map((each) => each.id)

/** Everybody on call or paged in the span, the most burdened first. */
export function loadsOf(policy: Policy, { span, schedules, pages = [] }: LoadQuestion): Load[] {
  const duties = schedulesIn(policy, schedules).flatMap((schedule) => dutySpans(policy, schedule, span))
  const paged = pages.filter(({ at }) => isWithin(instantOf(at), span))
  const people = new Set([...duties.map((each) => each.user), ...paged.map((each) => each.user)])
  const loads = [...people].map((user) =>
    loadOf(policy, {
      user,
      duties: duties.filter((each) => each.user === user),
      pages: paged.filter((each) => each.user === user).map((each) => instantOf(each.at).epochMilliseconds),
    }),
  )
  return loads.sort((a, b) => b.minutes - a.minutes || b.pages - a.pages || a.user.localeCompare(b.user))
}

const isWithin = (at: Temporal.Instant, { from, to }: Span): boolean =>
  Temporal.Instant.compare(from, at) <= 0 && Temporal.Instant.compare(at, to) < 0

function loadOf(policy: Policy, { user, duties, pages }: { user: string; duties: readonly DutySpan[]; pages: readonly number[] }): Load {
  const hours = hoursOfPerson(policy, user)
  const zone = policy.user(user)?.timezone ?? policy.bundle.organization.timezone
  const spent: Record<HourKind | 'all', number> = { all: 0, night: 0, weekend: 0, holiday: 0 }
  const dates: Record<HourKind, Set<string>> = { night: new Set(), weekend: new Set(), holiday: new Set() }
  for (const stretch of joined(duties).flatMap(([start, end]) => hours(start, end))) {
    spent.all += stretch.end - stretch.start
    for (const kind of stretch.kinds) {
      spent[kind] += stretch.end - stretch.start
      dates[kind].add(dateFor(kind, stretch.start, zone))
    }
  }
  return {
    user,
    minutes: minutesOf(spent.all),
    nightMinutes: minutesOf(spent.night),
    weekendMinutes: minutesOf(spent.weekend),
    holidayMinutes: minutesOf(spent.holiday),
    nights: dates.night.size,
    weekends: dates.weekend.size,
    holidays: dates.holiday.size,
    shifts: duties.length,
    pages: pages.length,
    nightPages: pages.filter((at) => hours(at, at + 1)[0]?.kinds.includes('night')).length,
  }
}

const minutesOf = (milliseconds: number): number => Math.round(milliseconds / MINUTE_MS)

/** Noon of the day before is nearer to the hours after midnight: a night has the date of its evening, a weekend that of its Saturday. */
function dateFor(kind: HourKind, epoch: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(zone).toPlainDateTime()
  if (kind === 'night') return local.subtract({ hours: 12 }).toPlainDate().toString()
  const date = local.toPlainDate()
  return (kind === 'weekend' && date.dayOfWeek === 7 ? date.subtract({ days: 1 }) : date).toString()
}

/** Spans of time, those that meet made one. */
function joined(duties: readonly DutySpan[]): [start: number, end: number][] {
  const spans: [number, number][] = []
  const ordered = duties.map(({ from, to }) => [instantOf(from).epochMilliseconds, instantOf(to).epochMilliseconds] as [number, number])
  for (const [start, end] of ordered.toSorted((a, b) => a[0] - b[0])) {
    const last = spans.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else spans.push([start, end])
  }
  return spans
}

export type Measure = 'minutes' | 'nightMinutes' | 'weekendMinutes' | 'holidayMinutes' | 'pages'

/** How even one measure is: `share` is each person's over the mean (1 is exactly even), `worst` who has most. */
export type Balance = {
  measure: Measure
  mean: number
  worst: { user: string; share: number } | null
  shares: { user: string; share: number }[]
}

const MEASURES: readonly Measure[] = ['minutes', 'nightMinutes', 'weekendMinutes', 'holidayMinutes', 'pages']

/** Who carries how much of the average, measure by measure; a measure that nobody has is even. `among` are people who might serve but do not. */
export function balanceOf(loads: readonly Load[], among: readonly string[] = []): Balance[] {
  const people = [...new Set([...loads.map((each) => each.user), ...among])]
  return MEASURES.map((measure) => {
    const amount = (user: string) => loads.find((each) => each.user === user)?.[measure] ?? 0
    const mean = people.reduce((sum, user) => sum + amount(user), 0) / Math.max(1, people.length)
    const shares = people.map((user) => ({ user, share: mean === 0 ? 1 : amount(user) / mean }))
    const [worst] = shares.toSorted((a, b) => b.share - a.share)
    return { measure, mean, worst: worst ?? null, shares }
  })
}
