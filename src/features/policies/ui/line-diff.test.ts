import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changedLines, diffLines } from './line-diff.ts'

const lines = (n: number): string[] => Array.from({ length: n }, (_, i) => `line ${i + 1}`)
const told = (before: string[], after: string[]): string[] =>
  diffLines(before.join('\n'), after.join('\n')).map(
    ({ kind, text }) => `${{ same: ' ', added: '+', removed: '-', skipped: '…' }[kind]}${text}`,
  )

test('a changed line is told between two equal ones on each side, the rest is counted', () => {
  assert.deepEqual(told(lines(9), lines(9).with(4, 'other')), ['…2', ' line 3', ' line 4', '-line 5', '+other', ' line 6', ' line 7', '…2'])
  assert.deepEqual(changedLines(lines(9).join('\n'), lines(9).with(4, 'other').join('\n')), [5])
})

test('added and removed lines are told at the start and at the end', () => {
  assert.deepEqual(told(lines(3), ['new', ...lines(3)]), ['+new', ' line 1', ' line 2', '…1'])
  assert.deepEqual(told([...lines(3), ''], [...lines(2), '']), [' line 1', ' line 2', '-line 3', ' '])
  assert.deepEqual(told(lines(2), lines(2)), [])
})

test('changes that stand near each other share their surroundings', () => {
  assert.deepEqual(told(lines(6), lines(6).with(1, 'b').with(4, 'e')), [
    ' line 1',
    '-line 2',
    '+b',
    ' line 3',
    ' line 4',
    '-line 5',
    '+e',
    ' line 6',
  ])
})
