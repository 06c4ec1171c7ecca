import type { Context, JsonObject } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import type { User } from '../policy/schema/people.ts'
import { instantOf, isBefore, momentOf } from '../time/moment.ts'
import { stallMs } from './ladder.ts'
import { planRoads } from './plan-roads.ts'
import { silentRoads } from './standby.ts'
import type { EscalationState, PageState, RoadState } from './state.ts'

/** A page is worth sending this long; a day-old page says nothing that the ladder has not said better. */
const pageLifeHours = 6
/** An escalation remembers this many pages that are over; older ones are in the facts. One that is still to be sent is never forgotten. */
const rememberedPages = 60

export type Target = { user: string; because: string[]; step: number; why: string | null }

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
    why: target.why,
    roads,
    ...(isBehind(state, now) ? { isLate: true } : {}),
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
    why: page.why ?? undefined,
    roads: roads.map(({ road, channel, at }) => ({ road, channel, at })),
  })
  for (const { road, channel, at, held } of roads)
    if (held) draft.tell('page.held', { page: id, user: page.user, road, channel, until: at, why: held })
  return true
}

/** The step that opens it should have fired long ago: the engine was down, or time has jumped. */
const isBehind = ({ stepAt }: EscalationState, now: Temporal.Instant): boolean =>
  stepAt !== null && now.epochMilliseconds - instantOf(stepAt).epochMilliseconds > stallMs

function unreachableBecause(user: User | undefined): string {
  if (!user) return 'no such person'
  return user.disabled ? 'their account is disabled' : 'no contact that this installation can reach'
}

function remembered(state: EscalationState): PageState[] {
  const { pages } = state
  // The board of a call-out names everybody who was asked.
  if (state.isCallOut) return pages
  const forgettable = pages.length - rememberedPages + 1
  return forgettable > 0 ? pages.filter((page, i) => i >= forgettable || (page.roads.some(isUnsettled) && isCurrent(page, state))) : pages
}

const isUnsettled = ({ status }: RoadState): boolean => status === 'waiting' || status === 'queued' || status === 'failing'

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
  const silent = page.roads.some((road) => isDueStandby(road, now)) ? silentRoads(page, context) : []
  for (const { road, channel } of silent)
    draft.tell('page.unanswered', { page: page.id, user: page.user, road, channel, why: 'nothing was heard of it in time' })
  const roads = page.roads.map((road, i): RoadState => {
    if (silent.includes(road)) return { ...road, isSilent: true }
    if (road.status !== 'waiting') return road
    const at = instantOf(road.at).add({ milliseconds: shift })
    if (isBefore(now, at)) return { ...road, at: momentOf(at) }
    queueRoad(draft, page, { road, index: i, isLate: late > stallMs })
    const { standby: _, ...taken } = road
    return { ...taken, status: 'queued' }
  })
  return { ...page, roads }
}

const isDueStandby = ({ status, standby, at }: RoadState, now: Temporal.Instant): boolean =>
  status === 'waiting' && standby !== undefined && !isBefore(now, instantOf(at))

/** Paged before in this climb: what comes again may be bundled, the first page of an alert never is. */
const isAgain = (page: PageState, state: EscalationState): boolean =>
  state.pages.some((each) => each.user === page.user && each.id !== page.id && isCurrent(each, state) && each.startedAt <= page.startedAt)

type Due = { road: RoadState; index: number; isLate: boolean }

function queueRoad(draft: Draft<EscalationState>, page: PageState, { road, index, isLate }: Due): void {
  const { state, now } = draft
  const marks = { ...(isAgain(page, state) ? { again: true } : {}), ...(isLate || page.isLate ? { late: true } : {}) }
  const message = `${page.id}/${index}-${road.channel}`
  draft.send({
    id: message,
    channel: road.channel,
    target: `user:${page.user}`,
    road: road.road,
    content: contentOf(draft, 'page', { page: page.id, because: page.because, reason: reasonOf(page, state), ...marks }),
    until: momentOf(now.add({ hours: pageLifeHours })),
    generation: state.generation,
  })
  draft.tell('page.queued', { page: page.id, user: page.user, road: road.road, channel: road.channel, message })
}

/** Why there is this climb, and why it has come to this step. */
export const reasonOf = ({ why }: PageState, { reason, ladder }: EscalationState): string | null =>
  [reason ?? ladder.reason, why].filter(Boolean).join('; ') || null

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
  keepPage(draft, page)
  return page
}

export const keepPage = (draft: Draft<EscalationState>, page: PageState): void =>
  draft.set({ pages: draft.state.pages.map((each) => (each.id === page.id ? page : each)) })
