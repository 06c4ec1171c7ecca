import { isMarking } from '../../core/room/marking.ts'
import type { SendIo } from '../declaration.ts'
import { CHAT_FORMS, type ChatAnswer, type ChatEvent, type ChatForm, type HeardAnswer, type Overheard } from '../hear.ts'
import { isObject, textOf } from '../reading.ts'
import { callSlack } from './api.ts'
import { escaped } from './blocks.ts'
import { valuesIn, viewOf } from './modal.ts'

type Payload = Readonly<Record<string, unknown>>
export type Understood = { once: string; chat: Overheard }

const JSON_TYPE = { 'content-type': 'application/json' }
const NOTHING: HeardAnswer = { status: 200, body: '' }
const inJson = (body: object): HeardAnswer => ({ status: 200, headers: JSON_TYPE, body: JSON.stringify(body) })

/** Only whoever did it is told. */
async function whisper(io: SendIo, { channel, user, said, thread }: { channel: string; user: string; said: string; thread?: string }) {
  if (!said || !channel || !user) return
  const { receipt } = await callSlack(io, 'chat.postEphemeral', {
    ...{ channel, user, text: escaped(said), parse: 'none', link_names: false },
    ...(thread ? { thread_ts: thread } : {}),
  })
  if (!receipt.ok) throw new Error(`Slack was not told what became of it: ${receipt.said}`)
}

async function showForm(io: SendIo, { answer, trigger, place }: { answer: ChatAnswer; trigger: string; place: string }): Promise<void> {
  if (!answer.form) return
  const { receipt } = await callSlack(io, 'views.open', { trigger_id: trigger, view: viewOf(answer.form, place) })
  if (!receipt.ok) throw new Error(`Slack did not open the form: ${receipt.said}`)
}

/** `/incident …`: answered in place, or through the address that Slack gives for half an hour. */
export function commandIn(payload: Payload, io: SendIo): Understood | null {
  const { user_id: user, channel_id: channel, text, trigger_id: trigger, response_url: later } = payload
  if (!textOf(payload.command).startsWith('/') || !textOf(user)) return null
  const place = textOf(channel)
  const ephemeral = (said: string) => ({ response_type: 'ephemeral', text: escaped(said) })
  return {
    once: `command ${textOf(trigger) || textOf(later)}`,
    chat: {
      event: { kind: 'command', from: textOf(user), place, text: textOf(text), incident: null },
      answer: (answer) => (answer?.form ? NOTHING : inJson(ephemeral(answer ? answer.said : 'Working on it…'))),
      later: async (answer, isLate) => {
        if (answer.form) return showForm(io, { answer, trigger: textOf(trigger), place })
        if (!isLate || !answer.said) return
        const said = await io.fetch(textOf(later), { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(ephemeral(answer.said)) })
        if (said.status >= 300) throw new Error(`Slack answered ${said.status} to what became of a command`)
      },
    },
  }
}

/** A button of a room's card. Buttons of pages are replies, and read elsewhere. */
export function pressIn(payload: Payload, io: SendIo): Understood | null {
  const { user, container, channel, trigger_id: trigger, actions } = payload
  const [pressed] = Array.isArray(actions) ? actions.filter(isObject) : []
  const name = /^room\.([a-z]+)$/.exec(textOf(pressed?.action_id))?.[1]
  if (!name || !isObject(user)) return null
  const from = textOf(user.id)
  const place = (isObject(container) && textOf(container.channel_id)) || (isObject(channel) ? textOf(channel.id) : '')
  const incident = textOf(pressed?.value) || null
  const form = formNamed(name)
  const event: ChatEvent = form ? { kind: 'ask', from, place, form, incident } : { kind: 'command', from, place, text: name, incident }
  const later = async (answer: ChatAnswer): Promise<void> => {
    if (answer.form) return showForm(io, { answer, trigger: textOf(trigger), place })
    // What was done shows on the card.
    if (!answer.isDone) await whisper(io, { channel: place, user: from, said: answer.said })
  }
  return { once: `press ${textOf(trigger)}`, chat: { event, answer: () => NOTHING, later } }
}

