import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FILE, repaired, wordsInstead } from './repairs.ts'

const remedy = (words: string, file = FILE) => wordsInstead({ file, remedy: words })

test('what to write instead is taken from the remedy, when it is a word or three', () => {
  assert.deepEqual(remedy('did you mean `must`?'), ['must'])
  assert.deepEqual(remedy('did you mean `SEV-1`? write one of SEV-1, SEV-2'), ['SEV-1'])
  assert.deepEqual(remedy('write one of required, optional, none'), ['required', 'optional', 'none'])
  assert.deepEqual(remedy('write one of a, b, c, d'), [])
  assert.deepEqual(remedy('add a verified phone'), [])
  assert.deepEqual(remedy('did you mean `must`?', '(the running policy)'), [])
})

test('the word at the place is replaced, and nothing else', () => {
  assert.equal(repaired('a: 1\nmsut: notify # b', { line: 2, column: 1 }, 'must'), 'a: 1\nmust: notify # b')
  assert.equal(repaired('when: { severity: [SEV-9, SEV-2] }', { line: 1, column: 20 }, 'SEV-1'), 'when: { severity: [SEV-1, SEV-2] }')
  assert.equal(repaired('by: "user:an"', { line: 1, column: 5 }, 'user:ana'), 'by: user:ana')
  assert.equal(repaired('default: user:an', { line: 1, column: 10 }, 'user:ana'), 'default: user:ana')
})
