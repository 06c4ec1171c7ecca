import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bundleJsonSchema } from '../../../core/policy/json-schema.ts'
import { namesIn, offersAt } from './language.ts'
import { placeOf } from './yaml-place.ts'

const POLICY = 'severities:\n  - { id: SEV-1, name: Critical }\nroles:\n  - id: commander\nusers:\n  - id: ana\n'
const offered = (text: string): string[] => offersAt(bundleJsonSchema(), placeOf(text.split('\n')), namesIn(POLICY)).map(({ word }) => word)

test('keys, words of a list and the policy’s own names are offered where they may stand', () => {
  assert.ok(offered('').includes('severities'))
  assert.ok(offered('severities:\n  - id: SEV-1\n    re').includes('respond_within'))
  assert.deepEqual(offered('severities:\n  - id: SEV-1\n    customers: { page: '), ['required', 'optional', 'none'])
  assert.ok(offered('obligations:\n  - id: a\n    must: ').includes('notify'))
  assert.ok(offered('severities:\n  - id: SEV-1\n    ticket: ').includes('true'))
  assert.deepEqual(offered('roles:\n  - id: x\n    default: [us'), ['SEV-1', 'role:commander', 'user:ana'])
  assert.deepEqual(offered('roles:\n  - id: x\n    default:\n      - us'), ['SEV-1', 'role:commander', 'user:ana'])
  assert.deepEqual(offered('severities:\n  - id: SEV-1\n    nonsense:\n      x'), [])
})

test('keys come with what they are for', () => {
  const offers = offersAt(bundleJsonSchema(), placeOf(['severities:', '  - resp']), [])
  assert.match(offers.find(({ word }) => word === 'respond_within')?.detail ?? '', /acknowledged/)
})
