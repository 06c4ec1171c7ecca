import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namingsIn, rowsIn, unproved } from './requirement-rows.ts'

const TABLE = `
| id | what | A | claimed |
|---|---|---|---|
| S4.1 | primary to secondary | 15 m | yes |
| S4.2 | secondary to next | a \\| b | |
| L1 | a promise the ladder cannot keep | A | |
| W30 | who is on call moves | pd-tf 215 | |
| I-13 | one answer | 10,000 instants | |
`

test('rows carry their id, title and claim', () => {
  assert.deepEqual(rowsIn(TABLE), [
    { id: 'S4.1', title: 'primary to secondary', isClaimed: true },
    { id: 'S4.2', title: 'secondary to next', isClaimed: false },
    { id: 'L1', title: 'a promise the ladder cannot keep', isClaimed: false },
    { id: 'W30', title: 'who is on call moves', isClaimed: false },
    { id: 'I-13', title: 'one answer', isClaimed: false },
  ])
})

test('a row that stands twice is refused', () => {
  assert.throws(() => rowsIn(`${TABLE}| L1 | again | | |\n`), /row L1 stands twice/)
})

test('titles name rows; skipped tests, comments and longer numbers do not', () => {
  const source = [
    "test('S4.1, S4.10 the secondary is paged', () => {})",
    'story(`S4.2 the lead is paged`, () => {})',
    "test.skip('S4.3 not yet', () => {})",
    '// S4.4 is shown elsewhere',
    "test('W30 I-13 L8: nobody moves, not in W301 either', () => {})",
  ].join('\n')
  assert.deepEqual(
    namingsIn('a.test.ts', source).map((naming) => naming.row),
    ['S4.1', 'S4.10', 'S4.2', 'W30', 'I-13', 'L8'],
  )
})

test('stories that are data name the rows of the title that is made of them', () => {
  const source = "{ rows: 'S4.1 S4.2',\n  title: 'it\\'s paged', script: '' }\n{ row: 'S5.2', policy: 'x' }\n{ rows: 'of a table' }"
  assert.deepEqual(namingsIn('a.ts', source), [
    { row: 'S4.1', path: 'a.ts', title: "S4.1 S4.2 it\\'s paged" },
    { row: 'S4.2', path: 'a.ts', title: "S4.1 S4.2 it\\'s paged" },
    { row: 'S5.2', path: 'a.ts', title: 'S5.2' },
  ])
})

test('a claimed row without a test and a test without a row are both said', () => {
  const problems = unproved(rowsIn(TABLE), [{ row: 'S9.99', path: 'a.test.ts', title: 'S9.99 x' }])
  assert.equal(problems.length, 2)
  assert.match(problems[0] ?? '', /^S4.1 "primary to secondary" is claimed, but no test names it/)
  assert.match(problems[1] ?? '', /names S9.99/)
  assert.deepEqual(unproved(rowsIn(TABLE), [{ row: 'S4.1', path: 'a.test.ts', title: 'S4.1 x' }]), [])
})
