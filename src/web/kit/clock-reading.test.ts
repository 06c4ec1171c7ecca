import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byUrgency, type ClockFacts, readClock } from './clock-reading.ts'

const at = (time: string) => Date.parse(`2026-11-12T${time}Z`)
const moment = (time: string) => `2026-11-12T${time}.000Z`
const UPDATE: ClockFacts = { startedAt: moment('14:17:24'), dueAt: moment('14:47:24') }

test('a clock is pending, due soon in its last fifth, then missed, and counts on', () => {
  assert.deepEqual(readClock(UPDATE, at('14:17:24')), { state: 'pending', text: '30:00', left: 1 })
  assert.equal(readClock(UPDATE, at('14:41:23')).state, 'pending')
  assert.equal(readClock(UPDATE, at('14:41:24')).state, 'due-soon')
  assert.deepEqual(readClock(UPDATE, at('14:47:24')), { state: 'missed', text: '0 s over', left: 0 })
  assert.equal(readClock(UPDATE, at('14:49:30')).text, '2 m over')
})

test('the policy may say itself when a clock is due soon', () => {
  const warned = { ...UPDATE, warnAt: moment('14:20:00') }
  assert.equal(readClock(warned, at('14:19:59')).state, 'pending')
  assert.equal(readClock(warned, at('14:20:00')).state, 'due-soon')
})

test('a closed clock says how it ended', () => {
  const closed = (as: 'met' | 'late' | 'waived' | 'dropped', time: string) =>
    readClock({ ...UPDATE, closed: { as, at: moment(time), by: 'Ana' } }, at('15:00:00'))
  assert.equal(closed('met', '14:21:24').text, 'in 4 m')
  assert.equal(closed('late', '14:52:24').text, '5 m late')
  assert.equal(closed('waived', '14:20:00').text, 'by Ana')
  assert.equal(closed('dropped', '14:20:00').text, '')
})

test('a clock without length has burnt down', () => {
  assert.equal(readClock({ startedAt: moment('14:00:00'), dueAt: moment('14:00:00') }, at('13:59:00')).left, 0)
})

test('missed clocks stand first, then by due time', () => {
  const clocks = [moment('15:00:00'), moment('14:47:24'), moment('14:39:00')].map((dueAt) => ({ startedAt: moment('14:09:00'), dueAt }))
  assert.deepEqual(byUrgency(clocks, at('14:41:12')), [2, 1, 0])
})
