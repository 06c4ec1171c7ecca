import type { Listening, SendIo } from '../declaration.ts'
import type { Heard, HeardAnswer } from '../hear.ts'
import { isObject, objectIn, textOf } from '../reading.ts'
import { callSlack } from './api.ts'
import { commandIn } from './deeds.ts'
import { interaction, told } from './hear.ts'

type Hand = (heard: Heard) => Promise<HeardAnswer | null>
type Payload = Readonly<Record<string, unknown>>

/** Longer is no opening. */
const OPENING_MS = 10_000

export const isSocketMode = ({ fields }: Pick<SendIo, 'fields'>): boolean => fields.mode === 'socket'

export const listensTo = (io: Pick<SendIo, 'fields' | 'secrets'>): boolean => isSocketMode(io) && Boolean(io.secrets.appToken)

/** Socket Mode: Slack needs no way in, because we call out. */
export async function listen(io: SendIo, hand: Hand): Promise<Listening> {
  const asApp = { ...io, secrets: { ...io.secrets, token: io.secrets.appToken ?? '' } }
  const { receipt, body } = await callSlack(asApp, 'apps.connections.open')
  const url = textOf(body.url)
  const socket = receipt.ok && url ? io.fetch.socket?.(url) : undefined
  if (!socket) throw new Error(`Slack opened no socket: ${receipt.said}`)
  const ended = new Promise<string>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => resolve(`closed with ${code} ${reason}`.trim()))
    socket.addEventListener('error', () => resolve('the connection broke'))
  })
  socket.addEventListener('message', ({ data }) => void take(socket, String(data), { io, hand }))
  await opened(socket, ended)
  return { ended, close: () => socket.close() }
}

async function opened(socket: WebSocket, ended: Promise<string>): Promise<void> {
  const isOpen = new Promise<true>((resolve) => socket.addEventListener('open', () => resolve(true)))
  const patience = AbortSignal.timeout(OPENING_MS)
  const late = new Promise<string>((resolve) => patience.addEventListener('abort', () => resolve(`not open after ${OPENING_MS / 1000} s`)))
  const why = await Promise.race([isOpen, ended, late])
  if (why === true) return
  socket.close()
  throw new Error(`Slack's socket: ${why}`)
}

/** Each envelope is acknowledged, with the answer where there is one: what is not comes again. */
async function take(socket: WebSocket, text: string, { io, hand }: { io: SendIo; hand: Hand }): Promise<void> {
  const envelope = readIn(text)
  if (envelope.type === 'disconnect') return socket.close()
  const id = textOf(envelope.envelope_id)
  if (!id || !isObject(envelope.payload)) return
  const heard = heardIn(textOf(envelope.type), envelope.payload, io)
  const answer = heard && (await hand(heard))
  // What failed is not acknowledged, so that Slack sends it again.
  if ((heard && !answer) || socket.readyState !== socket.OPEN) return
  const payload = answer?.body ? readIn(answer.body) : null
  socket.send(JSON.stringify({ envelope_id: id, ...(payload && envelope.accepts_response_payload !== false ? { payload } : {}) }))
}

function heardIn(type: string, payload: Payload, io: SendIo): Heard | null {
  if (type === 'slash_commands') {
    const command = commandIn(payload, io)
    return command && { answer: () => ({ status: 200, body: '' }), ...command }
  }
  if (type === 'interactive') return interaction(payload, { once: `press ${textOf(payload.trigger_id)}`, io })
  return type === 'events_api' ? told(payload, io) : null
}

const readIn = (text: string): Payload => objectIn(text) ?? {}
