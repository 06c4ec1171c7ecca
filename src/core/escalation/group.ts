import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { instantOf, isBefore, momentOf } from '../time/moment.ts'
import { contentOf, isCurrent } from './page.ts'
import type { EscalationState, Follower, PageState, RoadState } from './state.ts'

/** Waits between bundled updates: the first follows quickly, a long storm is told ever more rarely. */
const flushWaitsMs = [1_000, 1_000, 2_000, 5_000, 15_000, 60_000, 300_000]
/**
 * So many followers are kept by name until they are told; the others are counted. The whole list is written anew with each alert that
 * joins: without an end a storm would slow itself down. No reader takes in more, and every alert is found in the list of alerts.
 */
export const namedFollowers = 1_000
/** An update that came too late to be of use is not sent. */
const updateLifeMinutes = 30

/** An alert that arrives while its group is being paged: told in one bundled update, without a second ring. */
export function addFollower(draft: Draft<EscalationState>, follower: Follower): void {
  const { state, now } = draft
  const wait = flushWaitsMs[Math.min(state.flushes, flushWaitsMs.length - 1)] as number
  const isNamed = state.followers.length < namedFollowers
  draft.set({
    ...(isNamed ? { followers: [...state.followers, follower] } : { unnamed: state.unnamed + 1 }),
    flushAt: state.flushAt ?? momentOf(now.add({ milliseconds: wait })),
    open: state.open + 1,
    total: state.total + 1,
  })
}

/** An alert that is over is not told of any more. Who waits is open, so the others are never more than what is open. */
export function forgetFollower(draft: Draft<EscalationState>, alert: string): void {
  const { state } = draft
  const followers = state.followers.filter((each) => each.id !== alert)
  const unnamed = Math.max(0, Math.min(state.unnamed, state.open - followers.length))
  const isNobodyLeft = followers.length + unnamed === 0
  draft.set({ followers, unnamed, ...(isNobodyLeft ? { flushAt: null } : {}) })
}

/** Tells everybody who was paged (or who has it) about the followers since the last update. */
export function flushFollowers(draft: Draft<EscalationState>, context: Context): void {
  const { state } = draft
  if (!state.flushAt || isBefore(context.now, instantOf(state.flushAt))) return
  const told = recipients(state)
  const number = state.flushes + 1
  const count = state.followers.length + state.unnamed
  for (const { page, road } of told) {
    draft.send({
      id: `${draft.subject.id}.u${number}.${page.user}/${road.channel}`,
      channel: road.channel,
      target: `user:${page.user}`,
      road: road.road,
      content: contentOf(draft, 'update', {
        title: titleOf(state.followers, count),
        because: page.because,
        alerts: state.followers.map(({ title, key }) => ({ title, key })),
        ...(state.unnamed > 0 ? { moreAlerts: state.unnamed } : {}),
      }),
      until: momentOf(context.now.add({ minutes: updateLifeMinutes })),
      generation: state.generation,
    })
  }
  draft.tell('escalation.followers_told', {
    count,
    named: state.unnamed > 0 ? state.followers.length : undefined,
    users: told.map(({ page }) => page.user),
  })
  draft.set({ followers: [], unnamed: 0, flushAt: null, flushes: number })
}

/** An update speaks of what is new: the first alert was told by the page, and naming it again reads like a second one. */
function titleOf([first]: Follower[], count: number): string {
  if (!first) return `${count.toLocaleString('en')} more alerts`
  return count > 1 ? `${first.title} and ${(count - 1).toLocaleString('en')} more` : first.title
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
