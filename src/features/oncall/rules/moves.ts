import { type PeopleMove, peopleDiff } from '../../../core/oncall/people-diff.ts'
import { type Span, whoAt } from '../../../core/oncall/shifts-between.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import { instantOf, type Moment, momentOf } from '../../../core/time/moment.ts'

/** A stretch of duty that others have after a change; `isGap`: nobody has it. */
export type Move = PeopleMove & { isGap: boolean }

type Policies = { before: Policy; after: Policy }

/** Who moves when one policy replaces another, on every schedule. */
export const movesBetween = ({ before, after }: Policies, span: Span): Move[] =>
  peopleDiff(before, after, span).map((move) => ({
    ...move,
    isGap: move.to.length === 0 && whoAt(after, move.schedule, instantOf(move.start)).members.length === 0,
  }))

/** The span of moments, cut to what can be computed while somebody waits. */
export function foreseeable({ from, to }: { from: Moment; to: Moment }, mostDays: number): Span {
  const start = Temporal.Instant.from(from)
  const last = start.add({ hours: 24 * mostDays })
  return { from: start, to: to > momentOf(last) ? last : Temporal.Instant.from(to) }
}
