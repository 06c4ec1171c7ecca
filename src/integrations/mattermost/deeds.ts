import { createHash } from 'node:crypto'
import { ROOM_ACTS } from '../../core/room/call.ts'
import type { SendIo } from '../declaration.ts'
import { CHAT_FORMS, type ChatAnswer, type ChatEvent, type ChatForm, type Heard, type HeardAnswer, type HearRequest } from '../hear.ts'
import { markdownText } from '../markdown-text.ts'
import { isObject, textOf } from '../reading.ts'
import { isSameText } from '../same-text.ts'
import { canShowForms, type Shown, showForm } from './dialog.ts'
import { writeTo } from './members.ts'
import { keyOf, proofOf } from './post.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const inJson = (body: object): HeardAnswer => ({ status: 200, headers: JSON_TYPE, body: JSON.stringify(body) })
const refused = (status: number, why: string): Heard => ({ refused: { status, body: '', why } })

/** What can be typed where this chat has no form. */
const TEACH: Record<ChatForm, string> = {
  declare: 'Write /incident declare SEV-1 and what customers cannot do.',
  update: 'Write /incident update and what is known; "next 30m" at the end promises the next word.',
  severity: 'Write /incident severity and the level, such as SEV-2, with the reason after it.',
  resolve: 'Write /incident resolve and what fixed it.',
}

const wordsOf = ({ form, said }: ChatAnswer): string => (form ? TEACH[form.form] : said)

/** A slash command, or a word that an outgoing webhook listens for; null for what has neither's shape. */
export function typedIn({ form, json, raw, secrets }: HearRequest, io: SendIo): Heard | null {
  const given: Record<string, unknown> = isObject(json) ? json : Object.fromEntries(form)
  if (!textOf(given.token) || !textOf(given.user_name) || new Set(form.keys()).size !== form.size) return null
  const tokens = (secrets.commandToken ?? '').split(',').flatMap((each) => each.trim() || [])
  if (tokens.length === 0) return refused(401, 'no token of a slash command is set; copy it from Mattermost')
  if (!tokens.some((token) => isSameText(given.token, token))) return refused(401, 'the token is not that of the slash command')
  const word = textOf(given.trigger_word)
  const text = word ? textOf(given.text).slice(word.length) : textOf(given.text)
  const event: ChatEvent = {
    ...{ kind: 'command', from: textOf(given.user_name), place: textOf(given.channel_id), incident: null },
    text: text.trim(),
  }
  const ephemeral = (said: string) => ({ response_type: 'ephemeral', text: markdownText(said) })
  const later = textOf(given.response_url)
  const shown = shownIn(given)
  const withForms = canShowForms(io, shown.trigger)
  const respond = async (said: string): Promise<void> => {
    if (!later) return
    const answered = await io.fetch(later, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(ephemeral(said)) })
    if (answered.status >= 300) throw new Error(`Mattermost answered ${answered.status} to what became of a command`)
  }
  return {
    // An outgoing webhook names its post, a command its trigger.
    once: `typed ${textOf(given.trigger_id) || textOf(given.post_id) || createHash('sha256').update(raw).digest('base64url')}`,
    answer: () => inJson({}),
    chat: {
      event,
      answer: (answer) => {
        if (answer?.form && withForms) return inJson({})
        return inJson(ephemeral(answer ? wordsOf(answer) : 'Working on it…'))
      },
      later: async (answer, isLate) => {
        const isShown = answer.form && withForms && (await showForm(io, answer.form, shown)).ok
        if (!isShown && (isLate || (answer.form && withForms))) await respond(wordsOf(answer))
      },
    },
  }
}

const shownIn = (given: Readonly<Record<string, unknown>>): Shown => ({
  user: textOf(given.user_id),
  name: textOf(given.user_name),
  place: textOf(given.channel_id),
  trigger: textOf(given.trigger_id),
})

type Pressed = { context: Readonly<Record<string, unknown>>; secrets: HearRequest['secrets']; io: SendIo }

/** A button of a room's card; the proof in it is ours. */
export function pressIn(json: Readonly<Record<string, unknown>>, { context, secrets, io }: Pressed): Heard {
  const name = ROOM_ACTS.find((act) => act === context.room)
  const incident = textOf(context.incident)
  const key = keyOf({ secrets })
  if (!name || !incident || !key) return refused(400, 'this is no button of a war room')
  if (!isSameText(context.proof, proofOf(key, { message: incident, action: `room.${name}` })))
    return refused(401, 'the proof in the button is not ours')
  const form = CHAT_FORMS.find((each) => each === name)
  const who = { from: textOf(json.user_name), place: textOf(json.channel_id), incident }
  const event: ChatEvent = form ? { ...who, kind: 'ask', form } : { ...who, kind: 'command', text: name }
  const shown = shownIn(json)
  const withForms = canShowForms(io, shown.trigger)
  const isForm = (said: ChatAnswer | null): boolean => said?.form !== undefined && withForms
  const answer = (said: ChatAnswer | null): HeardAnswer =>
    inJson(said && !isForm(said) && (said.form || !said.isDone) ? { ephemeral_text: markdownText(wordsOf(said)) } : {})
  const later = async (said: ChatAnswer, isLate: boolean): Promise<void> => {
    const isShown = said.form && withForms && (await showForm(io, said.form, shown)).ok
    if (!isShown && (isForm(said) || (isLate && !said.isDone))) await writeTo(shown.user, markdownText(wordsOf(said)), io)
  }
  return { once: `press ${shown.trigger}`, answer: () => inJson({}), chat: { event, answer, later } }
}