const formNamed = (name: string): ChatForm | null => CHAT_FORMS.find((form) => form === name) ?? null

/** A form that was sent: what is wrong stands in the form, as long as it is open. */
export function submissionIn({ user, view, trigger_id: trigger }: Payload, io: SendIo): Understood | null {
  if (!isObject(view) || !isObject(user)) return null
  const form = formNamed(/^tocsin\.([a-z]+)$/.exec(textOf(view.callback_id))?.[1] ?? '')
  if (!form) return null
  const from = textOf(user.id)
  const { values, place, incident, first } = valuesIn(view)
  const errors = (said: string) => inJson({ response_action: 'errors', errors: { [first]: said } })
  return {
    once: `form ${textOf(view.id)} ${textOf(view.hash)} ${textOf(trigger)}`,
    chat: {
      event: { kind: 'submitted', from, place, form, incident, values },
      answer: (answer) => (answer && !answer.isDone ? errors(answer.said) : NOTHING),
      later: async ({ isDone, said }, isLate) => {
        const isNews = isLate ? !isDone || form === 'declare' : isDone && form === 'declare'
        if (isNews) await whisper(io, { channel: place, user: from, said })
      },
    },
  }
}

/** What Slack tells of by itself. Null for what is nothing to us, our own doings among it. */
export function eventIn(payload: Payload, io: SendIo): Understood | null {
  const { event } = payload
  if (!isObject(event) || textOf(event.bot_id) || textOf(event.subtype)) return null
  const from = textOf(event.user)
  const heard = from && !isOurs(payload, from) ? READ[textOf(event.type)]?.(event, from) : null
  if (!heard) return null
  // Whoever goes on in a thread has been shown the way.
  const once = heard.kind === 'threaded' ? `thread ${heard.root}` : `event ${textOf(payload.event_id)}`
  return { once, chat: { event: heard, answer: () => NOTHING, later: sayer(event, heard, io) } }
}

const isOurs = ({ authorizations }: Payload, user: string): boolean =>
  Array.isArray(authorizations) && authorizations.filter(isObject).some((each) => each.is_bot === true && textOf(each.user_id) === user)

const READ: Readonly<Record<string, (event: Payload, from: string) => ChatEvent | null>> = {
  app_mention: ({ channel, text }, from) => ({
    ...{ kind: 'command', from, place: textOf(channel), incident: null },
    text: textOf(text).replace(/^\s*<@[^>]+>\s*/, ''),
  }),
  message: ({ channel, ts, thread_ts: thread }, from) => {
    const isReply = textOf(thread) !== '' && textOf(thread) !== textOf(ts)
    return isReply ? { kind: 'threaded', from, place: textOf(channel), root: `${textOf(channel)}:${textOf(thread)}` } : null
  },
  reaction_added: ({ reaction, item }, from) =>
    isObject(item) && isMarking(textOf(reaction).replace(/::skin-tone-\d$/, ''))
      ? { kind: 'marked', from, place: textOf(item.channel), message: textOf(item.ts) }
      : null,
  pin_added: ({ channel_id: channel, item }, from) => {
    const message = isObject(item) && isObject(item.message) ? textOf(item.message.ts) : ''
    return message ? { kind: 'marked', from, place: textOf(channel), message } : null
  },
  member_joined_channel: ({ channel }, from) => ({ kind: 'joined', from, place: textOf(channel) }),
}

const sayer =
  (event: Payload, { kind, from, place }: ChatEvent, io: SendIo): NonNullable<Overheard['later']> =>
  async ({ said, isDone, room }) => {
    if (kind === 'marked' && isDone) return
    const thread = textOf(event.thread_ts)
    if (kind !== 'threaded') return whisper(io, { channel: place, user: from, said, ...(thread ? { thread } : {}) })
    if (!said || !room) return
    const text = `${escaped(said)} <#${room}>`
    const { receipt } = await callSlack(io, 'chat.postMessage', { channel: place, thread_ts: thread, text, link_names: false })
    if (!receipt.ok) throw new Error(`nobody was pointed to the room: ${receipt.said}`)
  }
