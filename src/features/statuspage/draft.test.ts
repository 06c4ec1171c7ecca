import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { momentOf } from '../../core/time/moment.ts'
import { exampleState } from '../templates/rules.ts'
import { draftOf } from './draft.ts'

const now = Temporal.Instant.from('2026-11-12T14:41:12Z')
const policy = policyFrom(`
severities: [{ id: SEV-1 }]
services: [{ id: api, name: payments-api-7, component: Checkout }]
status_pages: [{ id: public, title: Shop, components: [service:api] }]
postmortem: { required_for: [SEV-1] }
`)
const open = exampleState(policy, now)

test('S12.1 the first words to customers are a sentence about what they know by name', () => {
  assert.equal(draftOf(open, policy).text, 'We are looking into a problem with Checkout.')
  assert.equal(draftOf({ ...open, publicTitle: 'Orders fail' }, policy).text, 'Orders fail. We are looking into it.')
  assert.equal(draftOf({ ...open, service: null }, policy).text, 'We are looking into a problem with Test.')
})

test('S11.9 the last words sum up: what works again, after how long, and what comes', () => {
  const over = { ...open, status: 'resolved' as const, at: { ...open.at, resolved: momentOf(now) } }
  assert.equal(
    draftOf(over, policy).text,
    'Checkout works again: it lasted 50 m. We keep watching, and look into how it came about. We are sorry for the trouble.',
  )
  assert.deepEqual(
    [draftOf(over, policy).nextIn, draftOf({ ...over, service: null }, policyFrom('severities: [{ id: SEV-1 }]')).text],
    ['', 'It is over: it lasted 50 m. We keep watching. We are sorry for the trouble.'],
  )
})
