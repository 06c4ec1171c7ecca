import { planRoads } from '../escalation/plan-roads.ts'
import { isWakingRoad } from '../paging/roads.ts'
import { type Urgency, urgencyOf } from '../paging/urgency.ts'
import type { Policy } from '../policy/policy.ts'
import { instantOf } from '../time/moment.ts'

/**
 * How long after they are paged a person is told by any road, and by one that wakes; null when by none. What may wait until
 * morning need not wake: there the two are the same.
 */
export type Reach = { toldMs: number; wokenMs: number | null }

type Level = { severity: string; canSend(channel: string): boolean; at: Temporal.Instant }

/** By the very plan of roads that the pager makes; null for who cannot be reached at all. */
export function reachOf(policy: Policy, userId: string, { severity, canSend, at }: Level): Reach | null {
  const user = policy.user(userId)
  if (!user) return null
  const state = { severity, flags: [], policy: policy.version }
  const roads = planRoads(user, state, { now: at, policy, policyAt: () => policy, canSend, numbers: {} })
  const after = roads.map((road) => ({
    road: road.road,
    ms: instantOf(road.at).epochMilliseconds - at.epochMilliseconds,
    isHeld: Boolean(road.held),
  }))
  if (after.length === 0) return null
  const urgency: Urgency = urgencyOf(severity, policy)
  const waking = urgency === 'low' ? after : after.filter(({ road }) => isWakingRoad(road))
  return { toldMs: least(after), wokenMs: waking.length > 0 ? least(waking) : null }
}

/** What quiet hours hold back is counted as free of them: whether it is held depends on the hour, and of low urgency it may wait. */
const least = (roads: { ms: number; isHeld: boolean }[]): number => Math.min(...roads.map(({ ms, isHeld }) => (isHeld ? 0 : ms)))
