import type { Addressed, Context, Decision } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { isDeadEnd } from '../paging/evidence.ts'
import { waysTo } from '../paging/roads.ts'
import { momentOf } from '../time/moment.ts'
import { climb, nextOf } from './climb.ts'
import { isCurrent, replaceRoad, roadOf } from './page.ts'
import { type EscalationState, isActive, type PageState, type RoadState } from './state.ts'

/** A road that has not worked for this long is not waited for: the person's next road is taken as well. */
const nextRoadAfterMs = 10_000

export type Delivered = {
  message: string
  road: string
  channel: string
  attempt: number
  said: string
  queuedAt: string
  possibleRepeat: boolean
  providerId: string | null
}
export type Failed = {
  message: string
  generation: number
  road: string
  channel: string
  attempt: number
  said: string
  retrying: boolean
  nextAt: string | null
  lostMs: number
  gone: boolean
}

export function delivered(state: EscalationState, command: Addressed<never>, context: Context): Decision<EscalationState> {
  const data = command.data as Delivered
  const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
  const where = roadOf(state, data.message)
  if (where) replaceRoad(draft, where, { status: 'delivered', said: data.said })
  draft.tell('page.delivered', { ...data, page: where?.page.id, user: where?.page.user })
  return draft.decision()
}

/** Every failure is told; one that lasts brings the person's next road forward, one that is final may bring the next step. */
export function failed(state: EscalationState, command: Addressed<never>, context: Context): Decision<EscalationState> {
  const data = command.data as Failed
  const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
  const where = roadOf(state, data.message)
  draft.tell('page.failed', { ...data, page: where?.page.id, user: where?.page.user })
  // While it was on its way somebody acknowledged or the climb began anew: the retry is taken back with the attempt.
  if (data.retrying && isStale(state, data)) {
    draft.withdraw([data.message])
    return draft.decision()
  }
  if (!where) return draft.decision()
  const before = where.page.roads[where.index] as RoadState
  const page = replaceRoad(draft, where, { status: data.retrying ? 'failing' : 'failed', said: data.said })
  const isNews = before.status !== 'failing' || !data.retrying
  const isLasting = !data.retrying || data.lostMs >= nextRoadAfterMs
  if (!isActive(state) || !isCurrent(page, state) || !isLasting) return draft.decision()
  if (isNews || data.lostMs >= nextRoadAfterMs) takeNextRoad(draft, page, context)
  climb(draft, context)
  return draft.decision(nextOf(draft.state))
}

const isStale = (state: EscalationState, data: Failed): boolean => data.generation !== state.generation || state.status === 'stopped'

/** It may still wake somebody: on its way, or there and not proved to have reached nobody. */
const isHopeful = ({ status, proof }: RoadState): boolean => (status === 'queued' || status === 'delivered') && !isDeadEnd(proof?.stage)

/** The person's next planned road now; else any other that exists; else the step has reached nobody through this page. */
export function takeNextRoad(draft: Draft<EscalationState>, page: PageState, context: Context): void {
  if (page.roads.some(isHopeful)) return
  const at = momentOf(context.now)
  const waiting = page.roads.findIndex((road) => road.status === 'waiting')
  if (waiting >= 0) {
    replaceRoad(draft, { page, index: waiting }, { at })
    draft.tell('page.next_road', { page: page.id, user: page.user, channel: page.roads[waiting]?.channel })
    return
  }
  const user = context.policy.user(page.user)
  const untried = user && waysTo(user, context.canSend).find((way) => !page.roads.some((road) => road.channel === way.channel))
  if (untried) {
    const roads: RoadState[] = [...page.roads, { ...untried, at, status: 'waiting', said: null }]
    draft.set({ pages: draft.state.pages.map((each) => (each.id === page.id ? { ...page, roads } : each)) })
    draft.tell('page.next_road', { page: page.id, user: page.user, channel: untried.channel })
    return
  }
  if (page.roads.every(isClosed)) fallThrough(draft, page, context)
}

const isClosed = ({ status, proof }: RoadState): boolean => status === 'failed' || isDeadEnd(proof?.stage)

/** Every road of this person is closed for good. When that holds for the whole step, the next one does not wait. */
function fallThrough(draft: Draft<EscalationState>, page: PageState, context: Context): void {
  draft.tell('page.unreachable', { page: page.id, user: page.user, step: page.step, why: 'every road failed for good' })
  const together = draft.state.pages.filter((each) => isCurrent(each, draft.state) && each.step === page.step && each.cycle === page.cycle)
  const hopeless = together.every((each) => each.roads.every(isClosed))
  const isLatest = page.step === draft.state.step - 1
  if (hopeless && isLatest && draft.state.status === 'running') draft.set({ stepAt: momentOf(context.now) })
}
