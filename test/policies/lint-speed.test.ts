import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lintBundle } from '../../src/core/policy/lint.ts'
import { readPolicy } from './read-policy.ts'

const at = Temporal.Instant.from('2026-11-21T00:00Z')

/** Each takes a fiftieth of a second or less; this is only reached by what has no bound. */
const timeout = 20_000

test('every bundle here is linted with its proof of ninety days, and the same twice', { timeout }, () => {
  for (const name of ['example', 'sparkacademy', 'smartbeak', 'profile-builder', 'skillancer', 'dirt-free-crm']) {
    const { bundle, locate } = readPolicy(name)
    assert.ok(bundle, name)
    assert.deepEqual(lintBundle({ bundle, locate, at }), lintBundle({ bundle, locate, at }))
  }
})
