import type { Context } from '../command/command.ts'
import { ownHours } from '../paging/own-hours.ts'
import { isWakingRoad, type Way, waysTo } from '../paging/roads.ts'
import { quietUntil, type Urgency, urgencyOf } from '../paging/urgency.ts'
import type { User } from '../policy/schema/people.ts'
import { holds } from '../policy/when.ts'
import { addDuration } from '../time/duration.ts'
import { momentOf } from '../time/moment.ts'
import type { EscalationState, RoadState } from './state.ts'

/** What of a running ladder the choice of roads rests on. */
export type Paged = Pick<EscalationState, 'severity' | 'flags' | 'policy'>

/** The person's own rules; else exactly the level's set of roads; else every road at once. In quiet hours what is low waits. */
export function planRoads(user: User, state: Paged, context: Context): RoadState[] {
  const urgency = urgencyOf(state.severity, context.policyAt(state.policy))
  const planned = ruledRoads(user, { state, urgency, context }) ?? levelRoads(user, state, context)
  return urgency === 'high' ? planned : keepQuiet(user, planned, context)
}

type Asked = { state: Paged; urgency: Urgency; context: Context }

const waiting = (way: Way, at: Temporal.Instant): RoadState => ({ ...way, at: momentOf(at), status: 'waiting', said: null })

/** Null when the person has no rule for this, or none of the roads it names: then they are paged all the same. */
function ruledRoads(user: User, { state, urgency, context }: Asked): RoadState[] | null {
  const { now, policy } = context
  const ways = waysTo(user, context.canSend)
  const facts = { policy, severity: state.severity, flags: state.flags, ...ownHours(user, now, policy) }
  const rules = user.rules.filter((rule) => (rule.urgency ?? urgency) === urgency && holds(rule.when, facts))
  const ruled = rules.flatMap((rule) =>
    ways.filter((way) => rule.by.includes(way.road)).map((way) => waiting(way, addDuration(now, rule.after, policy.calendar))),
  )
  return ruled.length > 0 ? firstOfEach(ruled) : null
}

function levelRoads(user: User, state: Paged, context: Context): RoadState[] {
  const ways = waysTo(user, context.canSend)
  const level = context.policyAt(state.policy).severity(state.severity)?.roads ?? []
  const set = ways.filter((way) => level.includes(way.road))
  return (set.length > 0 ? set : ways).map((way) => waiting(way, context.now))
}

/** A rule may name a road again later (ring twice); each mention stays, but not two at one moment. */
function firstOfEach(roads: RoadState[]): RoadState[] {
  const seen = new Set<string>()
  return roads.filter(({ channel, at }) => !seen.has(`${channel} ${at}`) && seen.add(`${channel} ${at}`))
}

/** What wakes waits for the end of the person's quiet hours; chat and mail, which wake nobody, do not. */
function keepQuiet(user: User, roads: RoadState[], context: Context): RoadState[] {
  return roads.map((road) => {
    if (!isWakingRoad(road.road)) return road
    const until = quietUntil(user, Temporal.Instant.from(road.at), context.policy)
    if (!until) return road
    return { ...road, at: momentOf(until), held: `quiet hours of ${user.name ?? user.id}: what is of low urgency does not wake` }
  })
}
