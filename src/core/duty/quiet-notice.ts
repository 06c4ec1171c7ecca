import type { Context, Message, Subject } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { quietWay, waysTo } from '../paging/roads.ts'
import { type Moment, momentOf } from '../time/moment.ts'

/** What somebody should know in time but need not wake for. `about` names it, so that it is told once. */
export type Notice = { user: string; about: string; title: string; text: string; until?: Moment }

/** News about shifts is read the next morning at the latest; after two days it is only confusing. */
const WORTH_HOURS = 48

/** The quiet message of a notice, null when no road leads to that person. */
export function quietMessage(notice: Notice, from: Subject, { policy, canSend, now }: Context): Omit<Message, 'from'> | null {
  const person = policy.user(notice.user)
  const way = person && quietWay(waysTo(person, canSend))
  if (!way) return null
  return {
    id: `${from.kind}.${from.id}.${notice.about}.${notice.user}`,
    channel: way.channel,
    target: `user:${notice.user}`,
    road: way.road,
    content: { kind: 'notify', title: notice.title, text: notice.text, notice: from.kind },
    until: notice.until ?? momentOf(now.add({ hours: WORTH_HOURS })),
    generation: 0,
  }
}

/** Sends it, or says that nobody could be told and why: whoever has no quiet road still shows in the record. */
export function tellQuietly<S extends object>(draft: Draft<S>, notice: Notice, context: Context): void {
  const message = quietMessage(notice, draft.subject, context)
  const { user, about } = notice
  if (message) draft.send(message)
  draft.tell(message ? 'notice.queued' : 'notice.impossible', {
    user,
    about,
    title: notice.title,
    ...(message ? { channel: message.channel } : { why: 'no road leads to them' }),
  })
}

/** What became of a notice, for the record. Null when the command is no outcome of a message. */
export function noticeOutcome(name: string, data: Record<string, unknown>): { name: string; data: Record<string, unknown> } | null {
  const { message, channel, target, said } = data
  if (name === 'delivered') return { name: 'notice.delivered', data: { message, channel, target } }
  if (name === 'failed') return { name: data.retrying ? 'notice.retrying' : 'notice.failed', data: { message, channel, target, said } }
  return null
}
