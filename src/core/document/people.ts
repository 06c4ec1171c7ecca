import { type Draft, slugOf } from './draft.ts'

/** Groups that a document speaks to by one word. The members are for its readers to fill in. */
const AUDIENCES: readonly [RegExp, string, string][] = [
  [/executive|c-level|vp\b|cto|ceo/i, 'executives', 'Executives'],
  [/manager|management/i, 'management', 'Management'],
  [/leadership/i, 'leadership', 'Leadership'],
  [/stakeholder/i, 'stakeholders', 'Stakeholders'],
  [/customer success/i, 'customer-success', 'Customer success'],
  [/support/i, 'support', 'Support'],
  [/on-?call/i, 'on-call', 'On-call'],
  [/engineer|team/i, 'engineering', 'Engineering'],
]

/** The audience a text speaks of; null when it speaks of none. */
export function audienceIn(draft: Draft, text: string, line: number): string | null {
  const found = AUDIENCES.find(([pattern]) => pattern.test(text))
  if (!found) return null
  const [, id, name] = found
  const entry = draft.entry('audiences', id, line)
  draft.put([...entry, 'name'], name, line)
  if (id === 'on-call') draft.add([...entry, 'members'], primary(draft, line), line)
  return id
}

/** The schedule of whoever is called first; made when the document has none of its own. */
export function primary(draft: Draft, line: number | null): string {
  draft.entry('schedules', 'primary', line)
  return 'schedule:primary'
}

export const ADDRESS = /[\w.+-]+@[\w-]+\.[\w.]+/

const ON_CALL = /on-?call/i

/** Whom a step or a role names: a schedule for whoever is on call, else a person known by their position. */
export function targetsIn(draft: Draft, text: string, line: number): string[] {
  const plain = text.replace(/\([^)]*\)/g, ' ').trim()
  return plain
    .split(/\s*(?:\/|,|\band\b|\bor\b|\+|&)\s*/i)
    .filter((part) => slugOf(part) !== '')
    .map((part) => targetOf(draft, part, line))
}

function targetOf(draft: Draft, part: string, line: number): string {
  const own = /^on-?call: *(.+)$/i.exec(part)?.[1]
  if (own && !/^(?:primary|secondary)$/i.test(own)) {
    draft.entry('schedules', slugOf(own), line)
    return `schedule:${slugOf(own)}`
  }
  if (/^(?:on-?call: *)?secondary|^backup on-?call/i.test(part)) {
    const entry = draft.entry('schedules', 'secondary', line)
    draft.put([...entry, 'follows'], primary(draft, null).replace('schedule:', ''), line)
    return 'schedule:secondary'
  }
  if (ON_CALL.test(part)) return primary(draft, line)
  return `user:${person(draft, part, line)}`
}

/** The entry of somebody who is known by their position: names come later. */
export function person(draft: Draft, position: string, line: number | null): string {
  const name = position
    .replace(/\([^)]*\)/g, '')
    .replace(/^[@#]/, '')
    .trim()
  const id = slugOf(name)
  const entry = draft.entry('users', id, line)
  draft.put([...entry, 'name'], name, line)
  return id
}
