import { shiftsBetween } from '../oncall/shifts-between.ts'
import type { Policy } from '../policy/policy.ts'
import { type Moment, momentOf } from '../time/moment.ts'

/** A stretch in which one person is on call on one schedule, whichever layer says so. Half-open. */
export type DutySpan = { user: string; from: Moment; to: Moment }

type Span = { from: Temporal.Instant; to: Temporal.Instant }

/** Who is on call on a schedule when, person by person: layers and reasons are joined, shadows are left out. */
export function dutySpans(policy: Policy, schedule: string, span: Span): DutySpan[] {
  const found: DutySpan[] = []
  const last = new Map<string, DutySpan>()
  for (const { start, end, members, shadow } of shiftsBetween(policy, schedule, span)) {
    if (shadow) continue
    for (const user of members) {
      const before = last.get(user)
      if (before && before.to === momentOf(start)) before.to = momentOf(end)
      else {
        const made = { user, from: momentOf(start), to: momentOf(end) }
        last.set(user, made)
        found.push(made)
      }
    }
  }
  return found
}

/** The same for one person: what they have to be there for. */
export const dutiesOf = (policy: Policy, { schedule, user }: { schedule: string; user: string }, span: Span): DutySpan[] =>
  dutySpans(policy, schedule, span).filter((each) => each.user === user)

/** Whether the spans cover all of `from` to `to`. They are in order and do not overlap. */
export function isCovered(spans: readonly DutySpan[], { from, to }: { from: Moment; to: Moment }): boolean {
  let reached = from
  for (const each of spans) if (each.from <= reached && each.to > reached) reached = each.to
  return reached >= to
}
