import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AlertState } from '../../core/alert/state.ts'
import { ackMsOf, endedHow, lastedMsOf, medianOf } from './similar.ts'

const state = (more: Partial<AlertState>): AlertState =>
  ({ openedAt: '2026-11-12T14:00:00.000Z', acknowledged: null, resolved: null, incident: null, ...more }) as AlertState
const at = (time: string, by: string) => ({ by, at: `2026-11-12T${time}.000Z`, via: 'console' })

test('how the last time ended, and how fast it was taken', () => {
  assert.equal(endedHow(state({})), 'open')
  assert.equal(endedHow(state({ resolved: at('14:10:00', 'integration:prometheus') })), 'by-itself')
  assert.equal(endedHow(state({ resolved: at('14:10:00', 'user:ana') })), 'by-hand')
  assert.equal(endedHow(state({ resolved: at('14:10:00', 'user:ana'), incident: 'inc-1' })), 'declared')
  assert.equal(ackMsOf(state({ acknowledged: at('14:01:30', 'user:ana') })), 90_000)
  assert.equal(lastedMsOf(state({ resolved: at('14:10:00', 'user:ana') })), 600_000)
  assert.deepEqual([ackMsOf(state({})), lastedMsOf(state({}))], [null, null])
})

test('half took longer, half did not', () => {
  assert.deepEqual([medianOf([]), medianOf([5]), medianOf([9, 1, 5]), medianOf([4, 1, 3, 2])], [null, 5, 5, 2])
})
