import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PaletteRow, sectionsFor } from './palette-rows.ts'

const row = (id: string, label: string, more: Partial<PaletteRow> = {}): PaletteRow => ({ id, label, group: 'go', run: () => {}, ...more })
const ROWS = [
  row('now', 'Now'),
  row('incidents', 'Incidents'),
  row('oncall', 'On call', { also: 'schedule' }),
  row('declare', 'Declare incident', { group: 'do' }),
]
const shown = (text: string, recent: string[] = []) =>
  sectionsFor(text, ROWS, recent).map(({ group, rows }) => `${group}: ${rows.map(({ id }) => id)}`)

test('without a text everything is shown, the recent ones first and only once', () => {
  assert.deepEqual(shown('', ['declare', 'now']), ['recent: declare,now', 'go: incidents,oncall'])
})

test('each word typed begins a word of the row', () => {
  assert.deepEqual(shown('inc'), ['go: incidents', 'do: declare'])
  assert.deepEqual(shown('dec inc'), ['do: declare'])
  assert.deepEqual(shown('sched'), ['go: oncall'])
  assert.deepEqual(shown('cident'), [])
})

test('what features found is shown as they found it', () => {
  assert.deepEqual(
    sectionsFor('48213', [row('alr', 'Settlement queue', { group: 'find' })], []).map(({ group }) => group),
    ['find'],
  )
})
