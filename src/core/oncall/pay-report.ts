import type { DutySpan } from '../duty/spans.ts'
import { dutySpans } from '../duty/spans.ts'
import type { Policy } from '../policy/policy.ts'
import type { Pay } from '../policy/schema/pay.ts'
import { instantOf } from '../time/moment.ts'
import type { PageTaken } from './fairness.ts'
import { schedulesIn } from './fairness.ts'
import type { HourKind } from './hours.ts'
import { hoursOfPerson } from './hours.ts'
import type { Span } from './shifts-between.ts'

export type RateKind = 'hour' | HourKind

/**
 * What one person is paid for one schedule. `minutes` by the rate they are paid at, each minute under exactly one; `amount` in the
 * currency's usual unit, rounded to cents once, at the end.
 */
export type PayLine = {
  schedule: string
  user: string
  currency: string
  minutes: Record<RateKind, number>
  pages: number
  amount: number
}

/** `pages`: the pages taken, each with the schedule that led to it; without one it is paid on the first schedule the person was on. */
export type PayQuestion = { span: Span; schedules?: readonly string[]; pages?: readonly (PageTaken & { schedule?: string })[] }

const MINUTE_MS = 60_000
const HOUR_MINUTES = 60
const CENTS = 100

/**
 * The pay of everybody on call in the span, by schedule and person, to the minute. Schedules without rates, or with `pay: false`, have
 * no lines. Being on call on two paid schedules at once is paid on both.
 */
export function payReport(policy: Policy, { span, schedules, pages = [] }: PayQuestion): PayLine[] {
  const left = new Set(pages)
  return schedulesIn(policy, schedules).flatMap((schedule) => {
    const rates = ratesOf(policy, schedule)
    if (!rates) return []
    const duties = dutySpans(policy, schedule, span)
    const taken = [...left].filter((page) => isDuringAny(page, schedule, duties))
    for (const page of taken) left.delete(page)
    const people = [...new Set(duties.map((each) => each.user))].sort()
    return people.map((user) => lineOf(policy, { schedule, user, rates, duties: ownOf(duties, user), pages: ownOf(taken, user) }))
  })
}

const ownOf = <T extends { user: string }>(all: readonly T[], user: string): T[] => all.filter((each) => each.user === user)

/** What is paid on a schedule: its own rates, else the organisation's; null when it is not paid. */
export function ratesOf({ bundle, schedule }: Policy, scheduleId: string): Pay | null {
  const own = schedule(scheduleId)?.pay
  return own === false ? null : (own ?? bundle.organization.pay ?? null)
}

type Earned = { schedule: string; user: string; rates: Pay; duties: readonly DutySpan[]; pages: readonly PageTaken[] }

function lineOf(policy: Policy, { schedule, user, rates, duties, pages }: Earned): PayLine {
  const hours = hoursOfPerson(policy, user)
  const spent: Record<RateKind, number> = { hour: 0, night: 0, weekend: 0, holiday: 0 }
  for (const { from, to } of duties)
    for (const stretch of hours(instantOf(from).epochMilliseconds, instantOf(to).epochMilliseconds))
      spent[bestPaid(stretch.kinds, rates)] += stretch.end - stretch.start
  const minutes = {
    hour: Math.round(spent.hour / MINUTE_MS),
    night: Math.round(spent.night / MINUTE_MS),
    weekend: Math.round(spent.weekend / MINUTE_MS),
    holiday: Math.round(spent.holiday / MINUTE_MS),
  }
  const kinds = Object.keys(minutes) as RateKind[]
  const forHours = kinds.reduce((sum, kind) => sum + (minutes[kind] * (rates[kind] ?? 0)) / HOUR_MINUTES, 0)
  const amount = Math.round((forHours + pages.length * (rates.page ?? 0)) * CENTS) / CENTS
  return { schedule, user, currency: rates.currency, minutes, pages: pages.length, amount }
}

function isDuringAny({ user, at, schedule }: PageTaken & { schedule?: string }, here: string, duties: readonly DutySpan[]): boolean {
  if (schedule !== undefined && schedule !== here) return false
  return duties.some((duty) => duty.user === user && duty.from <= at && at < duty.to)
}

/** The kind whose rate is the highest of those that apply; an ordinary hour wins a tie. */
function bestPaid(kinds: readonly HourKind[], rates: Pay): RateKind {
  let best: RateKind = 'hour'
  for (const kind of kinds) if ((rates[kind] ?? 0) > (rates[best] ?? 0)) best = kind
  return best
}
