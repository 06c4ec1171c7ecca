import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { waysToChannel } from '../paging/channel-ways.ts'
import { idOf } from '../policy/policy.ts'
import { addDuration, durationOf } from '../time/duration.ts'
import { momentOf } from '../time/moment.ts'
import { contentOf } from './page.ts'
import type { EscalationState } from './state.ts'
import { pageStep } from './step.ts'

/** How often the fallback is told that nobody answers: often at first, then so that it is never forgotten. */
const announceEvery = durationOf('15m')
const announceOften = 8
const announceLater = durationOf('1h')

/** A person paged because the ladder was climbed in vain stands at no step of it. */
const fallbackStep = -1

/** A word to a channel is news for so long. */
const channelLifeHours = 12

export function exhaust(draft: Draft<EscalationState>, context: Context): void {
  draft.set({ status: 'exhausted', reason: 'nobody acknowledged on the whole ladder', generation: draft.state.generation + 1 })
  draft.withdraw('all')
  draft.tell('escalation.exhausted', { ladder: draft.state.ladder.id, cycles: draft.state.cycle + 1 })
  announce(draft, context)
}

/** Tells the fallback and its channel that nobody answers, again and again until somebody does; in the console it stays red. */
export function announce(draft: Draft<EscalationState>, context: Context): void {
  const { state, now } = draft
  const fallback = context.policy.fallbackLadder.steps.flatMap((step) => step.page)
  const admins = (context.policy.bundle.users ?? []).filter((user) => user.role === 'admin').map((user) => `user:${user.id}`)
  draft.set({ cycle: state.announced, announced: state.announced + 1 })
  pageStep(draft, { step: { page: [...new Set([...fallback, ...admins])], when: [], reason: [] }, index: fallbackStep }, context)
  const channel = tellChannel(draft, context)
  const every = state.announced + 1 < announceOften ? announceEvery : announceLater
  const again = momentOf(addDuration(now, every, context.policy.calendar))
  draft.tell('escalation.announced', { times: state.announced + 1, again, channel: channel ?? undefined })
  draft.set({ stepAt: again })
}

function tellChannel(draft: Draft<EscalationState>, context: Context): string | null {
  const { channels, organization } = context.policy.bundle
  const id = organization.fallback?.channel
  const channel = id && channels?.find((each) => each.id === idOf(id))
  if (!channel) return null
  const { state, subject, now } = draft
  const ways = waysToChannel(channel, context)
  for (const way of ways)
    draft.send({
      id: `${subject.id}.${state.generation}.a${state.announced}/${channel.id}-${way.channel}`,
      channel: way.channel,
      target: `channel:${channel.id}`,
      road: way.road,
      content: contentOf(draft, 'notify', {
        text: `Nobody has acknowledged this, asked ${state.announced} times. Somebody must look at it.`,
      }),
      until: momentOf(now.add({ hours: channelLifeHours })),
      generation: state.generation,
    })
  return ways.length > 0 ? channel.id : null
}
