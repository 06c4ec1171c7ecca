import { randomUUID } from 'node:crypto'
import { isMarking } from '../../core/room/marking.ts'
import type { Listening, SendIo } from '../declaration.ts'
import type { ChatAnswer, ChatEvent, Heard, HeardAnswer } from '../hear.ts'
import { markdownText } from '../markdown-text.ts'
import { isObject, objectIn, textOf } from '../reading.ts'
import { callMattermost } from './api.ts'
import { nameOfMember, writeTo } from './members.ts'

type Hand = (heard: Heard) => Promise<HeardAnswer | null>
type Payload = Readonly<Record<string, unknown>>
type Ear = { io: SendIo; hand: Hand; me: string }

/** Longer is no opening. */
const OPENING_MS = 10_000
const ASKED = 1

/** Who keeps rooms there hears what is marked in them, and who answers in the wrong place. */
export const listensTo = ({ fields, secrets }: Pick<SendIo, 'fields' | 'secrets'>): boolean =>
  Boolean(secrets.token && textOf(fields.server) && textOf(fields.team))

/** The server tells over a socket what happens in the channels that the bot is in. */
export async function listen(io: SendIo, hand: Hand): Promise<Listening> {
  const me = await callMattermost(io, { path: 'users/me' })
  const url = `${textOf(io.fields.server).replace(/^http/, 'ws').replace(/\/+$/, '')}/api/v4/websocket`
  const socket = me.receipt.ok ? io.fetch.socket?.(url) : undefined
  if (!socket) throw new Error(`Mattermost opened no socket: ${me.receipt.said}`)
  const ended = new Promise<string>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => resolve(`closed with ${code} ${reason}`.trim()))
    socket.addEventListener('error', () => resolve('the connection broke'))
  })
  const ear = { io, hand, me: textOf(me.body.id) }
  let admit = (_: string): void => {}
  const admitted = new Promise<string>((resolve) => {
    admit = resolve
  })
  socket.addEventListener('open', () => socket.send(challenge(io)))
  // One after another: of two who mark one message the first has marked it.
  let turn = Promise.resolve()
  socket.addEventListener('message', ({ data }) => {
    const told = readIn(String(data))
    if (told.seq_reply === ASKED) return admit(told.status === 'OK' ? '' : 'the token was refused')
    const next = () => take(told, ear)
    turn = turn.then(next, next)
  })
  await opened(socket, Promise.race([admitted, ended]))
  return { ended, close: () => socket.close() }
}

const challenge = ({ secrets }: SendIo): string =>
  JSON.stringify({ seq: ASKED, action: 'authentication_challenge', data: { token: secrets.token } })

async function opened(socket: WebSocket, admitted: Promise<string>): Promise<void> {
  const patience = AbortSignal.timeout(OPENING_MS)
  const late = new Promise<string>((resolve) => patience.addEventListener('abort', () => resolve(`not open after ${OPENING_MS / 1000} s`)))
  const why = await Promise.race([admitted, late])
  if (why === '') return
  socket.close()
  throw new Error(`Mattermost's socket: ${why}`)
}

/** What the server tells is told once; a process that takes over hears what comes after. */
async function take(told: Payload, ear: Ear): Promise<void> {
  const read = READ[textOf(told.event)]?.(told, ear)
  const name = read && read.by !== ear.me ? await nameOfMember(read.by, ear.io) : ''
  if (!read || !name) return
  const event = { ...read.deed, from: name, place: read.place } as ChatEvent
  await ear.hand({
    once: read.once,
    answer: () => NOTHING,
    chat: { event, answer: () => NOTHING, later: (answer) => say(answer, { ...read, kind: event.kind }, ear.io) },
  })
}

const NOTHING: HeardAnswer = { status: 200, body: '' }

type Deed = { kind: 'marked'; message: string } | { kind: 'threaded'; root: string } | { kind: 'joined' }
type Read = { by: string; place: string; once: string; root?: string; deed: Deed }

const READ: Readonly<Record<string, (told: Payload, ear: Ear) => Read | null>> = {
  posted: (told) => {
    const post = readIn(textOf(dataOf(told).post))
    const root = textOf(post.root_id)
    const isBot = isObject(post.props) && textOf(post.props.from_bot) === 'true'
    if (!root || textOf(post.type) || isBot) return null
    // Whoever goes on in a thread has been shown the way.
    return { by: textOf(post.user_id), place: textOf(post.channel_id), once: `thread ${root}`, root, deed: { kind: 'threaded', root } }
  },
  reaction_added: (told) => {
    const { user_id: by, post_id: message, emoji_name: emoji } = readIn(textOf(dataOf(told).reaction))
    if (!isMarking(textOf(emoji))) return null
    const once = `reaction ${textOf(by)} ${textOf(message)} ${textOf(emoji)}`
    return { by: textOf(by), place: placeOf(told), once, deed: { kind: 'marked', message: textOf(message) } }
  },
  user_added: (told) => ({
    ...{ by: textOf(dataOf(told).user_id), place: placeOf(told) },
    ...{ once: `joined ${randomUUID()}`, deed: { kind: 'joined' } as const },
  }),
}

const dataOf = ({ data }: Payload): Payload => (isObject(data) ? data : {})
const placeOf = ({ broadcast }: Payload): string => (isObject(broadcast) ? textOf(broadcast.channel_id) : '')

/** What is for one person is written to them; the way to the room stands in the thread. */
async function say({ said, isDone, room }: ChatAnswer, { kind, by, place, root }: Read & { kind: string }, io: SendIo): Promise<void> {
  if (!said || (kind === 'marked' && isDone)) return
  if (kind !== 'threaded') return writeTo(by, markdownText(said), io)
  if (!room) return
  const { body } = await callMattermost(io, { path: `channels/${room}` })
  const given = { channel_id: place, root_id: root, message: `${markdownText(said)} ~${textOf(body.name)}` }
  const { receipt } = await callMattermost(io, { method: 'POST', path: 'posts', given })
  if (!receipt.ok) throw new Error(`nobody was pointed to the room: ${receipt.said}`)
}

const readIn = (text: string): Payload => objectIn(text) ?? {}
