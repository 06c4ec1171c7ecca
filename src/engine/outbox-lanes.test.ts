import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lanes } from './outbox-lanes.ts'
import type { QueuedMessage } from './store.ts'

const to = (target: string, count: number, channel = 'webhook') =>
  Array.from({ length: count }, (_, i) => ({ id: `${target}${i}`, channel, target }) as QueuedMessage)

/** Takes what fits and begins it, as the outbox does. */
function begin(lanes: Lanes): QueuedMessage[] {
  const taken = lanes.take()
  for (const message of taken) lanes.begun(message)
  return taken
}

test('a target that never answers holds few places, however much is sent to it', () => {
  const lanes = new Lanes()
  lanes.add([...to('user:poison', 100), ...to('user:good', 1), ...to('user:other', 1)])
  const targets = begin(lanes).map(({ target }) => target)
  assert.deepEqual(targets, ['user:poison', 'user:poison', 'user:good', 'user:other'])
  assert.deepEqual(lanes.crowded(), ['webhook user:poison'], 'and keeps the channel open')
})

test('each arrival opens the way a little, a failure leaves one at a time', () => {
  const lanes = new Lanes()
  lanes.add(to('user:ann', 200))
  let flying = begin(lanes)
  for (const wanted of [4, 8, 16, 32, 32]) {
    for (const message of flying) lanes.landed(message, true)
    flying = begin(lanes)
    assert.equal(flying.length, wanted)
  }
  for (const message of flying) lanes.landed(message, false)
  assert.equal(begin(lanes).length, 1)
})

test('a channel is crowded by targets that could be sent to', () => {
  const lanes = new Lanes()
  lanes.add(Array.from({ length: 80 }, (_, i) => to(`user:p${i}`, 1)[0] as QueuedMessage))
  assert.equal(begin(lanes).length, 32)
  assert.deepEqual(lanes.crowded(), ['webhook'])
})
