import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysFrom, instantIn, localIn } from './local-time.ts'

test('a time on the wall is an instant and back, in any zone', () => {
  assert.equal(instantIn('Europe/Berlin', '2026-11-14T09:00'), '2026-11-14T08:00:00.000Z')
  assert.equal(instantIn('Asia/Kathmandu', '2026-11-14T09:00'), '2026-11-14T03:15:00.000Z')
  assert.equal(localIn('Europe/Berlin', Date.parse('2026-11-14T08:00:00Z')), '2026-11-14T09:00')
  assert.equal(instantIn('UTC', 'soon'), null)
})

test('days begin at midnight of the zone, also over a clock change', () => {
  const days = daysFrom('Europe/Berlin', Date.parse('2026-10-24T12:00:00Z'), 3).map((ms) => new Date(ms).toISOString())
  assert.deepEqual(days, ['2026-10-23T22:00:00.000Z', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'])
})
