import assert from 'node:assert/strict'
import { test } from 'node:test'
import { piecesOf, runbooksOf } from './runbook.ts'

const TEXT = `# Settlement queue

Some words before.

1. Check that **the rollback** is running.
2. Workers at 0: \`settle restart --all\`
- [ ] Look at [the board](https://example.com/board)
4. Escalate
`

test('a runbook tells its title and its first steps', () => {
  const [book] = runbooksOf(['settlement-queue'], { 'settlement-queue': TEXT })
  assert.deepEqual([book?.name, book?.count], ['Settlement queue', 4])
  assert.deepEqual(book?.steps.map(piecesOf), [
    ['Check that the rollback is running.'],
    ['Workers at 0: ', 'settle restart --all', ''],
    ['Look at the board'],
  ])
  assert.equal(book?.text, TEXT.trim())
})

test('a runbook of which only the name is known stays a name; long ones share the room', () => {
  assert.deepEqual(runbooksOf(['gone'], {}), [{ name: 'gone', steps: [], count: 0, text: null }])
  const long = runbooksOf(['a', 'b'], { a: 'x'.repeat(50_000), b: 'y'.repeat(50_000) })
  const length = long.reduce((sum, { text }) => sum + (text?.length ?? 0), 0)
  assert.ok(length < 20_200, `${length}`)
  const escaped = runbooksOf(['a'], { a: '<'.repeat(50_000) })[0]?.text ?? ''
  assert.ok(escaped.length < 20_000 / 5, `${escaped.length}`)
  assert.match(long[0]?.text ?? '', /It goes on in the console\.$/)
})
