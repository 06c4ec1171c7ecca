import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spanOf } from './rules.ts'

test('a span says no more than a reader needs', () => {
  const spans = [38, 80, 28 * 60, 2 * 3600 + 300, 47 * 3600, 167 * 3600 + 59 * 60].map((seconds) => spanOf(0, seconds * 1000))
  assert.deepEqual(spans, ['38 s', '1 m 20 s', '28 m', '2 h 05 m', '47 h 00 m', '6 days'])
})
