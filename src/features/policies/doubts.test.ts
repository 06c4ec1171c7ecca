import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Bundle, bundleSchema } from '../../core/policy/schema/bundle.ts'
import { doubtsAbout } from './doubts.ts'

const policyOf = (users: object[]): Bundle => bundleSchema.parse({ version: 1, organization: { name: 'Test' }, users })
const ann = { id: 'ann', role: 'admin' }
const ben = { id: 'ben', role: 'responder' }

test('a policy that leaves no administrator is doubted, with the way to keep one', () => {
  const [doubt, ...others] = doubtsAbout(policyOf([ann, ben]), policyOf([ben]))
  assert.deepEqual(others, [])
  assert.equal(doubt?.code, 'no-admin-left')
  assert.match(doubt?.words ?? '', /nobody would be an administrator any more \(ann is one now\)/)
  assert.match(doubt?.remedy ?? '', /tocsin export bundle DIR/)
})

test('another administrator, or none before, raises no doubt; one who is disabled counts as none', () => {
  assert.deepEqual(doubtsAbout(policyOf([ann]), policyOf([{ ...ben, role: 'admin' }])), [])
  assert.deepEqual(doubtsAbout(null, policyOf([ben])), [])
  assert.deepEqual(doubtsAbout(policyOf([ben]), policyOf([ben])), [])
  assert.equal(doubtsAbout(policyOf([ann]), policyOf([{ ...ann, disabled: true }]))[0]?.code, 'no-admin-left')
})
