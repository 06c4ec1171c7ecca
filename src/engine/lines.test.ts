import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lines, takeInTurns } from './lines.ts'

test('the first of a line does not wait, what follows stands one behind the other', () => {
  const lines = new Lines()
  assert.equal(lines.join('a', 0), null)
  assert.deepEqual([lines.join('a', 0), lines.join('a', 0), lines.join('b', 0), lines.join('a', 10)], [1, 2, null, 0])
  assert.equal(lines.join('a', 1_500), null, 'after a pause it is the first again')
})

test('lines that are over are forgotten before there are too many', () => {
  const lines = new Lines()
  for (let n = 0; n < 20_000; n += 1) lines.join(`old ${n}`, 0)
  assert.equal(lines.join('new', 5_000), null)
  assert.equal((lines as unknown as { freeAt: Map<string, number> }).freeAt.size, 1)
})

test('of many that wait each line gets its turn, and nobody overtakes in a line', () => {
  const waiting = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'a5', 'b2']
  const taken = takeInTurns(waiting, 5, (each) => each.charAt(0))
  assert.deepEqual(taken, ['a1', 'a2', 'b1', 'c1', 'b2'])
  assert.deepEqual(waiting, ['a3', 'a4', 'a5'])
  assert.deepEqual(
    takeInTurns(waiting, 5, (each) => each),
    ['a3', 'a4', 'a5'],
  )
  assert.deepEqual(waiting, [])
})

test('I-19 acknowledgements and receipts stand in no line: alerts of many lines do not overtake them', () => {
  const waiting = ['ack 1', 'ack 2', 'ack 3', 'alert a', 'alert b', 'alert c', 'alert c']
  assert.deepEqual(
    takeInTurns(waiting, 4, (each) => (each.startsWith('ack') ? undefined : each)),
    ['ack 1', 'ack 2', 'ack 3', 'alert a'],
  )
})
