import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isCombination, keycaps, type Press, patternOf } from './keys.ts'

const press = (key: string, held: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

test('a press is named as a pattern', () => {
  assert.equal(patternOf(press('a')), 'a')
  assert.equal(patternOf(press('k', { ctrlKey: true })), 'mod+k')
  assert.equal(patternOf(press('K', { metaKey: true })), 'mod+k')
  assert.equal(patternOf(press('?', { shiftKey: true })), '?')
  assert.equal(patternOf(press('Enter', { ctrlKey: true, shiftKey: true })), 'mod+shift+Enter')
})

test('only combinations work while somebody types', () => {
  assert.equal(isCombination('mod+k'), true)
  assert.equal(isCombination('g i'), false)
  assert.equal(isCombination('c'), false)
})

test('keycaps say what is printed on the keys', () => {
  assert.deepEqual(keycaps('g i'), ['G', 'I'])
  assert.deepEqual(keycaps('mod+k'), ['Ctrl K'])
  assert.deepEqual(keycaps('mod+Enter'), ['Ctrl ↵'])
})
