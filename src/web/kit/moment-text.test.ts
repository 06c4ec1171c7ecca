import assert from 'node:assert/strict'
import { test } from 'node:test'
import { movedBy, readLocal, shownLocal } from './moment-text.ts'

test('a moment is read with a space or a T, and shown with a space', () => {
  assert.equal(readLocal('2026-11-14 9:05'), '2026-11-14T09:05')
  assert.equal(readLocal(' 2026-11-14T09:05 '), '2026-11-14T09:05')
  assert.equal(shownLocal('2026-11-14T09:05'), '2026-11-14 09:05')
  for (const wrong of ['', '2026-02-30 09:00', '2026-11-14', '14/11/2026 09:00', '2026-11-14 24:00', '2026-11-14 09:60'])
    assert.equal(readLocal(wrong), null, wrong)
})

test('arrows move it over the end of a day and of a year', () => {
  assert.equal(movedBy('2026-12-31T23:30', 60), '2027-01-01T00:30')
  assert.equal(movedBy('2026-03-01T00:00', -1440), '2026-02-28T00:00')
})
