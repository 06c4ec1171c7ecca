import type { Address, Message, SendIo } from '../declaration.ts'
import { instantFrom, isObject, textOf } from '../reading.ts'
import { callSlack } from './api.ts'

/**
 * Slack vouches for the address of a member of its own workspace that has been confirmed. Guests of other workspaces bring an
 * address that somebody else's admin has written.
 */
export async function emailOf(member: Address, io: SendIo): Promise<string | null> {
  const [{ body }, me] = await Promise.all([callSlack(io, 'users.info', { user: member }), callSlack(io, 'auth.test')])
  const { user } = body
  if (!isObject(user) || user.is_bot === true || user.deleted === true || user.is_email_confirmed === false) return null
  const isOwn = textOf(user.team_id) !== '' && textOf(user.team_id) === textOf(me.body.team_id) && user.is_stranger !== true
  const email = isObject(user.profile) ? textOf(user.profile.email) : ''
  return isOwn && email ? email : null
}

/** Posts of the app itself are no words of anybody. */
export async function messageAt({ place, message }: { place: string; message: string }, io: SendIo): Promise<Message | null> {
  const asked = { channel: place, latest: message, inclusive: true, limit: 1 }
  const { body } = await callSlack(io, 'conversations.history', asked)
  const found = Array.isArray(body.messages) ? body.messages.filter(isObject).find(({ ts }) => textOf(ts) === message) : undefined
  if (!found || textOf(found.bot_id)) return null
  return { text: textOf(found.text), from: textOf(found.user), at: instantFrom(Number(message) * 1000) }
}
