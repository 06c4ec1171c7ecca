import type { Policy } from '../policy/policy.ts'
import type { Weekday } from '../time/business-calendar.ts'
import { WEEKDAYS } from '../time/business-calendar.ts'
import type { Moment } from '../time/moment.ts'
import { momentOf } from '../time/moment.ts'
import { DAY_MS } from '../time/zone-clock.ts'
import { spanInWords } from './calendar-words.ts'
import type { Duty } from './duty.ts'
import { dutiesBetween, schedulesIn } from './duty.ts'
import { nextWeekly } from './next-weekly.ts'
import type { Span } from './shifts-between.ts'

/** One's own shift; `end` is null when it goes on for longer than five weeks. */
export type OwnShift = { schedule: string; start: Moment; end: Moment | null }

/**
 * Something a person should be told about their shifts. `key` is the same whenever the same notice is computed again: who sends it
 * sends each key once. `words` are in the person's zone.
 */
export type ShiftNotice = { key: string; user: string; at: Moment; words: string } & (
  | { kind: 'digest'; shifts: OwnShift[] }
  | { kind: 'soon' | 'start' | 'end'; shift: OwnShift }
  | { kind: 'changed'; gained: OwnShift[]; lost: OwnShift[] }
)

/** When notices come: the digest at a time of the person's week, `soon` so long before a shift. */
export type NoticeTimes = { digest: { day: Weekday; at: string } | null; soonMs: number | null }

const HOUR_MS = 3_600_000
/** Early enough to swap, late enough to be remembered. */
export const USUAL_TIMES: NoticeTimes = { digest: { day: 'fri', at: '10:00' }, soonMs: 24 * HOUR_MS }

const DIGEST_DAYS = 14
/** A shift that goes on for longer has no end worth telling. */
const LONGEST_MS = 35 * DAY_MS

/** The notices that fall due after `from` and no later than `to`, in the order they do. */
export function noticesDue(policy: Policy, { from, to }: Span, times: NoticeTimes = USUAL_TIMES): ShiftNotice[] {
  const [after, until] = [from.epochMilliseconds, to.epochMilliseconds]
  const found = schedulesIn(policy).flatMap((schedule) => {
    const horizon = until + Math.max(0, times.soonMs ?? 0) + 1
    const duties = dutiesBetween(policy, schedule, { from, to: instant(horizon) })
    return duties.flatMap((duty) => [
      ...begins(policy, duty, { after, until }),
      ...(times.soonMs === null
        ? []
        : soon(policy, duty, { after: after + times.soonMs, until: until + times.soonMs, ahead: times.soonMs })),
      ...ends(policy, duty, { after, until }),
    ])
  })
  const digests = times.digest ? digestsDue(policy, { from, to }, times.digest) : []
  return [...found, ...digests].sort((a, b) => a.at.localeCompare(b.at) || a.key.localeCompare(b.key))
}

type Due = { after: number; until: number }

/** A duty that is cut at the beginning of what was asked began earlier. */
const isDue = (epoch: number, { after, until }: Due): boolean => after < epoch && epoch <= until

function begins(policy: Policy, duty: Duty, due: Due): ShiftNotice[] {
  if (!isDue(duty.start.epochMilliseconds, due)) return []
  const shift = whole(policy, duty)
  const words = `You are on call for ${nameOf(policy, duty.schedule)}${untilWords(policy, duty.user, shift)}`
  return [{ kind: 'start', key: keyOf('start', duty, duty.start), user: duty.user, at: momentOf(duty.start), words, shift }]
}

function soon(policy: Policy, duty: Duty, due: Due & { ahead: number }): ShiftNotice[] {
  if (!isDue(duty.start.epochMilliseconds, due)) return []
  const shift = whole(policy, duty)
  const at = momentOf(instant(duty.start.epochMilliseconds - due.ahead))
  const words = `Your shift on ${nameOf(policy, duty.schedule)}: ${shiftInWords(policy, duty.user, shift)}`
  return [{ kind: 'soon', key: keyOf('soon', duty, duty.start), user: duty.user, at, words, shift }]
}

function ends(policy: Policy, duty: Duty, due: Due): ShiftNotice[] {
  if (!isDue(duty.end.epochMilliseconds, due)) return []
  const shift = { schedule: duty.schedule, start: momentOf(duty.start), end: momentOf(duty.end) }
  const words = `You are no longer on call for ${nameOf(policy, duty.schedule)}`
  return [{ kind: 'end', key: keyOf('end', duty, duty.end), user: duty.user, at: momentOf(duty.end), words, shift }]
}

function digestsDue(policy: Policy, span: Span, digest: NonNullable<NoticeTimes['digest']>): ShiftNotice[] {
  const readers = (policy.bundle.users ?? []).filter(({ disabled }) => !disabled)
  const due = readers.flatMap(({ id }) => weeklyIn(span, digest, zoneOf(policy, id)).map((at) => ({ id, at })))
  if (due.length === 0) return []
  const all = wideDuties(policy, { from: span.from, to: span.to.add({ hours: DIGEST_DAYS * 24 }) })
  return due.flatMap(({ id, at }) => {
    const shifts = touching(all.get(id) ?? [], { from: at, to: at.add({ hours: DIGEST_DAYS * 24 }) })
    if (shifts.length === 0) return []
    const words = `Your next shifts: ${shifts.map((each) => `${nameOf(policy, each.schedule)} ${shiftInWords(policy, id, each)}`).join('; ')}`
    return [{ kind: 'digest' as const, key: `digest:${id}:${momentOf(at)}`, user: id, at: momentOf(at), words, shifts }]
  })
}

