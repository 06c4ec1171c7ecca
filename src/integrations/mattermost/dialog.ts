import { createHmac } from 'node:crypto'
import type { SendIo } from '../declaration.ts'
import { CHAT_FORMS, type ChatAnswer, type ChatForm, type FormView, type Heard, type HeardAnswer, type HearRequest } from '../hear.ts'
import { cutText, isObject, textOf } from '../reading.ts'
import type { Receipt } from '../receipt.ts'
import { isSameText } from '../same-text.ts'
import { callMattermost } from './api.ts'
import { keyOf } from './post.ts'

/** Mattermost's limits, in characters. */
const TITLE_LENGTH = 24
const HELP_LENGTH = 150
const LONGEST = { line: 150, text: 3000 }
const ERROR_LENGTH = 300
/** A form that is sent later was forgotten, or copied. */
const OPEN_FOR_S = 60 * 60

/** Who is shown a form, by their id and name, and for what: only they can send it. `trigger` is what they did to see it. */
export type Shown = { user: string; name: string; place: string; trigger: string }

/** A form can be shown where the server is known and can post back to us. */
export const canShowForms = (io: SendIo, trigger: string): boolean =>
  Boolean(trigger && io.hearUrl && io.secrets.token && textOf(io.fields.server))

/** The server keeps what is opened for three seconds after the press or command. */
export async function showForm(io: SendIo, form: FormView, shown: Shown): Promise<Receipt> {
  const given = { trigger_id: shown.trigger, url: io.hearUrl, dialog: dialogOf(form, sealed(io, form, shown)) }
  return (await callMattermost(io, { method: 'POST', path: 'actions/dialogs/open', given })).receipt
}

const dialogOf = ({ form, title, submit, fields }: FormView, state: string): object => ({
  callback_id: `tocsin.${form}`,
  title: cutText(title, TITLE_LENGTH),
  submit_label: cutText(submit, TITLE_LENGTH),
  elements: fields.map(elementOf),
  notify_on_cancel: false,
  state,
})

function elementOf({ name, label, kind, options = [], isOptional }: FormView['fields'][number]): object {
  const shape =
    kind === 'choice'
      ? { type: 'select', options: options.map((each) => ({ value: each.value, text: each.label })) }
      : { type: kind === 'text' ? 'textarea' : 'text', max_length: LONGEST[kind] }
  const help = label.length > TITLE_LENGTH ? { help_text: cutText(label, HELP_LENGTH) } : {}
  return { name, display_name: cutText(label, TITLE_LENGTH), optional: isOptional === true, ...help, ...shape }
}

type State = Shown & { form: ChatForm; incident: string | null; at: number }

/**
 * The browser that shows the form has this too, and the server signs nothing: whoever knows it can be nobody but the person to whom
 * it was shown.
 */
function sealed(io: SendIo, { form, incident }: FormView, shown: Shown): string {
  const state: State = { ...shown, form, incident, at: Math.floor(io.now.epochMilliseconds / 1000) }
  return JSON.stringify({ ...state, proof: proofOf(keyOf(io), state) })
}

const proofOf = (key: string, { user, name, place, trigger, form, incident, at }: State): string =>
  createHmac('sha256', key)
    .update(JSON.stringify(['mattermost', 'form', user, name, place, trigger, form, incident, at]))
    .digest('base64url')

const refused = (status: number, why: string): Heard => ({ refused: { status, body: '', why } })
const inJson = (body: object): HeardAnswer => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** A form that was sent; null for what is none. What is wrong stands in the form, as long as it is open. */
export function submittedIn({ json, secrets, now }: HearRequest, tell: (said: string, to: State) => Promise<void>): Heard | null {
  if (!isObject(json) || json.type !== 'dialog_submission') return null
  const state = stateIn(json.state)
  const key = keyOf({ secrets })
  if (!state || !key || !isSameText(state.proof, proofOf(key, state))) return refused(401, 'the proof in the form is not ours')
  if (textOf(json.user_id) !== state.user) return refused(401, 'the form was shown to somebody else')
  if (now.epochMilliseconds / 1000 - state.at > OPEN_FOR_S) return refused(401, 'the form was opened too long ago')
  const given = isObject(json.submission) ? json.submission : {}
  const values = Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (textOf(value) ? [[name, textOf(value)]] : [])))
  const { form, incident, name: from, place } = state
  const failure = (said: string) => inJson({ error: cutText(said, ERROR_LENGTH) })
  return {
    once: `form ${state.trigger}`,
    answer: () => inJson({}),
    chat: {
      event: { kind: 'submitted', from, place, form, incident, values },
      answer: (answer) => (answer && !answer.isDone ? failure(answer.said) : inJson({})),
      mayComeAgain: ({ isDone }: ChatAnswer) => !isDone,
      later: async ({ isDone, said }, isLate) => {
        const isNews = isLate ? !isDone || form === 'declare' : isDone && form === 'declare'
        if (isNews) await tell(said, state)
      },
    },
  }
}

function stateIn(text: unknown): (State & { proof: string }) | null {
  try {
    const read: unknown = JSON.parse(textOf(text))
    if (!isObject(read)) return null
    const form = CHAT_FORMS.find((each) => each === read.form)
    const { user, name, place, trigger, incident, proof, at } = read
    if (!form || typeof at !== 'number') return null
    return {
      ...{ user: textOf(user), name: textOf(name), place: textOf(place), trigger: textOf(trigger), proof: textOf(proof) },
      ...{ form, incident: textOf(incident) || null, at },
    }
  } catch {
    return null
  }
}
