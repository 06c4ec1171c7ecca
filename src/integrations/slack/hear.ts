import { createHmac } from 'node:crypto'
import type { SendIo } from '../declaration.ts'
import type { Heard, HearRequest, Reply, ReplyResult } from '../hear.ts'
import { isObject, objectIn, textOf } from '../reading.ts'
import { replyActionOf } from '../reply-buttons.ts'
import { isSameText } from '../same-text.ts'
import { callSlack } from './api.ts'
import { escaped } from './blocks.ts'
import { commandIn, eventIn, pressIn, submissionIn } from './deeds.ts'

/** Slack's own advice: what is older may be somebody's copy. */
const WINDOW_S = 5 * 60

const NOTHING = { status: 200, body: '' }

/** A command, a pressed button, a form, an event, or Slack asking whether we are there. Understood is only what is signed over the bytes as they came. */
export function hear(request: HearRequest, io: SendIo): Heard {
  const why = whyNotSlack(request)
  if (why) return { refused: { status: 401, body: '', why } }
  const once = textOf(request.headers['x-slack-signature'])
  const { json } = request
  if (isObject(json) && json.type === 'url_verification') {
    const challenge = JSON.stringify({ challenge: textOf(json.challenge) })
    return { once: null, answer: () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: challenge }) }
  }
  if (isObject(json)) return told(json, io)
  const command = commandIn(Object.fromEntries(request.form), io)
  if (command && isOnce(request.form)) return { answer: () => NOTHING, ...command }
  const payload = payloadIn(request.form)
  if (!payload) return { refused: { status: 400, body: '', why: 'this is no interaction of Slack' } }
  return interaction(payload, { once, io })
}

/** Two values of one name would be two readings of one signature. */
const isOnce = (form: URLSearchParams): boolean => new Set(form.keys()).size === form.size

/** What Slack tells of by itself; most of it is nothing to us. */
export const told = (payload: Record<string, unknown>, io: SendIo): Heard => ({
  once: null,
  answer: () => NOTHING,
  ...(payload.type === 'event_callback' ? eventIn(payload, io) : null),
})

/** A pressed button or a form that was sent: of a page, or of an incident. */
export function interaction(payload: Record<string, unknown>, { once, io }: { once: string; io: SendIo }): Heard {
  const deed = payload.type === 'view_submission' ? submissionIn(payload, io) : pressIn(payload, io)
  if (deed) return { answer: () => NOTHING, ...deed }
  return { once, replies: repliesIn(payload), answer: () => NOTHING, afterwards: (results) => explain(payload, results, io) }
}

function whyNotSlack({ headers, raw, secrets, now }: HearRequest): string | null {
  if (!secrets.signingSecret) return 'no signing secret is set; copy it from the Slack app, page Basic Information'
  const at = textOf(headers['x-slack-request-timestamp'])
  if (!/^\d{1,12}$/.test(at)) return 'the request says no time'
  if (Math.abs(now.epochMilliseconds / 1000 - Number(at)) > WINDOW_S) return `the request is of another time (${at})`
  const mac = createHmac('sha256', secrets.signingSecret).update(`v0:${at}:`).update(raw).digest('hex')
  return isSameText(headers['x-slack-signature'], `v0=${mac}`) ? null : 'the signature is not that of the signing secret'
}

/** Two payloads in one form would be two readings of one signature. */
function payloadIn(form: URLSearchParams): Record<string, unknown> | null {
  const [text, ...more] = form.getAll('payload')
  return !text || more.length > 0 ? null : objectIn(text)
}

/** Buttons that only open a link are told of as well; they are no answer. */
function repliesIn({ type, user, actions }: Record<string, unknown>): Reply[] {
  if (type !== 'block_actions' || !isObject(user) || !Array.isArray(actions)) return []
  return actions.filter(isObject).flatMap(({ action_id, value }) => {
    const action = replyActionOf(action_id)
    const message = textOf(value)
    return action && message ? [{ from: textOf(user.id), concerning: { message }, text: action, action }] : []
  })
}

/** What was done shows in the message; what was not is said to the one who pressed, and to nobody else. */
async function explain(payload: Record<string, unknown>, results: readonly ReplyResult[], io: SendIo): Promise<void> {
  const channel = isObject(payload.container) ? textOf(payload.container.channel_id) : ''
  const user = isObject(payload.user) ? textOf(payload.user.id) : ''
  for (const { outcome, said } of results) {
    if (outcome === 'done' || !channel || !user) continue
    const { receipt } = await callSlack(io, 'chat.postEphemeral', { channel, user, text: escaped(said), parse: 'none', link_names: false })
    if (!receipt.ok) throw new Error(`Slack was not told why a button did nothing: ${receipt.said}`)
  }
}
