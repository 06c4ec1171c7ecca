import type { JsonSchema } from '../../../core/policy/json-schema.ts'
import { ENTRY, type Typed } from './yaml-place.ts'

/** A word that may stand there, and what it is for. */
export type Offer = { word: string; kind: 'key' | 'value'; detail: string }

/** A value may have several forms: all of them. */
export const formsOf = (schema: JsonSchema): JsonSchema[] => [schema, ...(schema.anyOf ?? []).flatMap(formsOf)]

/** The forms of what stands at a path. A list that may be written as its only member is read either way. */
export function schemasAt(language: JsonSchema, path: readonly string[]): JsonSchema[] {
  return path.reduce<JsonSchema[]>((forms, key) => forms.flatMap((form) => below(form, key)), formsOf(language))
}

function below({ items, properties, additionalProperties }: JsonSchema, key: string): JsonSchema[] {
  if (key === ENTRY) return items ? formsOf(items) : []
  const property = properties?.[key] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
  return property ? formsOf(property) : []
}

/** What may be written at the place; `names` are those that the policy itself gives: `user:ana`, `SEV-1`. */
export function offersAt(language: JsonSchema, { path, kind }: Typed, names: readonly string[]): Offer[] {
  const forms = schemasAt(language, path)
  const known = forms.flatMap(({ properties = {} }) => Object.entries(properties))
  // an entry of a list may be a map that begins, or a word
  if (kind === 'key' && known.length > 0) {
    return [...new Map(known)].map(([word, { description }]) => ({
      word,
      kind,
      detail: typeof description === 'string' ? description : '',
    }))
  }
  const all = forms.flatMap((form) => (form.items ? formsOf(form.items) : [form]))
  const words = all.flatMap(({ enum: values = [], const: only, type }) => [
    ...values,
    ...(only === undefined ? [] : [only]),
    ...(type === 'boolean' ? [true, false] : []),
  ])
  if (words.length > 0) return [...new Set(words.map(String))].map((word) => ({ word, kind: 'value' as const, detail: '' }))
  return all.some(({ pattern }) => pattern !== undefined) ? names.map((word) => ({ word, kind: 'value' as const, detail: '' })) : []
}

/** How entries of a section are named elsewhere. Levels and a few others stand without their kind. */
const KINDS: Readonly<Record<string, string>> = {
  users: 'user:',
  teams: 'team:',
  schedules: 'schedule:',
  roles: 'role:',
  channels: 'channel:',
  severities: '',
  audiences: '',
  escalation_policies: '',
  services: '',
}

/** The names that a text gives to what it holds. */
export function namesIn(text: string): string[] {
  let kind: string | undefined
  return text.split('\n').flatMap((line) => {
    const section = /^([a-z_]+):/.exec(line)?.[1]
    if (section) kind = KINDS[section]
    const id = /^\s{0,4}-\s+(?:\{\s*)?id:\s*"?([\w. -]+?)"?\s*(?:,|\}|#|$)/.exec(line)?.[1]
    return id === undefined || kind === undefined ? [] : [`${kind}${id}`]
  })
}
