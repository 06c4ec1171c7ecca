import assert from 'node:assert/strict'
import { test } from 'node:test'
import { evidenceOf } from './evidence.ts'
import { shareOf } from './frame.ts'

const counts = { incidents: 1, met: 7, late: 1, missed: 0, waived: 1, dropped: 0 }

test('S18.9 the evidence is a line for each incident with the total last, and no title becomes a formula', () => {
  const items = [{ key: 'INC-1', name: '=1+1, "down"', ...counts, kept: 0.875 }]
  assert.deepEqual(evidenceOf({ items, total: { key: 'total', name: 'Total', ...counts, kept: null } }).split('\n'), [
    'key,name,met,late,missed,waived,dropped,kept',
    `INC-1,"'=1+1, ""down""",7,1,0,1,0,0.875`,
    'total,Total,7,1,0,1,0,',
  ])
})

test('a share is rounded down: only what is whole reads as whole', () => {
  assert.deepEqual([1, 0.9999, 0.963, 0].map(shareOf), ['100 %', '99.9 %', '96.3 %', '0 %'])
})
