import type { JsonSchema } from '../../../core/policy/json-schema.ts'
import { formsOf } from './language.ts'

/** How a key of an entry is asked for. What has no simple form is asked for as it stands in the file. */
export type Kind = 'text' | 'number' | 'switch' | 'choice' | 'list' | 'yaml'
export type Field = { key: string; kind: Kind; help: string; options: string[]; isNeeded: boolean }

const typesOf = ({ type }: JsonSchema): string[] => (Array.isArray(type) ? type : type === undefined ? [] : [type])
const optionsOf = ({ enum: values = [], const: only, type }: JsonSchema): string[] =>
  type === 'boolean' ? ['true', 'false'] : [...values, ...(only === undefined ? [] : [only])].map(String)

function kindOf(schema: JsonSchema): Pick<Field, 'kind' | 'options'> {
  const leaves = formsOf(schema).filter((form) => form.anyOf === undefined)
  const options = [...new Set(leaves.flatMap(optionsOf))]
  if (leaves.length === 1 && typesOf(leaves[0] ?? {}).includes('boolean')) return { kind: 'switch', options }
  if (leaves.length > 0 && leaves.every((leaf) => optionsOf(leaf).length > 0)) return { kind: 'choice', options }
  const isPlain = (form: JsonSchema): boolean => typesOf(form).every((type) => type === 'string' || type === 'number' || type === 'integer')
  if (leaves.every((leaf) => (leaf.items ? formsOf(leaf.items).every(isPlain) : isPlain(leaf))))
    return { kind: leaves.some((leaf) => leaf.items) ? 'list' : 'text', options: [] }
  return { kind: 'yaml', options: [] }
}

/** The fields of a section's entries, in the order of the language. */
export function fieldsOf(language: JsonSchema, section: string): Field[] {
  const entry = formsOf(language.properties?.[section] ?? {}).flatMap(({ items }) => (items ? formsOf(items) : []))
  return entry.flatMap(({ properties = {}, required = [] }) =>
    Object.entries(properties)
      .filter(([key]) => key !== 'id')
      .map(([key, schema]): Field => {
        const help = typeof schema.description === 'string' ? schema.description : ''
        return { key, help, isNeeded: Array.isArray(required) && required.includes(key), ...kindOf(schema) }
      }),
  )
}

/** "15m" is text, "3" a number, "true" a word of the language: written as people would write it in the file. */
export function written(kind: Kind, typed: string): unknown {
  const text = typed.trim()
  if (text === '') return undefined
  if (kind === 'list')
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
  if (kind === 'switch' || kind === 'choice') return text === 'true' ? true : text === 'false' ? false : text
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : typed
}

export const shownOf = (kind: Kind, value: unknown): string => {
  if (value === undefined || value === null) return ''
  return kind === 'list' ? [value].flat().map(String).join('\n') : String(value)
}
