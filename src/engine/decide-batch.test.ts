import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command, Machine, Reaction } from '../core/command/command.ts'
import { createPolicy } from '../core/policy/policy.ts'
import { bundleSchema } from '../core/policy/schema/bundle.ts'
import { type Core, decideBatch } from './decide-batch.ts'
import { MemoryStore } from './memory-store.ts'

const policy = createPolicy(bundleSchema.parse({ version: 1, organization: { name: 'Example Ltd' } }), 1)
const now = Temporal.Instant.from('2026-11-20T12:00:00Z')

/** Counts; `refuse` changes nothing, `untold` changes the state without a fact. */
const counter: Machine<{ n: number }> = {
  kind: 'alert',
  decide(state, { name, to, by }) {
    if (name === 'refuse') return { facts: [], refusal: { code: 'no', status: 409, message: 'no' } }
    const next = { n: (state?.n ?? 0) + 1 }
    return { state: next, facts: name === 'untold' ? [] : [{ name: 'alert.counted', of: to, by, data: { n: next.n } }] }
  },
  columns: () => ({ key: null }),
  numbers: () => ['counter'],
}

function core(reactions: Reaction[] = []): Core {
  return {
    machines: new Map([['alert', counter as unknown as Machine]]),
    reactions: Map.groupBy(reactions, (reaction) => reaction.on),
    policies: { live: () => policy, at: () => policy, ensure: async () => {} },
    canSend: () => true,
  }
}

const ask = (name: string, id = 'a'): Command => ({ name, to: { kind: 'alert', id }, by: 'test', data: {} })

test('reactions that feed each other stop after ten rounds, with nothing to write', async () => {
  const again: Reaction = { on: 'alert.counted', to: ({ of }) => [{ name: 'count', to: of, by: 'engine', data: {} }] }
  await assert.rejects(decideBatch([ask('count')], new MemoryStore(), { core: core([again]), now }), /after 10 rounds, last "count"/)
})

test('commands of one batch see what the ones before them did, and become one write', async () => {
  const { set, outcomes } = await decideBatch([ask('count'), ask('count'), ask('count', 'b')], new MemoryStore(), { core: core(), now })
  const { states, facts } = set.changes('2026-11-20T12:00:00.000Z', [], null)
  assert.deepEqual(
    states.map(({ subject, state, was, seq }) => [subject.id, state, was, seq]),
    [
      ['a', { n: 2 }, 0, 2],
      ['b', { n: 1 }, 0, 1],
    ],
  )
  assert.equal(facts.length, 3)
  assert.deepEqual(
    outcomes.map((outcome) => outcome.facts.map((fact) => fact.seq)),
    [[1], [2], [1]],
  )
})

test('a refused command changes nothing, gives its number back and does not hinder the others', async () => {
  const { set, outcomes } = await decideBatch([ask('refuse'), ask('count', 'b')], new MemoryStore(), { core: core(), now })
  const { states, counters } = set.changes('2026-11-20T12:00:00.000Z', [], null)
  assert.equal(outcomes[0]?.refusal?.code, 'no')
  assert.deepEqual(
    states.map((each) => each.subject.id),
    ['b'],
  )
  assert.deepEqual(counters, [{ name: 'counter', was: 0, is: 1 }])
})

test('I-24 a change of state that tells no fact is a mistake, not a silence', async () => {
  await assert.rejects(decideBatch([ask('untold')], new MemoryStore(), { core: core(), now }), /changes the state but tells no fact/)
})