function weeklyIn({ from, to }: Span, { day, at }: NonNullable<NoticeTimes['digest']>, timezone: string): Temporal.Instant[] {
  const weekly = { timezone, day: WEEKDAYS.indexOf(day) + 1, at }
  const found: Temporal.Instant[] = []
  for (let due = nextWeekly(from, weekly); Temporal.Instant.compare(due, to) <= 0; due = nextWeekly(due, weekly)) found.push(due)
  return found
}

/** A person's shifts that touch the span, whole, in order of their start. */
export function shiftsAhead(policy: Policy, user: string, span: Span): OwnShift[] {
  return touching(wideDuties(policy, span).get(user) ?? [], span)
}

/** Per person their shifts on every schedule around a span, wide enough that those touching it are whole. */
function wideDuties(policy: Policy, { from, to }: Span): Map<string, OwnShift[]> {
  const wide = { from: from.subtract({ milliseconds: LONGEST_MS }), to: to.add({ milliseconds: LONGEST_MS }) }
  const found = new Map<string, OwnShift[]>()
  for (const schedule of schedulesIn(policy))
    for (const { user, start, end } of dutiesBetween(policy, schedule, wide)) {
      const shifts = found.get(user) ?? []
      shifts.push({ schedule, start: momentOf(start), end: end.equals(wide.to) ? null : momentOf(end) })
      found.set(user, shifts)
    }
  return found
}

const touching = (shifts: readonly OwnShift[], { from, to }: Span): OwnShift[] =>
  shifts
    .filter(({ start, end }) => start < momentOf(to) && (end === null || end > momentOf(from)))
    .sort((a, b) => a.start.localeCompare(b.start))

/**
 * Who must hear that their future shifts changed between two policies: what begins after `at` and before `until`, by person. The key
 * names the shifts, so that the same change is told once.
 */
export function changeNotices(before: Policy, after: Policy, { from: at, to: until }: Span): ShiftNotice[] {
  const people = new Set([...(before.bundle.users ?? []), ...(after.bundle.users ?? [])].map((user) => user.id))
  const [old, fresh] = [futureOf(before, { from: at, to: until }), futureOf(after, { from: at, to: until })]
  return [...people].flatMap((user) => {
    const [was, is] = [old.get(user) ?? [], fresh.get(user) ?? []]
    const lost = was.filter((each) => !is.some((other) => isEqual(each, other)))
    const gained = is.filter((each) => !was.some((other) => isEqual(each, other)))
    if (lost.length + gained.length === 0) return []
    const key = `changed:${user}:${[...lost.map((each) => `-${idOfShift(each)}`), ...gained.map((each) => `+${idOfShift(each)}`)].join()}`
    return [{ kind: 'changed' as const, key, user, at: momentOf(at), words: changeInWords(after, user, { lost, gained }), lost, gained }]
  })
}

const idOfShift = ({ schedule, start, end }: OwnShift): string => `${schedule}/${start}/${end}`
const isEqual = (a: OwnShift, b: OwnShift): boolean => idOfShift(a) === idOfShift(b)

/** Per person the shifts that begin in the span; one that runs already is told by its end when that changes. */
function futureOf(policy: Policy, span: Span): Map<string, OwnShift[]> {
  const found = new Map<string, OwnShift[]>()
  for (const schedule of schedulesIn(policy))
    for (const duty of dutiesBetween(policy, schedule, span))
      found.set(duty.user, [...(found.get(duty.user) ?? []), { schedule, start: momentOf(duty.start), end: momentOf(duty.end) }])
  return found
}

function changeInWords(policy: Policy, user: string, { lost, gained }: { lost: OwnShift[]; gained: OwnShift[] }): string {
  const told = (shifts: OwnShift[]) =>
    shifts.map((each) => `${nameOf(policy, each.schedule)} ${shiftInWords(policy, user, each)}`).join('; ')
  const parts = [lost.length > 0 ? `no longer: ${told(lost)}` : '', gained.length > 0 ? `now: ${told(gained)}` : '']
  return `Your future shifts changed. ${parts.filter((part) => part !== '').join('. ')}`
}

/** The duty to its real end, which may lie beyond what was asked. */
function whole(policy: Policy, { schedule, user, start }: Duty): OwnShift {
  const limit = start.epochMilliseconds + LONGEST_MS
  const [duty] = dutiesBetween(policy, schedule, { from: start, to: instant(limit) }).filter((each) => each.user === user)
  const isCut = !duty || duty.end.epochMilliseconds === limit
  return { schedule, start: momentOf(start), end: isCut ? null : momentOf(duty.end) }
}

const instant = (epoch: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(epoch)
const keyOf = (kind: string, { schedule, user }: Duty, at: Temporal.Instant): string => `${kind}:${schedule}:${user}:${momentOf(at)}`
const nameOf = (policy: Policy, schedule: string): string => policy.schedule(schedule)?.name ?? schedule
const zoneOf = (policy: Policy, user: string): string => policy.user(user)?.timezone ?? policy.bundle.organization.timezone

function shiftInWords(policy: Policy, user: string, { start, end }: OwnShift): string {
  const zone = zoneOf(policy, user)
  const from = Temporal.Instant.from(start)
  return end === null ? `from ${spanInWords(from, from, zone)}` : `${spanInWords(from, Temporal.Instant.from(end), zone)} (${zone})`
}

function untilWords(policy: Policy, user: string, shift: OwnShift): string {
  return shift.end === null ? '' : `: ${shiftInWords(policy, user, shift)}`
}
