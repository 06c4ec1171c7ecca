import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AlertRow } from '../contract.ts'
import { foreseen } from './foreseen.ts'

const EYES = { me: { id: 'ana', name: 'Ana' }, nowMs: Date.parse('2026-11-12T14:41:12.000Z') }
const row = (id: string, more: Partial<AlertRow> = {}): AlertRow =>
  ({
    id,
    status: 'triggered',
    paging: [{ id: 'user:ben', name: 'Ben', isYou: false }],
    can: { acknowledge: true, resolve: true, snooze: true, escalate: true, declare: true },
    ...more,
  }) as AlertRow
type List = { pages: { items: AlertRow[]; next: null }[] }

test('an acknowledgement shows at once in the one, in lists and on the first screen, and nowhere else', () => {
  const act = { ids: ['a'], act: 'acknowledge', span: undefined } as const
  const one = foreseen(row('a'), act, EYES) as AlertRow
  assert.deepEqual(
    [one.status, one.acknowledged?.by.name, one.paging, one.can.acknowledge, one.can.resolve],
    ['acknowledged', 'Ana', [], false, true],
  )
  const list = foreseen({ pages: [{ items: [row('a'), row('b')], next: null }] }, act, EYES) as List
  assert.deepEqual(
    list.pages[0]?.items.map((each) => each.status),
    ['acknowledged', 'triggered'],
  )
  const screen = foreseen({ pages: [{ id: 'esc-1' }], alerts: [row('b'), row('a')] }, act, EYES) as { alerts: AlertRow[]; pages: unknown[] }
  assert.deepEqual([screen.alerts.map((each) => each.status), screen.pages], [['triggered', 'acknowledged'], [{ id: 'esc-1' }]])
  const counts = { open: 3 }
  assert.equal(foreseen(counts, act, EYES), counts)
})

test('a snooze has its end, a resolved alert can nothing more, and what may not be done is not foreseen', () => {
  const asleep = foreseen(row('a'), { ids: ['a'], act: 'snooze', span: '30m' }, EYES) as AlertRow
  assert.deepEqual([asleep.status, asleep.snoozedUntil], ['snoozed', '2026-11-12T15:11:12.000Z'])
  const over = foreseen(row('a'), { ids: ['a'], act: 'resolve', span: undefined }, EYES) as AlertRow
  assert.deepEqual([over.status, Object.values(over.can)], ['resolved', [false, false, false, false, false]])
  const taken = row('a', { can: { acknowledge: false, resolve: true, snooze: true, escalate: true, declare: true } })
  assert.equal(foreseen(taken, { ids: ['a'], act: 'acknowledge', span: undefined }, EYES), taken)
})
