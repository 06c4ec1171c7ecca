import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleJsonSchema } from '../../../core/policy/json-schema.ts'
import { fieldsOf, shownOf, written } from './form-kinds.ts'

const kinds = (section: string): Record<string, string> =>
  Object.fromEntries(fieldsOf(bundleJsonSchema(), section).map(({ key, kind }) => [key, kind]))

test('each key has the field that fits it; what has no simple form stands as in the file', () => {
  const { name, aliases, respond_within, ticket, pages, customers, examples } = kinds('severities')
  assert.deepEqual(
    [name, aliases, respond_within, ticket, pages, customers, examples],
    ['text', 'list', 'text', 'switch', 'choice', 'yaml', 'list'],
  )
  const { must, within, when, by, on_miss } = kinds('obligations')
  assert.deepEqual([must, within, when, by, on_miss], ['choice', 'text', 'yaml', 'list', 'yaml'])
  for (const section of ['roles', 'channels', 'templates']) assert.ok(Object.keys(kinds(section)).length > 2, section)
  assert.ok(fieldsOf(bundleJsonSchema(), 'obligations').find(({ key }) => key === 'must')?.isNeeded)
})

test('what is typed is written as people write it', () => {
  assert.deepEqual(written('list', 'a\n\n b '), ['a', 'b'])
  assert.deepEqual(
    [written('text', '15m'), written('text', '3'), written('text', ' '), written('choice', 'true')],
    ['15m', 3, undefined, true],
  )
  assert.deepEqual([shownOf('list', 'one'), shownOf('list', ['a', 'b']), shownOf('choice', false)], ['one', 'a\nb', 'false'])
})
