import type { Message, SendIo } from '../declaration.ts'
import { instantFrom, isObject, textOf } from '../reading.ts'
import { callMattermost } from './api.ts'
import { ID } from './places.ts'

/** The user name behind an id: what people have among their contacts. `''`: nobody. */
export async function nameOfMember(id: string, io: SendIo): Promise<string> {
  if (!ID.test(id)) return ''
  return textOf((await callMattermost(io, { path: `users/${id}` })).body.username)
}

/** Posts of bots are no words of anybody. */
export async function messageAt({ place, message }: { place: string; message: string }, io: SendIo): Promise<Message | null> {
  if (!ID.test(message)) return null
  const { receipt, body } = await callMattermost(io, { path: `posts/${message}` })
  const isBot = isObject(body.props) && textOf(body.props.from_bot) === 'true'
  if (!receipt.ok || textOf(body.channel_id) !== place || isBot) return null
  const from = await nameOfMember(textOf(body.user_id), io)
  return from ? { text: textOf(body.message), from, at: instantFrom(Number(body.create_at)) } : null
}

/** A message to one person: a bot may not whisper in a channel. */
export async function writeTo(member: string, text: string, io: SendIo): Promise<void> {
  const me = await callMattermost(io, { path: 'users/me' })
  const direct = await callMattermost(io, { method: 'POST', path: 'channels/direct', given: [textOf(me.body.id), member] })
  const given = { channel_id: textOf(direct.body.id), message: text }
  const { receipt } = direct.receipt.ok ? await callMattermost(io, { method: 'POST', path: 'posts', given }) : direct
  if (!receipt.ok) throw new Error(`Mattermost did not tell somebody what became of it: ${receipt.said}`)
}
