import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import type { Context } from '../command/command.ts'
import { type TicketState, ticketMachine } from './machine.ts'

const policy = policyFrom(`
severities: [{ id: SEV-3, pages: false, ticket: true }]
integrations: [{ id: backlog, type: github, fields: { repository: example/operations } }]
`)
const now = Temporal.Instant.from('2026-02-10T10:00:00Z')
const context: Context = { now, policy, policyAt: () => policy, canSend: () => true, numbers: {} }
const to = { kind: 'ticket', id: 'incident-i1' }
const ask = (state: TicketState | null, name: string, data: object) =>
  ticketMachine.decide(state, { name, to, by: 'engine', data } as never, context)

const about = { kind: 'incident', id: 'i1' }
const opened = ask(null, 'open', { about, title: 'Odd log-ins', severity: 'SEV-3', service: null, reference: 'INC-1' })
const hidden = { to: 'hidden', reference: 'INC-1', why: 'What stood here is private.' }

test('S1.17 what nobody has begun to open is not opened once it is private', () => {
  assert.equal(ask(opened.state ?? null, 'turn', hidden).withdraw, 'all')
})

test('S1.17 a ticket that was on its way when its incident became private is rewritten as soon as it stands there', () => {
  const turned = ask(opened.state ?? null, 'turn', hidden)
  const url = 'https://github.com/example/operations/issues/7'
  const there = ask(turned.state ?? null, 'delivered', { message: 'ticket.incident-i1', providerId: url, said: 'answered 201' })
  const [message] = there.messages ?? []
  assert.deepEqual([message?.content.handle, message?.content.title, there.state?.status], [url, 'private to its responders', 'opened'])
  assert.doesNotMatch(JSON.stringify(message), /Odd log-ins/)
  const again = ask(there.state ?? null, 'turn', hidden)
  assert.deepEqual([again.facts, again.messages], [[], []], 'asked once')
})
