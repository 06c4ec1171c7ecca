import type { JsonObject } from '../../core/command/command.ts'
import type { FormView } from '../hear.ts'
import { cutText, isObject, objectIn, textOf } from '../reading.ts'

/** Slack's limits, in characters. */
const TITLE_LENGTH = 24
const LABEL_LENGTH = 75
const VALUE_LENGTH = 3000

const plain = (text: string, length: number) => ({ type: 'plain_text', text: cutText(text, length), emoji: false })

/** A form as a modal. What it is about comes back with it: Slack signs that it does. */
export function viewOf({ form, incident, title, submit, fields }: FormView, place: string): JsonObject {
  return {
    type: 'modal',
    callback_id: `tocsin.${form}`,
    private_metadata: JSON.stringify({ incident, place }),
    title: plain(title, TITLE_LENGTH),
    submit: plain(submit, TITLE_LENGTH),
    close: plain('Cancel', TITLE_LENGTH),
    blocks: fields.map(inputOf),
  }
}

function inputOf({ name, label, kind, options = [], isOptional }: FormView['fields'][number]): JsonObject {
  const element: JsonObject =
    kind === 'choice'
      ? {
          type: 'static_select',
          action_id: name,
          options: options.map((each) => ({ value: each.value, text: plain(each.label, LABEL_LENGTH) })),
        }
      : { type: 'plain_text_input', action_id: name, multiline: kind === 'text', max_length: VALUE_LENGTH }
  return { type: 'input', block_id: name, label: plain(label, LABEL_LENGTH), optional: isOptional === true, element }
}

type Filled = { values: Record<string, string>; place: string; incident: string | null; first: string }

/** What was filled in, by the names of the fields. `first` is where an error can stand. */
export function valuesIn(view: JsonObject): Filled {
  const blocks = isObject(view.state) && isObject(view.state.values) ? view.state.values : {}
  const values = Object.entries(blocks).flatMap(([block, inputs]) => {
    const [input] = isObject(inputs) ? Object.values(inputs).filter(isObject) : []
    const chosen = isObject(input?.selected_option) ? input.selected_option.value : input?.value
    return textOf(chosen) ? [[block, textOf(chosen)] as const] : []
  })
  const about = metadataIn(view.private_metadata)
  return {
    values: Object.fromEntries(values),
    place: textOf(about.place),
    incident: textOf(about.incident) || null,
    first: Object.keys(blocks)[0] ?? 'text',
  }
}

const metadataIn = (text: unknown): JsonObject => objectIn(textOf(text)) ?? {}
