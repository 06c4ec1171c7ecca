import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isBundleable } from '../../core/paging/throttle.ts'
import { withOthers } from './throttle.ts'

const now = Temporal.Instant.from('2026-11-21T03:00:00Z')

test('what is sent to a machine is neither held nor told in another message', () => {
  const update = { from: { kind: 'escalation' }, target: 'user:ana', content: { kind: 'update' }, queuedAt: '2026-11-21T03:00:00.000Z' }
  assert.equal(isBundleable({ ...update, road: 'email' }, now), true)
  assert.equal(isBundleable({ ...update, road: 'webhook' }, now), false)
})

test('a message that tells of others names every alert that they would have named', () => {
  const alert = (key: string) => ({ title: `${key} is down`, key })
  const own = { content: { kind: 'update', title: 'a', alerts: [alert('a')] }, from: { kind: 'escalation', id: 'esc-1' } }
  const content = withOthers(own, [
    { id: 'm2', from: 'esc-2', title: 'b and 1 more', alerts: [alert('b'), alert('c')] },
    { id: 'm3', from: 'esc-3', title: 'd is down', alerts: null },
  ])
  assert.deepEqual(content.alerts, [alert('a'), alert('b'), alert('c'), { title: 'd is down', key: 'm3' }])
  assert.match(String(content.text), /^2 more pages wait for you/)
})
