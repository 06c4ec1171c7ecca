import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cellOf, type Row } from './day-cells.ts'

const at = (hour: string): string => `2026-11-15T${hour}:00.000Z`
const day = { start: Date.parse(at('00:00')), end: Date.parse('2026-11-16T00:00:00Z') }
const row: Row = {
  title: 'SEV-1 · Payments API',
  services: ['payments-api'],
  severity: 'SEV-1',
  ladder: 'technical',
  promiseS: 900,
  worstFirstS: null,
  worstSecondS: null,
  covers: [
    { start: '2026-11-14T20:00:00.000Z', end: at('06:00'), gap: null, firstS: 0, secondS: 900, levels: [] },
    { start: at('06:00'), end: at('12:00'), gap: 'nobody', firstS: null, secondS: null, levels: [] },
  ],
  gaps: [
    { start: at('06:00'), end: at('12:00'), kind: 'nobody', isBreaking: true, cost: 'the alert wakes nobody' },
    { start: at('00:00'), end: at('03:00'), kind: 'alone', isBreaking: false, cost: 'one person alone can be woken' },
  ],
}

test('S3.4 a day is drawn to scale, what is worst on top, and hours that do not page stay empty', () => {
  const { pieces, gaps, isPaging } = cellOf(row, day)
  assert.equal(isPaging, true)
  assert.deepEqual(
    pieces.map(({ tone, left, width }) => [tone, left * 24, width * 24]),
    [
      ['covered', 0, 6],
      ['covered', 6, 6],
      ['weak', 0, 3],
      ['bad', 6, 6],
    ],
  )
  assert.equal(gaps.length, 2)
})

test('a day without any cover does not page', () => {
  const next = { start: day.end, end: day.end + 86_400_000 }
  assert.deepEqual(cellOf(row, next), { pieces: [], gaps: [], covers: [], isPaging: false })
})
