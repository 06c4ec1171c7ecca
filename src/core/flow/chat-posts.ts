import { canBeChanged } from '../chat-post/state.ts'
import type { Reaction } from '../command/command.ts'
import { chatPost, chatPostsOf, on, text } from './order.ts'

/** What a page became is written over it, wherever it stands in a chat: nobody answers what is answered. */
const rememberPost = on('page.delivered', ({ of, data }) => {
  const [message, channel, target, road, handle] = [data.message, data.channel, data.target, data.road, data.providerId].map(text)
  if (!message || !channel || !target || !road || !handle || !canBeChanged(channel)) return []
  return [chatPost(message, { name: 'posted', data: { escalation: of.id, channel, target, road, handle, isLate: data.late === true } })]
})

const CHANGES = ['acknowledged', 'taken_over', 'ack_expired', 'escalated', 'stopped']

const redrawPosts = CHANGES.map((change) =>
  on(`escalation.${change}`, ({ of }) => [chatPostsOf(of.id, { name: 'redraw', data: { isOver: change === 'stopped' } })]),
)

export const chatPostReactions: readonly Reaction[] = [rememberPost, ...redrawPosts]
