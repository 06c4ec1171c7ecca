import type { Context } from '../command/command.ts'
import { isDeadEnd, isHuman } from '../paging/evidence.ts'
import { isReceipted, isWakingRoad, type Way, waysTo } from '../paging/roads.ts'
import { urgencyOf } from '../paging/urgency.ts'
import type { User } from '../policy/schema/people.ts'
import { addDuration } from '../time/duration.ts'
import { instantOf, isBefore, momentOf } from '../time/moment.ts'
import type { EscalationState, PageState, RoadState } from './state.ts'

/** A carrier that has taken a message and says nothing for this long counts as down: the next road is due within 30 s. */
const carrierSilentMs = 25_000

type Watch = { at: Temporal.Instant; of: 'carrier' | 'human' }

/**
 * The page with the person's next road standing by: it is taken when the roads that were handed over stay silent, and stands
 * down when they prove to work. Asked again after everything that is learned of a road.
 */
export function withStandby(page: PageState, state: EscalationState, context: Context): PageState {
  const user = context.policy.user(page.user)
  const roads = withoutStandby(page.roads)
  const watch = user ? earliestWatch(roads, user, context) : null
  if (!user || !watch) return { ...page, roads }
  const next = nextWaiting(roads)
  if (next >= 0) return { ...page, roads: roads.map((road, i) => (i === next ? broughtForward(road, watch) : road)) }
  const isLoud = urgencyOf(state.severity, context.policyAt(state.policy)) === 'high'
  const way = untriedWays(user, roads, context).find(({ road }) => watch.of === 'carrier' || (isLoud && isWakingRoad(road)))
  if (!way) return { ...page, roads }
  const added: RoadState = { ...way, at: momentOf(watch.at), status: 'waiting', said: null, standby: { of: watch.of, planned: null } }
  return { ...page, roads: [...roads, added] }
}

/** Ways that a page has not taken and will not take. */
export const untriedWays = (user: User, roads: RoadState[], context: Context): Way[] =>
  waysTo(user, context.canSend).filter((way) => !roads.some((road) => road.channel === way.channel))

/** What only stood by is as if it had never been planned. It is always the last. */
function withoutStandby(roads: RoadState[]): RoadState[] {
  return roads.flatMap((road) => {
    if (road.status !== 'waiting' || !road.standby) return [road]
    const { standby, ...rest } = road
    return standby.planned ? [{ ...rest, at: standby.planned }] : []
  })
}

function nextWaiting(roads: RoadState[]): number {
  const [first] = roads.filter((road) => road.status === 'waiting').sort((a, b) => a.at.localeCompare(b.at))
  return first ? roads.indexOf(first) : -1
}

/** What quiet hours hold back stays held back. */
function broughtForward(road: RoadState, { at, of }: Watch): RoadState {
  if (road.held || !isBefore(at, instantOf(road.at))) return road
  return { ...road, at: momentOf(at), standby: { of, planned: road.at } }
}

function earliestWatch(roads: RoadState[], user: User, context: Context): Watch | null {
  if (roads.some(({ proof }) => isHuman(proof?.stage))) return null
  const watches = roads.flatMap((road) => watchOf(road, user, context) ?? [])
  const wanted = roads.some(isSure) ? watches.filter(({ of }) => of === 'human') : watches
  return wanted.sort((a, b) => Temporal.Instant.compare(a.at, b.at))[0] ?? null
}

/** It rings, as far as anybody can tell: with it a silent carrier is no reason for yet another road. */
const isSure = ({ road, channel, status, proof }: RoadState): boolean =>
  status === 'delivered' && isWakingRoad(road) && !isDeadEnd(proof?.stage) && (proof !== undefined || !isReceipted(channel))

function watchOf(road: RoadState, user: User, { policy }: Context): Watch | null {
  if (road.status !== 'delivered' || road.isSilent || !road.handedAt || isDeadEnd(road.proof?.stage)) return null
  const handed = instantOf(road.handedAt)
  if (isReceipted(road.channel) && !road.proof) return { at: handed.add({ milliseconds: carrierSilentMs }), of: 'carrier' }
  const within = user.answer_within
  return within ? { at: addDuration(handed, within, policy.calendar), of: 'human' } : null
}

/** The roads whose silence is the reason for the one that stood by, now that it is taken. */
export function silentRoads(page: PageState, context: Context): RoadState[] {
  const user = context.policy.user(page.user)
  if (!user) return []
  return page.roads.filter((road) => {
    const watch = watchOf(road, user, context)
    return watch !== null && !isBefore(context.now, watch.at)
  })
}
