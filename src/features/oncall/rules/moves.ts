import { dutySpans } from '../../../core/duty/spans.ts'
import { nameOfSchedule, nameOfUser, spanText } from '../../../core/duty/words.ts'
import { idOf, type Policy } from '../../../core/policy/policy.ts'
import { type Moment, momentOf } from '../../../core/time/moment.ts'

/** A stretch of a schedule that somebody else has after a change. Half-open; user ids. */
export type Move = { schedule: string; from: Moment; to: Moment; before: string[]; after: string[] }

type Policies = { before: Policy; after: Policy }
type Span = { from: Temporal.Instant; to: Temporal.Instant }

/** Who moves when one policy replaces another: every stretch of the span in which a schedule names others. */
export function movesBetween(policies: Policies, span: Span, schedules?: readonly string[]): Move[] {
  const all = [...new Set([...idsIn(policies.before), ...idsIn(policies.after)])]
  return all.filter((id) => schedules?.includes(id) ?? true).flatMap((id) => movesOn(id, policies, span))
}

const idsIn = ({ bundle }: Policy): string[] => (bundle.schedules ?? []).map(({ id }) => id)

function movesOn(schedule: string, { before, after }: Policies, span: Span): Move[] {
  const [was, is] = [dutySpans(before, schedule, span), dutySpans(after, schedule, span)]
  const edges = [...new Set([...was, ...is].flatMap(({ from, to }) => [from, to]))].sort()
  const moves: Move[] = []
  for (const [i, from] of edges.slice(0, -1).entries()) {
    const to = edges[i + 1] as Moment
    const at = (spans: typeof was) =>
      spans
        .filter((each) => each.from <= from && from < each.to)
        .map(({ user }) => user)
        .sort()
    const move = { schedule, from, to, before: at(was), after: at(is) }
    const last = moves.at(-1)
    if (same(move.before, move.after)) continue
    if (last && last.to === from && same(last.before, move.before) && same(last.after, move.after)) last.to = to
    else moves.push(move)
  }
  return moves
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join()

/** `Payments primary, Fri 13 Nov, 09:00 UTC to Fri 13 Nov, 17:00 UTC: Leila instead of Ana`. */
export function moveText({ schedule, from, to, before, after }: Move, policy: Policy): string {
  const zone = policy.schedule(schedule)?.timezone ?? policy.bundle.organization.timezone
  const names = (users: readonly string[]) => users.map((user) => nameOfUser(policy, user)).join(' and ') || 'NOBODY'
  const when = `${nameOfSchedule(policy, schedule)}, ${spanText({ from, to }, zone)}`
  return `${when}: ${names(after)} instead of ${names(before)}`
}

/** The schedule itself and those that follow it, directly or through others. */
export function affectedBy(policy: Policy, schedule: string): string[] {
  const found = [schedule]
  for (const id of found)
    for (const each of policy.bundle.schedules ?? [])
      if (each.follows && idOf(each.follows) === id && !found.includes(each.id)) found.push(each.id)
  return found
}

/** The span of moments, cut to what can be computed while somebody waits. */
export function foreseeable({ from, to }: { from: Moment; to: Moment }, mostDays: number): Span {
  const start = Temporal.Instant.from(from)
  const last = start.add({ hours: 24 * mostDays })
  return { from: start, to: to > momentOf(last) ? last : Temporal.Instant.from(to) }
}
