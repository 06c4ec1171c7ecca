import type { Context, JsonObject } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { type Way, waysTo } from '../paging/roads.ts'
import type { User } from '../policy/schema/people.ts'
import { holds } from '../policy/when.ts'
import { addDuration } from '../time/duration.ts'
import { instantOf, isBefore, momentOf } from '../time/moment.ts'
import { stallMs } from './ladder.ts'
import type { EscalationState, PageState, RoadState } from './state.ts'

/** A page is worth sending this long; a day-old page says nothing that the ladder has not said better. */
const pageLifeHours = 6
/** An escalation remembers this many pages that are over; older ones are in the facts. One that is still to be sent is never forgotten. */
const rememberedPages = 60

export type Target = { user: string; because: string[]; step: number }

/** Opens a page for a person: plans the roads and queues those that are due. False when no road leads there. */
export function openPage(draft: Draft<EscalationState>, target: Target, context: Context): boolean {
  const { state, now } = draft
  const id = `${draft.subject.id}.${state.generation}.${state.cycle}.${target.step}.${target.user}`
  if (state.pages.some((page) => page.id === id)) return true
  const user = context.policy.user(target.user)
  const roads = user ? planRoads(user, state, context) : []
  const page: PageState = {
    id,
    user: target.user,
    step: target.step,
    cycle: state.cycle,
    startedAt: momentOf(now),
    because: target.because,
    roads,
  }
  if (roads.length === 0) {
    draft.tell('page.unreachable', {
      page: id,
      user: target.user,
      step: target.step,
      why: unreachableBecause(user),
    })
    return false
  }
  draft.set({ pages: [...remembered(state), page] })
  draft.tell('page.opened', {
    page: id,
    user: page.user,
    step: page.step,
    because: page.because,
    reason: state.reason ?? undefined,
    roads: roads.map(({ road, channel, at }) => ({ road, channel, at })),
  })
  return true
}

function unreachableBecause(user: User | undefined): string {
  if (!user) return 'no such person'
  return user.disabled ? 'their account is disabled' : 'no contact that this installation can reach'
}

function remembered(state: EscalationState): PageState[] {
  const { pages } = state
  const forgettable = pages.length - rememberedPages + 1
  return forgettable > 0 ? pages.filter((page, i) => i >= forgettable || (page.roads.some(isUnsettled) && isCurrent(page, state))) : pages
}

const isUnsettled = ({ status }: RoadState): boolean => status === 'waiting' || status === 'queued' || status === 'failing'

/** The person's own rules; else exactly the level's set of roads; else every road at once. */
function planRoads(user: User, state: EscalationState, context: Context): RoadState[] {
  const { now, policy } = context
  const ways = waysTo(user, context.canSend)
  const waiting = (way: Way, at: Temporal.Instant): RoadState => ({ ...way, at: momentOf(at), status: 'waiting', said: null })
  const rules = user.rules.filter((rule) => holds(rule.when, { policy, severity: state.severity, flags: state.flags }))
  const ruled = rules.flatMap((rule) =>
    ways.filter((way) => rule.by.includes(way.road)).map((way) => waiting(way, addDuration(now, rule.after, policy.calendar))),
  )
  if (ruled.length > 0) return firstOfEach(ruled)
  const level = context.policyAt(state.policy).severity(state.severity)?.roads ?? []
  const set = ways.filter((way) => level.includes(way.road))
  return (set.length > 0 ? set : ways).map((way) => waiting(way, now))
}

/** A rule may name a road again later (ring twice); each mention stays, but not two at one moment. */
function firstOfEach(roads: RoadState[]): RoadState[] {
  const seen = new Set<string>()
  return roads.filter(({ channel, at }) => !seen.has(`${channel} ${at}`) && seen.add(`${channel} ${at}`))
}

/** Queues every road of the current climb that is due. After a stall the rest keep their distance: no burst. */
export function queueRoads(draft: Draft<EscalationState>, context: Context): void {
  const pages = draft.state.pages.map((page) => (isCurrent(page, draft.state) ? queueDue(draft, page, context) : page))
  draft.set({ pages })
}

/** Pages of a former climb are history: nothing of them is sent any more. */
export function isCurrent(page: PageState, state: EscalationState): boolean {
  return page.id.split('.').at(-4) === String(state.generation)
}

function queueDue(draft: Draft<EscalationState>, page: PageState, context: Context): PageState {
  const { now } = context
  const waiting = page.roads.filter((road) => road.status === 'waiting')
  const first = waiting.map((road) => road.at).sort()[0]
  if (!first || isBefore(now, instantOf(first))) return page
  const late = now.epochMilliseconds - instantOf(first).epochMilliseconds
  const shift = late > stallMs ? late : 0
  const roads = page.roads.map((road, i): RoadState => {
    if (road.status !== 'waiting') return road
    const at = instantOf(road.at).add({ milliseconds: shift })
    if (isBefore(now, at)) return { ...road, at: momentOf(at) }
    queueRoad(draft, page, { road, index: i })
    return { ...road, status: 'queued' }
  })
  return { ...page, roads }
}

function queueRoad(draft: Draft<EscalationState>, page: PageState, { road, index }: { road: RoadState; index: number }): void {
  const { state, now } = draft
  draft.send({
    id: `${page.id}/${index}-${road.channel}`,
    channel: road.channel,
    target: `user:${page.user}`,
    road: road.road,
    content: contentOf(draft, 'page', { page: page.id, because: page.because }),
    until: momentOf(now.add({ hours: pageLifeHours })),
    generation: state.generation,
  })
  draft.tell('page.queued', { page: page.id, user: page.user, road: road.road, channel: road.channel })
}

/** What every message of an escalation says about it; the sender adds links and the recipient's name. */
export function contentOf(draft: Draft<EscalationState>, kind: string, more: JsonObject): JsonObject {
  const { state, subject } = draft
  return {
    kind,
    escalation: subject.id,
    about: state.about,
    title: state.title,
    severity: state.severity,
    rank: state.rank,
    service: state.service,
    reason: state.reason ?? state.ladder.reason,
    open: state.open,
    total: state.total,
    ...more,
  }
}

/** The road a message of a page went by: its number stands in the message's id. */
export function roadOf(state: EscalationState, messageId: string): { page: PageState; index: number } | null {
  const slash = messageId.lastIndexOf('/')
  const page = state.pages.find((each) => each.id === messageId.slice(0, slash))
  const index = Number.parseInt(messageId.slice(slash + 1), 10)
  return page?.roads[index] ? { page, index } : null
}

export function replaceRoad(
  draft: Draft<EscalationState>,
  where: { page: PageState; index: number },
  change: Partial<RoadState>,
): PageState {
  const page = { ...where.page, roads: where.page.roads.map((road, i) => (i === where.index ? { ...road, ...change } : road)) }
  draft.set({ pages: draft.state.pages.map((each) => (each.id === page.id ? page : each)) })
  return page
}
