import { createHash } from 'node:crypto'
import type { SendIo } from '../declaration.ts'
import type { Heard, HearRequest, ReplyResult } from '../hear.ts'
import { markdownText } from '../markdown-text.ts'
import { isObject, textOf } from '../reading.ts'
import { replyActionOf } from '../reply-buttons.ts'
import { isSameText } from '../same-text.ts'
import { pressIn, typedIn } from './deeds.ts'
import { submittedIn } from './dialog.ts'
import { writeTo } from './members.ts'
import { keyOf, proofOf } from './post.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/** Mattermost signs nothing, but it posts back what only it and we know: the proof in the button. */
export function hear(request: HearRequest, io: SendIo): Heard {
  const { json, raw, secrets } = request
  const sent = submittedIn(request, (said, { user }) => writeTo(user, markdownText(said), io))
  if (sent) return sent
  const typed = isObject(json) && !('token' in json) ? null : typedIn(request, io)
  if (typed) return typed
  const onCard =
    isObject(json) && isObject(json.context) && 'room' in json.context ? pressIn(json, { context: json.context, secrets, io }) : null
  if (onCard) return onCard
  const context = isObject(json) && isObject(json.context) ? json.context : {}
  const action = replyActionOf(context.action)
  const message = textOf(context.message)
  const key = keyOf({ secrets })
  if (!isObject(json) || !action || !message || !key) return refused(400, 'this is no pressed button of Mattermost')
  if (!isSameText(context.proof, proofOf(key, { message, action }))) return refused(401, 'the proof in the button is not ours')
  // Each press has its own trigger; an older server sends none, and then the same press is the same bytes.
  const once = textOf(json.trigger_id) || createHash('sha256').update(raw).digest('base64url')
  const replies = [{ from: textOf(json.user_name), concerning: { message }, text: action, action }]
  return { once, replies, answer: ([result]) => ({ status: 200, headers: JSON_TYPE, body: JSON.stringify(answerTo(result)) }) }
}

/** A post of the webhook has no id that we know, so what became of it is put into the answer. */
function answerTo(result: ReplyResult | undefined): object {
  if (!result) return {}
  const { outcome, said, about } = result
  if (outcome !== 'done' || !about) return { ephemeral_text: markdownText(said) }
  return { update: { message: `**${markdownText(about.title)}**\n\n${markdownText(said)}`, props: { attachments: [] } } }
}

const refused = (status: number, why: string): Heard => ({ refused: { status, body: '', why } })
