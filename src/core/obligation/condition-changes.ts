import type { When } from '../policy/schema/when-clause.ts'
import type { WhenFacts } from '../policy/when.ts'
import { type BusinessCalendar, isBusinessHours } from '../time/business-calendar.ts'
import { nextBusinessStart } from '../time/business-start.ts'
import { type Duration, durationMs } from '../time/duration.ts'
import { earliest, isBefore } from '../time/moment.ts'
import { instantAt } from '../time/wall-clock.ts'

/** When a condition that depends on time alone may change its answer next; null when none does. */
export function conditionChangesAt(clauses: When[], facts: WhenFacts, now: Temporal.Instant): Temporal.Instant | null {
  const moments = clauses.flatMap((clause) => [
    passes(clause.unresolved_for, facts.unresolvedFor, now),
    passes(clause.unacknowledged_for, facts.unacknowledgedFor, now),
    clause.business_hours === undefined ? null : hoursChangeAt(facts.policy.calendar, now),
  ])
  return earliest(...moments)
}

function passes(wanted: Duration | undefined, elapsed: number | undefined, now: Temporal.Instant): Temporal.Instant | null {
  if (!wanted || elapsed === undefined) return null
  const left = durationMs(wanted) - elapsed
  return left > 0 ? now.add({ milliseconds: left }) : null
}

/** Outside of business hours the next start; inside the next time the clock shows their end. */
function hoursChangeAt(calendar: BusinessCalendar, now: Temporal.Instant): Temporal.Instant | null {
  if (!isBusinessHours(now, calendar)) {
    const start = nextBusinessStart(now, calendar)
    return isBefore(now, start) ? start : null
  }
  const today = now.toZonedDateTimeISO(calendar.timezone).toPlainDate()
  const ends = [today, today.add({ days: 1 })].map((date) => instantAt(date.toPlainDateTime(calendar.to), calendar.timezone))
  return earliest(...ends.filter((end) => isBefore(now, end)))
}
