import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { bundleJsonSchema, keysAt } from './json-schema.ts'
import { parseBundle } from './parse.ts'
import { printBundle } from './print.ts'
import type { Bundle } from './schema/bundle.ts'
import { bundleSchema } from './schema/bundle.ts'

const WHOLE = readFileSync(new URL('./whole-language.example.yaml', import.meta.url), 'utf8')

function read(text: string): Bundle {
  const { bundle, findings } = parseBundle([{ path: 'tocsin.yaml', text }])
  assert.deepEqual(findings, [])
  assert.ok(bundle)
  return bundle
}

test('the example has every section of the language', () => {
  assert.deepEqual(Object.keys(read(WHOLE)).toSorted(), Object.keys(bundleSchema.shape).toSorted())
})

test('printing what was read and reading what was printed changes nothing', () => {
  const bundle = read(WHOLE)
  const printed = printBundle(bundle)
  assert.deepEqual(read(printed), bundle)
  assert.equal(printBundle(read(printed)), printed)
})

test('a small bundle stays small: nothing is written that was not said', () => {
  const printed = printBundle(read('version: 1\norganization: { name: X }\nusers: [{ id: ann }]\nteams: []'))
  assert.equal(
    printed,
    'version: 1\norganization:\n  name: X\n  timezone: UTC\nusers:\n  - id: ann\n    role: responder\n    available: always\nteams: []\n',
  )
})

test('an entry has a line for each key, and what is short inside it one line', () => {
  const people = '[{ id: ann, contacts: { email: ann@x.example, slack: U1 }, rules: [{ after: 0m, by: [sms, phone] }] }]'
  const printed = printBundle(read(`version: 1\norganization: { name: X }\nusers: ${people}`))
  assert.match(
    printed,
    /users:\n {2}- id: ann\n {4}role: responder\n {4}available: always\n {4}contacts: \{ email: ann@x.example, slack: U1 \}\n {4}rules: \[ \{ after: 0m, by: \[ sms, phone \] \} \]\n/,
  )
})

test('texts that look like something else survive', () => {
  for (const name of ['yes', '1e3', '# no', 'a: b', '- x', '*x', 'ünï\n\ncode ', "it's", '"', '2026-01-01', 'null', '${HOME}x']) {
    const bundle = { ...read('version: 1\norganization: { name: X }'), links: [{ name, url: 'https://x.example' }] }
    const again = parseBundle([{ path: 'x', text: printBundle(bundle) }]).bundle
    assert.equal(again?.links?.[0]?.name, name)
  }
})

test('the JSON Schema knows every section and lets single values stand for lists', () => {
  const schema = bundleJsonSchema()
  assert.deepEqual(Object.keys(schema.properties ?? {}), Object.keys(bundleSchema.shape))
  assert.equal(schema.additionalProperties, false)
  assert.deepEqual(schema.required, ['version', 'organization'])
  const members = schema.properties?.teams?.items?.properties?.members
  assert.deepEqual(
    members?.anyOf?.map((form) => form.type),
    ['string', 'array'],
  )
  assert.doesNotMatch(JSON.stringify(schema), /x-single-allowed/)
})

test('the keys possible at a place are found through lists, single values and records', () => {
  assert.ok(keysAt(['users', 3, 'contacts']).includes('email'))
  assert.ok(keysAt(['escalation_policies', 0, 'steps', 0, 'when', 0]).includes('at_least'))
  assert.ok(keysAt(['incident', 'impact', 'ships']).includes('options'))
  assert.deepEqual(keysAt(['organization', 'name']), [])
})
