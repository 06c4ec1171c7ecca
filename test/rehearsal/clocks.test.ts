import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { JsonObject } from '../../src/core/command/command.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import { instantOf, momentOf } from '../../src/core/time/moment.ts'
import type { Receipt } from '../../src/engine/outbox.ts'
import { createRehearsal } from '../../src/engine/rehearsal.ts'
import type { QueuedMessage } from '../../src/engine/store.ts'
import { readPolicy } from '../policies/read-policy.ts'

const T = instantOf('2026-02-10T10:00:00.000Z')
const at = (minutes: number): Temporal.Instant => T.add({ milliseconds: Math.round(minutes * 60_000) })

function play() {
  const { bundle } = readPolicy('smartbeak')
  assert.ok(bundle)
  const sent: QueuedMessage[] = []
  const send = async (message: QueuedMessage): Promise<Receipt> => {
    sent.push(message)
    return { ok: true, said: 'taken' }
  }
  const rehearsal = createRehearsal({ policy: createPolicy(bundle, 1), start: T, send })
  const act = (name: string, data: JsonObject = {}) =>
    rehearsal.execute({ name, to: { kind: 'incident', id: 'i1' }, by: 'user:chen', data })
  const state = () => rehearsal.store.rows.get('incident:i1')?.state as IncidentState
  const timer = () => rehearsal.store.timers.get('incident:i1')?.dueAt ?? null
  const told = () =>
    rehearsal
      .facts()
      .filter(({ name }) => name.startsWith('obligation.'))
      .map((fact) => ({ what: fact.name.slice('obligation.'.length), at: fact.at, data: fact.data as JsonObject }))
  const reminders = () => sent.filter(({ content }) => content.kind === 'nag')
  return { rehearsal, act, state, timer, told, reminders }
}

const acts = fc.array(
  fc.record({
    name: fc.constantFrom('acknowledge', 'update', 'publish', 'severity', 'note', 'resolve', 'reopen', 'pass'),
    minutes: fc.integer({ min: 0, max: 90 }),
    level: fc.constantFrom('SEV-1', 'SEV-2', 'SEV-3'),
  }),
  { minLength: 3, maxLength: 12 },
)

const dataOf = (name: string, level: string): JsonObject => {
  const texts: Record<string, JsonObject> = {
    severity: { severity: level, reason: 'measured' },
    resolve: { resolution: 'rolled back' },
    reopen: { reason: 'again' },
  }
  return texts[name] ?? { text: 'we look' }
}

describe('the clocks of an incident', () => {
  test('I-23 whatever is owed has something that will ask for it, and is missed to the millisecond, never early', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (steps) => {
        const it = play()
        await it.act('declare', { title: 'x', severity: 'SEV-1', service: null, page: false })
        let minutes = 0
        for (const { name, minutes: wait, level } of steps) {
          minutes += wait
          await it.rehearsal.advance(at(minutes))
          if (name !== 'pass') await it.act(name, dataOf(name, level))
          const now = momentOf(it.rehearsal.now())
          const owed = it.state().obligations.filter((each) => each.status === 'pending' || each.status === 'due-soon')
          const first = owed.map((each) => each.dueAt).sort()[0]
          if (first) assert.ok(it.timer() !== null && String(it.timer()) <= first, `${first} is owed, asked for ${it.timer()}`)
          assert.ok(
            owed.every((each) => each.dueAt > now),
            'what is due is not pending any more',
          )
        }
        for (const { what, at: when, data } of it.told()) if (what === 'missed') assert.equal(when, data.dueAt)
      }),
      { numRuns: 60, seed: 23 },
    )
  })

  test('I-23 I-15 after a stall of three hours what was missed is told once each, and nobody gets a burst', async () => {
    const it = play()
    await it.act('declare', { title: 'x', severity: 'SEV-1', service: null, page: false })
    await it.rehearsal.advance(at(1))
    const [before, reminded] = [it.told().length, it.reminders().length]
    const { timers } = it.rehearsal.store
    const timer = timers.get('incident:i1')
    assert.ok(timer)
    timers.set('incident:i1', { ...timer, dueAt: momentOf(at(180)) })
    await it.rehearsal.advance(at(180))
    const missed = it
      .told()
      .slice(before)
      .filter(({ what }) => what === 'missed')
    assert.ok(missed.length > 0)
    const names = missed.map(({ data }) => `${data.rule} ${data.dueAt}`)
    assert.equal(new Set(names).size, names.length, names.join())
    const burst = it
      .reminders()
      .slice(reminded)
      .map(({ content, target, channel }) => `${content.obligation} ${target} ${channel}`)
    assert.equal(new Set(burst).size, burst.length, burst.join('\n'))
  })
})
