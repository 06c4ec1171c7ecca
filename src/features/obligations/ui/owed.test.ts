import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OwedList } from '../contract.ts'
import { grouped, isShown, type Owed, owedOf } from './owed.ts'

const NOW = Date.parse('2026-11-12T14:41:12Z')
const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString()

type Row = { id: string; due: number; closed?: 'met' | 'waived'; who?: string; incident?: string | null; isYours?: boolean }

function listOf(rows: Row[]): OwedList {
  const shared = ({ id, due, closed, who = 'ann', isYours = false }: Row) => ({
    clock: {
      ...{ id, title: id, must: 'update', about: null, since: at(due - 60), warnAt: at(due - 10), dueAt: at(due), recurs: false },
      ...{ status: closed ?? ('pending' as const), closedAt: closed ? at(due) : null, closedBy: null, why: null, repair: null },
      owners: [{ id: `user:${who}`, name: who, isYou: false }],
    },
    isYours,
    can: { complete: false, waive: true },
  })
  const incident = (reference: string) => ({
    ...{ id: reference, reference, title: 'Down', team: reference === 'INC-1' ? 'payments' : null },
    severity: { id: 'SEV-1', name: 'SEV-1', rank: 1 },
  })
  return {
    items: rows.filter((row) => row.incident !== null).map((row) => ({ ...shared(row), incident: incident(row.incident ?? 'INC-1') })),
    standing: rows.filter((row) => row.incident === null).map(shared),
    next: null,
  }
}

const ids = (owed: readonly Owed[]): string[] => owed.map(({ clock }) => clock.id)

test('what is owed stands by urgency, next due first, and what is settled last, the latest first', () => {
  const rows = [
    ...[
      { id: 'week', due: 3000 },
      { id: 'hour-2', due: 50 },
      { id: 'hour-1', due: 20 },
      { id: 'over', due: -2 },
    ],
    ...[
      { id: 'soon', due: 6 },
      { id: 'day', due: 600 },
      { id: 'later', due: 20_000 },
    ],
    ...[
      { id: 'met', due: -60, closed: 'met' as const },
      { id: 'waived', due: -30, closed: 'waived' as const },
    ],
  ]
  assert.deepEqual(
    grouped(owedOf(listOf(rows)), NOW).map(({ group, owed }) => [group, ids(owed)]),
    [
      ['missed', ['over']],
      ['soon', ['soon']],
      ['hour', ['hour-1', 'hour-2']],
      ['today', ['day']],
      ['thisWeek', ['week']],
      ['later', ['later']],
      ['settled', ['waived', 'met']],
    ],
  )
})

test('filters of the address narrow by person, team and incident, and by what is one’s own', () => {
  const owed = owedOf(
    listOf([
      { id: 'a', due: 5, isYours: true },
      { id: 'b', due: 5, who: 'ben', incident: 'INC-2' },
      { id: 'c', due: 5, who: 'ben', incident: null },
    ]),
  )
  const shown = (filters: Parameters<typeof isShown>[1]): string[] => ids(owed.filter((each) => isShown(each, filters)))
  assert.deepEqual(shown({}), ['a', 'b', 'c'])
  assert.deepEqual(shown({ whose: 'mine' }), ['a'])
  assert.deepEqual(shown({ person: 'user:ben' }), ['b', 'c'])
  assert.deepEqual(shown({ team: 'payments' }), ['a'])
  assert.deepEqual(shown({ incident: 'INC-2' }), ['b'])
  assert.deepEqual(shown({ incident: 'none', person: 'user:ben' }), ['c'])
})
