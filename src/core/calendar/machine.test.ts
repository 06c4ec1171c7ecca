import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../policy/policy.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { type CalendarState, calendarMachine } from './machine.ts'

const policy = createPolicy(
  bundleSchema.parse({
    version: 1,
    organization: { name: 'x', timezone: 'UTC' },
    users: [{ id: 'ann', role: 'admin', contacts: { email: 'ann@example.com' } }],
    calendars: [{ id: 'rota', url: 'https://cal.example.com/rota.ics', away: 'everyone' }],
  }),
  1,
)

test('an owner hears once a day of a calendar whose troubles take turns, and at once of one that is new', () => {
  let now = Temporal.Instant.from('2026-11-21T03:00:00Z')
  let state: CalendarState | null = null
  const tell = (name: string, data: object): number => {
    const context = { now, policy, policyAt: () => policy, canSend: () => true }
    const command = { name, to: { kind: 'calendar', id: 'rota' }, by: 'engine', data: data as never }
    const decision = calendarMachine.decide(state, command, context as never)
    state = decision.state ?? state
    return decision.messages?.length ?? 0
  }
  assert.equal(tell('trouble', { why: 'Its server answers 404.', isGrave: true }), 1)
  for (let looks = 0; looks < 20; looks += 1) {
    now = now.add({ minutes: 5 })
    assert.equal(tell('trouble', { why: 'The policy does not take it.', isGrave: true }), 0)
    assert.equal(tell('trouble', { why: 'Its server answers 404.', isGrave: true }), 0)
  }
  now = now.add({ hours: 24 })
  assert.equal(tell('tick', {}), 1)
  assert.equal(tell('read', { events: 3 }), 1, 'it recovered')
  assert.equal(tell('trouble', { why: 'Its server answers 404.', isGrave: true }), 1)
})
