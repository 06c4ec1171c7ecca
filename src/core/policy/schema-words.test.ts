import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleJsonSchema, keysAt } from './json-schema.ts'
import { bundleSchema } from './schema/bundle.ts'
import { SCHEMA_WORDS } from './schema-words.ts'

test('every section of the language has a sentence for editors', () => {
  assert.deepEqual(
    Object.keys(bundleSchema.shape).filter((section) => !SCHEMA_WORDS[section]),
    [],
  )
  const { properties } = bundleJsonSchema()
  for (const section of Object.keys(bundleSchema.shape)) assert.equal(properties?.[section]?.description, SCHEMA_WORDS[section])
})

test('every sentence is of a key that there is', () => {
  const strays = Object.keys(SCHEMA_WORDS).filter((path) => {
    const keys = path.split('.')
    const above = keys.slice(0, -1).flatMap((key) => [key, 0])
    return !keysAt(above).includes(keys.at(-1) ?? '')
  })
  assert.deepEqual(strays, [])
})

test('a key below a list is described where an editor looks for it', () => {
  const written = JSON.stringify(bundleJsonSchema())
  for (const words of Object.values(SCHEMA_WORDS)) assert.ok(written.includes(JSON.stringify(words)), words)
})
