import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOf } from './yaml-place.ts'

const at = (text: string) => {
  const { path, kind, word } = placeOf(text.split('\n'))
  return [path.join('.'), kind, word]
}

test('the place of what is typed is read from the lines above', () => {
  assert.deepEqual(at('sev'), ['', 'key', 'sev'])
  assert.deepEqual(at('severities:\n  - id: SEV-1\n    resp'), ['severities.[]', 'key', 'resp'])
  assert.deepEqual(at('severities:\n- id: SEV-1\n  resp'), ['severities.[]', 'key', 'resp'])
  assert.deepEqual(at('severities:\n  - na'), ['severities.[]', 'key', 'na'])
  assert.deepEqual(at('severities:\n  - id: SEV-1\n    customers:\n      page: req'), ['severities.[].customers.page', 'value', 'req'])
  assert.deepEqual(at('a: 1\n\n# words: here\nroles:\n  - id: x\n    duties:\n      - one\nsev'), ['', 'key', 'sev'])
  assert.deepEqual(at('obligations:\n  - id: a\n    on_miss:\n      remind: x\n    mu'), ['obligations.[]', 'key', 'mu'])
})

test('maps and lists on one line are read, too', () => {
  assert.deepEqual(at('obligations:\n  - id: a\n    when: { sev'), ['obligations.[].when', 'key', 'sev'])
  assert.deepEqual(at('obligations:\n  - id: a\n    when: { severity: [SEV-1, SE'), ['obligations.[].when.severity.[]', 'value', 'SE'])
  assert.deepEqual(at('obligations:\n  - id: a\n    by: [sms, em'), ['obligations.[].by.[]', 'value', 'em'])
  assert.deepEqual(at('obligations:\n  - { id: a, must: no'), ['obligations.[].must', 'value', 'no'])
  assert.deepEqual(at('x:\n  y: { a: 1 } '), ['x.y', 'value', ''])
})
