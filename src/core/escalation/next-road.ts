import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { isDeadEnd } from '../paging/evidence.ts'
import { isWakingRoad } from '../paging/roads.ts'
import { momentOf } from '../time/moment.ts'
import { stepsOf } from './ladder.ts'
import { isCurrent, replaceRoad } from './page.ts'
import { untriedWays } from './standby.ts'
import type { EscalationState, PageState, RoadState } from './state.ts'

/**
 * A road has reached nobody: the person's next planned road now; else any other that exists; else the step has reached nobody
 * through this page.
 */
export function takeNextRoad(draft: Draft<EscalationState>, where: { page: PageState; index: number }, context: Context): void {
  const { page, index } = where
  const lost = page.roads[index]
  if (!lost || page.roads.some((road) => mayWakeInstead(road, lost))) return
  const at = momentOf(context.now)
  const waiting = page.roads.findIndex((road) => road.status === 'waiting')
  if (waiting >= 0) {
    const { standby: _, ...road } = page.roads[waiting] as RoadState
    replaceRoad(draft, { page, index: waiting }, { ...road, at, standby: undefined })
    draft.tell('page.next_road', { page: page.id, user: page.user, channel: road.channel })
    return
  }
  const user = context.policy.user(page.user)
  const [untried] = user ? untriedWays(user, page.roads, context) : []
  if (untried) {
    const roads: RoadState[] = [...page.roads, { ...untried, at, status: 'waiting', said: null }]
    draft.set({ pages: draft.state.pages.map((each) => (each.id === page.id ? { ...page, roads } : each)) })
    draft.tell('page.next_road', { page: page.id, user: page.user, channel: untried.channel })
    return
  }
  if (page.roads.every(isClosed)) fallThrough(draft, page, context)
}

/** On its way or there, and not proved to have reached nobody. A mail does not replace a call that woke nobody. */
function mayWakeInstead({ road, status, proof, isSilent }: RoadState, lost: RoadState): boolean {
  const isHopeful = (status === 'queued' || status === 'delivered') && !isDeadEnd(proof?.stage) && !isSilent
  return isHopeful && (isWakingRoad(road) || !isWakingRoad(lost.road))
}

const isClosed = ({ status, proof }: RoadState): boolean => status === 'failed' || isDeadEnd(proof?.stage)

/** Every road of this person is closed for good. When that holds for the whole step, the next one does not wait. */
function fallThrough(draft: Draft<EscalationState>, page: PageState, context: Context): void {
  draft.tell('page.unreachable', { page: page.id, user: page.user, step: page.step, why: 'every road failed for good' })
  const together = draft.state.pages.filter((each) => isCurrent(each, draft.state) && each.step === page.step && each.cycle === page.cycle)
  const hopeless = together.every((each) => each.roads.every(isClosed))
  const isLatest = page.step === draft.state.step - 1
  // A stated `at:` still stands, and where nothing is to come nothing comes sooner.
  const { status, stepAt, step } = draft.state
  const isFixed = stepAt === null || stepsOf(draft.state, context)[step]?.at !== undefined
  if (hopeless && isLatest && status === 'running' && !isFixed) draft.set({ stepAt: momentOf(context.now) })
}
