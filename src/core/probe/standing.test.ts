import assert from 'node:assert/strict'
import { test } from 'node:test'
import { momentOf } from '../time/moment.ts'
import { PROBE, type ProbeState, probeMachine } from './machine.ts'
import { standingOf, type Vitals } from './standing.ts'

const since = Temporal.Instant.from('2026-11-21T03:00:00Z')
const now = since.add({ minutes: 30 })
const ago = (seconds: number) => momentOf(now.subtract({ seconds }))
const probe = (seconds: number) => ({ number: 9, sentAt: ago(seconds), landedAt: ago(seconds) })
const sound: Vitals = { timerLateMs: 0, messageLateMs: 0, poisoned: 0, audit: { at: ago(20), unrepaired: 0 }, probe: probe(30) }

test('I-20 W2 W3 all is well only if the auditor passed, queues are young and a synthetic page got through', () => {
  assert.deepEqual(standingOf(sound, { now, since }), { isWell: true, isDoubtful: false, why: [] })
  const wrong: [Partial<Vitals>, RegExp][] = [
    [{ timerLateMs: 31_000 }, /a timer is late by 31 s/],
    [{ messageLateMs: 45_000 }, /a message waits since 45 s/],
    [{ poisoned: 2 }, /2 subjects cannot be decided/],
    [{ audit: { at: ago(100), unrepaired: 0 } }, /the auditor has not looked for 100 s/],
    [{ audit: null }, /the auditor has not looked for 1800 s/],
    [{ audit: { at: ago(1), unrepaired: 1 } }, /1 alerts that nothing would wake/],
    [{ probe: probe(181) }, /no synthetic page got through for 181 s/],
  ]
  for (const [change, reason] of wrong) {
    const { isWell, why } = standingOf({ ...sound, ...change }, { now, since })
    assert.equal(isWell, false)
    assert.match(why.join(), reason)
  }
})

test('I-21 one synthetic page missed is a doubt, three are an alarm', () => {
  const at = (seconds: number) => standingOf({ ...sound, probe: probe(seconds) }, { now, since })
  assert.deepEqual([at(119).isDoubtful, at(121).isDoubtful, at(121).isWell, at(181).isWell], [false, true, true, false])
})

test('I-21 trying again is no sign of life: when none lands any more, that is told', () => {
  const context = { policyAt: () => assert.fail(), policy: null } as never as Parameters<typeof probeMachine.decide>[2]
  let state: ProbeState | null = null
  const tell = (minutes: number, name: string, data: object = {}): void => {
    const command = { name, to: PROBE, by: 'engine', data: data as never }
    state = probeMachine.decide(state, command, { ...context, now: since.add({ minutes }) }).state ?? state
  }
  tell(0, 'follow')
  tell(0, 'delivered', { message: 'probe.1', said: '' })
  const at = (minutes: number) => standingOf({ ...sound, probe: state }, { now: since.add({ minutes, seconds: 1 }), since })
  const wells = [1, 2, 3, 4, 5].map((minutes) => {
    tell(minutes, 'tick')
    return at(minutes).isWell
  })
  assert.deepEqual(wells, [true, true, false, false, false])
  tell(5, 'delivered', { message: 'probe.6', said: '' })
  assert.equal(at(5).isWell, true)
})

test('what has just started is given its time', () => {
  const young = standingOf({ ...sound, audit: null, probe: null }, { now: since.add({ seconds: 60 }), since })
  assert.equal(young.isWell, true)
})
