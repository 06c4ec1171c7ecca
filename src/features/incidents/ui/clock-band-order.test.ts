import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClockView } from '../contract/incident.ts'
import { bandOf } from './clock-band-order.ts'

const clock = (id: string, status: ClockView['status'], minute: number): ClockView => ({
  id,
  title: id,
  must: 'update',
  about: null,
  since: '2026-11-12T14:00:00.000Z',
  warnAt: '2026-11-12T14:00:00.000Z',
  dueAt: `2026-11-12T14:${String(minute).padStart(2, '0')}:00.000Z`,
  status,
  recurs: true,
  closedAt: null,
  closedBy: null,
  why: null,
  owners: [],
  repair: null,
})
const ids = (clocks: { clock: ClockView; turns: number }[]): string[] =>
  clocks.map((each) => (each.turns > 1 ? `${each.clock.id} x${each.turns}` : each.clock.id))

test('the next due is biggest, missed ones follow, turns of one rule stand together, closed ones are not owed', () => {
  const { next, shown, hidden } = bandOf([
    clock('a#1', 'missed', 1),
    clock('a#2', 'missed', 2),
    clock('b#1', 'met', 3),
    clock('d#1', 'pending', 40),
    clock('c#1', 'due-soon', 30),
  ])
  assert.deepEqual([next?.clock.id, ids(shown), ids(hidden)], ['c#1', ['a#1 x2', 'd#1'], []])
})

test('more than six collapse, missed ones never', () => {
  const missed = Array.from({ length: 7 }, (_, n) => clock(`m${n}#1`, 'missed', n))
  const coming = Array.from({ length: 4 }, (_, n) => clock(`p${n}#1`, 'pending', 20 + n))
  assert.equal(bandOf([...missed, ...coming]).shown.length, 7)
  const few = bandOf([...coming, ...Array.from({ length: 5 }, (_, n) => clock(`q${n}#1`, 'pending', 30 + n))])
  assert.deepEqual([few.shown.length + 1, few.hidden.length], [6, 3])
})
