import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simulate } from '../../src/engine/simulated-events.ts'
import { policyFrom } from '../world/policy-text.ts'

/** A policy drafted from a document: levels with promises, and neither a ladder, a fallback nor an admin. */
const NOBODY = `
severities: [{ id: SEV-1, name: Critical, respond_within: 5m, pages: true }]
users: [{ id: cto, contacts: { email: cto@example.com } }]
`

const AT = Temporal.Instant.from('2026-11-22T03:00:00Z')
const HALF_AN_HOUR_MS = 30 * 60_000

test('I-4 an alert for which the policy names nobody at all is loud at once, and simulate says so', async () => {
  const asked = { title: 'Disk gone', labels: {}, at: AT, lengthMs: HALF_AN_HOUR_MS, answers: [], isDeclared: false }
  const events = await simulate(policyFrom(NOBODY), asked)
  const told = events.map(({ offsetMs, kind }) => `${kind} @${offsetMs / 60_000}`)
  assert.deepEqual(told.slice(0, 3), ['alert @0', 'NOBODY @0', 'EXHAUSTED @0'])
  assert.match(events[1]?.text ?? '', /nobody is named as the last resort: write people into organization\.fallback\.page/)
})
