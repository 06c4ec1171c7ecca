import type { Addressed, Context, Decision } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { momentOf } from '../time/moment.ts'
import { climb, nextOf } from './climb.ts'
import { takeNextRoad } from './next-road.ts'
import { isCurrent, keepPage, replaceRoad, roadOf } from './page.ts'
import { withStandby } from './standby.ts'
import { type EscalationState, hasAnswered, isActive, type RoadState } from './state.ts'

/** A road that has not worked for this long is not waited for: the person's next road is taken as well. */
const nextRoadAfterMs = 10_000

/** What is known of every try. */
type Tried = {
  message: string
  generation: number
  road: string
  channel: string
  attempt: number
  said: string
  /** Where it went, masked: whole addresses are in no fact. */
  to?: string
}
export type Delivered = Tried & {
  queuedAt: string
  possibleRepeat: boolean
  providerId: string | null
  /** The answer itself says what a carrier's receipt would say later. */
  proof?: 'accepted' | 'delivered'
}
export type Failed = Tried & {
  retrying: boolean
  nextAt: string | null
  lostMs: number
  gone: boolean
  /** Not tried: held back by a throttle until `nextAt`. */
  held?: boolean
}

export function delivered(state: EscalationState, command: Addressed<never>, context: Context): Decision<EscalationState> {
  const data = command.data as Delivered
  const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
  const where = roadOf(state, data.message)
  const late = isStale(state, data) ? { late: true } : {}
  draft.tell('page.delivered', { ...data, page: where?.page.id, user: where?.page.user, ...late })
  if (!where) return draft.decision()
  const at = momentOf(context.now)
  const proved = where.page.roads[where.index]?.proof ?? (data.proof && { stage: data.proof, at, said: data.said })
  const page = replaceRoad(draft, where, { status: 'delivered', said: data.said, handedAt: at, ...(proved ? { proof: proved } : {}) })
  if (!isActive(state) || !isCurrent(page, state) || hasAnswered(state, page.user)) return draft.decision()
  keepPage(draft, withStandby(page, draft.state, context))
  return draft.decision(nextOf(draft.state))
}

/** Every failure is told; one that lasts brings the person's next road forward, one that is final may bring the next step. */
export function failed(state: EscalationState, command: Addressed<never>, context: Context): Decision<EscalationState> {
  const data = command.data as Failed
  const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
  const where = roadOf(state, data.message)
  if (data.held && data.retrying) return held(draft, data, where)
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
  if (!isActive(state) || !isCurrent(page, state) || hasAnswered(state, page.user) || !isLasting) return draft.decision()
  if (isNews || data.lostMs >= nextRoadAfterMs) takeNextRoad(draft, { page, index: where.index }, context)
  climb(draft, context)
  return draft.decision(nextOf(draft.state))
}

/** Held back on its way out: the delay and its reason stand in the timeline, and no other road is taken for it. */
function held(draft: Draft<EscalationState>, data: Failed, where: ReturnType<typeof roadOf>): Decision<EscalationState> {
  const { message, road, channel, nextAt, said } = data
  if (isStale(draft.state, data)) draft.withdraw([message])
  draft.tell('page.held', { message, page: where?.page.id, user: where?.page.user, road, channel, until: nextAt ?? undefined, why: said })
  return draft.decision()
}

/** What it asked for was answered, or the climb began anew, while it was on its way. */
const isStale = (state: EscalationState, data: { generation: number }): boolean =>
  data.generation !== state.generation || state.status === 'stopped'
