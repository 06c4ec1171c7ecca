import { hash } from 'node:crypto'
import { createPolicy, idOf, type Policy } from '../../../core/policy/policy.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Calendar } from '../../../core/policy/schema/calendar.ts'
import type { Absence } from '../../../core/policy/schema/people.ts'
import type { Override } from '../../../core/policy/schema/schedule.ts'
import { type Moment, momentOf } from '../../../core/time/moment.ts'
import { withAway } from '../rules/away.ts'
import { calendarOf, calendarOfReason, importedOverrideId, importedReason } from '../rules/imported.ts'
import type { CalendarEvent } from './read-calendar.ts'
import { whoIsMeant } from './who-is-meant.ts'

const DIGEST_LENGTH = 12
const LONGEST_WORDS = 80
/** What was served stays in the record of who was on call, as long as anybody counts it. */
const KEPT_DAYS = 400

/** `nameless` are entries that name nobody of the policy. */
export type Filled = { bundle: Bundle; entries: number; nameless: CalendarEvent[] }

/** The bundle with what a calendar says from now on in the place of what it said before. What is over stays as it was. */
export function filledFrom(
  bundle: Bundle,
  { calendar, events }: { calendar: Calendar; events: readonly CalendarEvent[] },
  now: Temporal.Instant,
): Filled {
  const policy = createPolicy(bundle, 0)
  const ahead = events.filter((event) => event.to > momentOf(now))
  const meant = ahead.map((event) => ({ event, users: personsOf(calendar, event, policy) }))
  const nameless = meant.filter(({ users }) => users.length === 0).map(({ event }) => event)
  const usable = meant.filter(({ users }) => users.length > 0)
  const filled = calendar.schedule
    ? withShifts(bundle, { calendar, entries: usable }, now)
    : withAbsences(bundle, { calendar, entries: usable }, now)
  return { bundle: filled, entries: usable.length, nameless }
}

const personsOf = ({ away }: Calendar, event: CalendarEvent, policy: Policy): string[] =>
  away === undefined || away === 'everyone' ? whoIsMeant(event, policy) : [idOf(away)]

type Entries = { calendar: Calendar; entries: readonly { event: CalendarEvent; users: string[] }[] }

const digestOf = (text: string): string => hash('sha256', text).slice(0, DIGEST_LENGTH)
const oldest = (now: Temporal.Instant): Moment => momentOf(now.subtract({ hours: 24 * KEPT_DAYS }))

function withShifts(bundle: Bundle, { calendar, entries }: Entries, now: Temporal.Instant): Bundle {
  const overrides = entries.map(
    ({ event, users }): Override => ({
      id: importedOverrideId(calendar.id, digestOf(JSON.stringify([event.uid, event.from, users]))),
      user: users,
      ...(calendar.as === 'overrides' ? { replaces: 'everyone' } : {}),
      from: event.from,
      to: event.to,
      reason: wordsOf(event, calendar),
    }),
  )
  const isOver = ({ to }: Override): boolean => to <= momentOf(now) && to > oldest(now)
  const schedules = bundle.schedules?.map((schedule) => {
    if (schedule.id !== idOf(calendar.schedule ?? '')) return schedule
    const own = schedule.overrides.filter((each) => calendarOf(each.id) !== calendar.id)
    const over = schedule.overrides.filter((each) => calendarOf(each.id) === calendar.id && isOver(each))
    // Before what people wrote: of two overrides the later one counts.
    return { ...schedule, overrides: [...unique([...over, ...overrides]).sort(byStart), ...own] }
  })
  return { ...bundle, ...(schedules ? { schedules } : {}) }
}

const byStart = (a: { from: Moment }, b: { from: Moment }): number => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)

const unique = (overrides: readonly Override[]): Override[] => [...new Map(overrides.map((each) => [each.id, each])).values()]

function withAbsences(bundle: Bundle, { calendar, entries }: Entries, now: Temporal.Instant): Bundle {
  const byUser = Map.groupBy(
    entries.flatMap(({ event, users }) => users.map((user) => ({ user, event }))),
    ({ user }) => user,
  )
  const isOver = ({ to }: Absence): boolean => to <= momentOf(now) && to > oldest(now)
  return (bundle.users ?? []).reduce((changed, { id }) => {
    const imported = (byUser.get(id) ?? []).map(
      ({ event }): Absence => ({ from: event.from, to: event.to, reason: importedReason(calendar.id, wordsOf(event, calendar)) }),
    )
    const edit = (away: Absence[]): Absence[] =>
      [...away.filter((each) => calendarOfReason(each.reason) !== calendar.id || isOver(each)), ...imported].sort(byStart)
    return withAway(changed, id, edit) ?? changed
  }, bundle)
}

const wordsOf = ({ summary }: CalendarEvent, { name, id }: Calendar): string => {
  const words = summary.replace(/\s+/g, ' ').trim().slice(0, LONGEST_WORDS)
  return words || (name ?? id)
}

/** How much of what a calendar said is still to come. */
export function aheadOf({ bundle }: Policy, { id }: Calendar, now: Temporal.Instant): number {
  const isAhead = ({ to }: { to: Moment }): boolean => to > momentOf(now)
  const overrides = (bundle.schedules ?? [])
    .flatMap((schedule) => schedule.overrides)
    .filter((each) => calendarOf(each.id) === id && isAhead(each))
  const absences = (bundle.users ?? []).flatMap((user) => user.away).filter((each) => calendarOfReason(each.reason) === id && isAhead(each))
  return overrides.length + absences.length
}

/** The bundle without what calendars said that it does not have any more. */
export function withoutStrangers(bundle: Bundle): Bundle {
  const known = new Set((bundle.calendars ?? []).map(({ id }) => id))
  const isStranger = (calendar: string | null): boolean => calendar !== null && !known.has(calendar)
  return {
    ...bundle,
    ...(bundle.schedules
      ? {
          schedules: bundle.schedules.map((each) => ({
            ...each,
            overrides: each.overrides.filter(({ id }) => !isStranger(calendarOf(id))),
          })),
        }
      : {}),
    ...(bundle.users
      ? { users: bundle.users.map((each) => ({ ...each, away: each.away.filter(({ reason }) => !isStranger(calendarOfReason(reason))) })) }
      : {}),
  }
}
