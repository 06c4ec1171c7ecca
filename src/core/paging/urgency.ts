import { compileWindows } from '../oncall/week-windows.ts'
import type { Policy } from '../policy/policy.ts'
import type { User } from '../policy/schema/people.ts'
import { zoneClock } from '../time/zone-clock.ts'
import { isWakingRoad } from './roads.ts'

export type Urgency = 'high' | 'low'

/** Low is what may wait until morning: it pages in business hours only, or its own roads wake nobody. Unknown levels are high. */
export function urgencyOf(severity: string, policy: Policy): Urgency {
  const level = policy.severity(severity)
  if (!level) return 'high'
  if (level.pages !== true) return 'low'
  return level.roads.length > 0 && !level.roads.some(isWakingRoad) ? 'low' : 'high'
}

/** More windows than this one after the other is a week without an end: then quiet hours hold nothing back. */
const MOST_EDGES = 50

/** The end of the person's quiet hours when `at` lies in them, on their own clock; null outside of them. */
export function quietUntil(user: User, at: Temporal.Instant, policy: Policy): Temporal.Instant | null {
  if (!user.quiet || user.quiet.length === 0) return null
  const windows = compileWindows(user.quiet, zoneClock(user.timezone ?? policy.bundle.organization.timezone))
  let epoch = at.epochMilliseconds
  if (!windows.holds(epoch)) return null
  for (let i = 0; i < MOST_EDGES && windows.holds(epoch); i += 1) epoch = windows.nextEdge(epoch)
  return windows.holds(epoch) ? null : Temporal.Instant.fromEpochMilliseconds(epoch)
}
