import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Context, Decision } from '../command/command.ts'
import { createPolicy } from '../policy/policy.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { type ReviewState, reviewMachine } from './machine.ts'

const policy = createPolicy(bundleSchema.parse({ version: 1, organization: { name: 'Example Ltd' } }), 1)
const now = Temporal.Instant.from('2026-11-12T14:00:00Z')
const context: Context = { now, policy, policyAt: () => policy, canSend: () => true, numbers: {} }
const about = { incident: 'i', reference: 'INC-1', title: 'Down', severity: 'critical', policy: 1 }

type Asked = { name: string; by?: string; data?: object }
const decide = (state: ReviewState | null, { name, by = 'engine', data = {} }: Asked): Decision<ReviewState> =>
  reviewMachine.decide(state, { name, to: { kind: 'review', id: 'i' }, by, data } as never, context) as Decision<ReviewState>

const draft = (state: ReviewState | null, markdown: string) => decide(state, { name: 'draft', data: { ...about, markdown } })

test('a review that nobody has touched is written anew, one that people have worked on is not', () => {
  const first = draft(null, '# One').state as ReviewState
  const second = draft(first, '# Two')
  assert.deepEqual([second.state?.markdown, second.facts.map((fact) => fact.name)], ['# Two', ['review.redrafted']])
  assert.equal(draft(first, '# One').refusal?.code, 'already-drafted')
  const edited = decide(first, { name: 'edit', by: 'user:ann', data: { markdown: '# Ours' } }).state as ReviewState
  assert.equal(draft(edited, '# Three').refusal?.code, 'already-drafted')
})

test('two who edit the same text do not overwrite each other', () => {
  const first = draft(null, '# One').state as ReviewState
  const anns = decide(first, { name: 'edit', by: 'user:ann', data: { markdown: '# Ann', basedOn: 1 } }).state as ReviewState
  const { refusal, state } = decide(anns, { name: 'edit', by: 'user:ben', data: { markdown: '# Ben', basedOn: 1 } })
  assert.deepEqual([refusal?.code, refusal?.status, state], ['review-moved-on', 409, undefined])
  assert.match(refusal?.message ?? '', /user:ann.*read the newest/)
  assert.equal(decide(anns, { name: 'edit', by: 'user:ben', data: { markdown: '# Both', basedOn: 2 } }).state?.markdown, '# Both')
})
