import { z } from 'zod'
import { bundleSchema } from './schema/bundle.ts'
import { SINGLE_ALLOWED } from './schema/primitives.ts'
import { SCHEMA_WORDS } from './schema-words.ts'

export type JsonSchema = {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  additionalProperties?: JsonSchema | boolean
  items?: JsonSchema
  anyOf?: JsonSchema[]
  enum?: unknown[]
  minItems?: number
  [keyword: string]: unknown
}

let generated: JsonSchema | null = null

/** The language as JSON Schema (draft 2020-12) of what may be written, for editors. Generated from the parser once. */
export function bundleJsonSchema(): JsonSchema {
  generated ??= generate()
  return generated
}

function generate(): JsonSchema {
  const schema = z.toJSONSchema(bundleSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => allowSingle(jsonSchema as JsonSchema),
  }) as JsonSchema
  describe(schema, '')
  return { ...schema, title: 'Tocsin policy', description: 'An incident response policy: who is woken, what is owed, what is said.' }
}

/** Lists and single values look alike by their keys. */
function describe(schema: JsonSchema, keys: string): void {
  for (const form of expand(schema)) {
    if (form.items) describe(form.items, keys)
    for (const [name, property] of Object.entries(form.properties ?? {})) {
      const path = keys === '' ? name : `${keys}.${name}`
      const words = SCHEMA_WORDS[path]
      if (words !== undefined) property.description = words
      describe(property, path)
    }
  }
}

/** A list with the mark may be written as its single member. */
function allowSingle(schema: JsonSchema): void {
  if (!schema[SINGLE_ALLOWED] || !schema.items) return
  const { items, minItems } = schema
  for (const key of ['type', 'items', 'minItems', SINGLE_ALLOWED]) delete schema[key]
  schema.anyOf = [items, { type: 'array', items, ...(minItems === undefined ? {} : { minItems }) }]
}

/** The keys that may be written in the map at `path`, over all forms it may take; empty where there is no map. */
export function keysAt(path: readonly (string | number)[]): string[] {
  let forms = [bundleJsonSchema()]
  for (const part of path) forms = forms.flatMap((form) => below(form, part))
  return [...new Set(forms.flatMap((form) => Object.keys(form.properties ?? {})))]
}

function below(schema: JsonSchema, part: string | number): JsonSchema[] {
  const forms = expand(schema)
  if (typeof part === 'number')
    return forms.flatMap((form) => (form.items ? expand(form.items) : part === 0 && form.properties ? [form] : []))
  return forms.flatMap((form) => {
    const property = form.properties?.[part]
    if (property) return expand(property)
    return typeof form.additionalProperties === 'object' ? expand(form.additionalProperties) : []
  })
}

const expand = (schema: JsonSchema): JsonSchema[] => [schema, ...(schema.anyOf ?? []).flatMap(expand)]
