import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { instantOf, isBefore, momentOf } from '../time/moment.ts'
import { contentOf, isCurrent } from './page.ts'
import type { EscalationState, Follower, PageState, RoadState } from './state.ts'

/** Waits between bundled updates: the first follows quickly, a long storm is told ever more rarely. */
const flushWaitsMs = [1_000, 1_000, 2_000, 5_000, 15_000, 60_000, 300_000]
/** An update that came too late to be of use is not sent. */
const updateLifeMinutes = 30

/** An alert that arrives while its group is being paged: told in one bundled update, without a second ring. */
export function addFollower(draft: Draft<EscalationState>, follower: Follower): void {
  const { state, now } = draft
  const wait = flushWaitsMs[Math.min(state.flushes, flushWaitsMs.length - 1)] as number
  draft.set({
    followers: [...state.followers, follower],
    flushAt: state.flushAt ?? momentOf(now.add({ milliseconds: wait })),
    open: state.open + 1,
    total: state.total + 1,
  })
}

/** Tells everybody who was paged (or who has it) about the followers since the last update. */
export function flushFollowers(draft: Draft<EscalationState>, context: Context): void {
  const { state } = draft
  if (!state.flushAt || isBefore(context.now, instantOf(state.flushAt))) return
  const told = recipients(state)
  const number = state.flushes + 1
  for (const { page, road } of told) {
    draft.send({
      id: `${draft.subject.id}.u${number}.${page.user}/${road.channel}`,
      channel: road.channel,
      target: `user:${page.user}`,
      road: road.road,
      content: contentOf(draft, 'update', {
        title: titleOf(state.followers),
        because: page.because,
        alerts: state.followers.map(({ title, key }) => ({ title, key })),
      }),
      until: momentOf(context.now.add({ minutes: updateLifeMinutes })),
      generation: state.generation,
    })
  }
  draft.tell('escalation.followers_told', { count: state.followers.length, users: told.map(({ page }) => page.user) })
  draft.set({ followers: [], flushAt: null, flushes: number })
}

/** An update speaks of what is new: the first alert was told by the page, and naming it again reads like a second one. */
function titleOf([first, ...others]: Follower[]): string {
  if (!first) return ''
  return others.length > 0 ? `${first.title} and ${others.length} more` : first.title
}

/** One road a person: the first that was handed over, but never a phone call for an update. */
function recipients(state: EscalationState): { page: PageState; road: RoadState }[] {
  const chosen = new Map<string, { page: PageState; road: RoadState }>()
  for (const page of state.pages) {
    if (!isCurrent(page, state) && state.acknowledged?.by !== `user:${page.user}`) continue
    if (state.acknowledged && state.acknowledged.by !== `user:${page.user}`) continue
    const road = page.roads.find((each) => each.road !== 'phone' && (each.status === 'delivered' || each.status === 'queued'))
    if (road && !chosen.has(page.user)) chosen.set(page.user, { page, road })
  }
  return [...chosen.values()]
}
