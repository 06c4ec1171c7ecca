import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Clock } from './clock.ts'
import { repeat } from './repeat.ts'

/** A clock that rings when the test says so. */
function createBell(): Clock & { waits: Temporal.Instant[]; ring(): void } {
  const start = Temporal.Instant.from('2026-11-21T00:00:00Z')
  const waits: Temporal.Instant[] = []
  const calls: (() => void)[] = []
  return {
    waits,
    now: () => start,
    at(at, call) {
      waits.push(at)
      calls.push(call)
      return () => void calls.splice(calls.indexOf(call), 1)
    },
    ring: () => calls.shift()?.(),
  }
}

test('work is done a pause after the start and again after it is done, never twice at a time', async () => {
  const bell = createBell()
  const open: (() => void)[] = []
  const stop = repeat(bell, { seconds: 5 }, () => new Promise((resolve) => open.push(resolve)))
  assert.deepEqual(bell.waits.map(String), ['2026-11-21T00:00:05Z'])
  assert.equal(open.length, 0)
  bell.ring()
  assert.deepEqual([open.length, bell.waits.length], [1, 1], 'while it works nothing is waited for')
  open[0]?.()
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(bell.waits.length, 2)
  bell.ring()
  let isStopped = false
  const stopping = stop().then(() => {
    isStopped = true
  })
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(isStopped, false, 'it waits for what is under way')
  open[1]?.()
  await stopping
  assert.equal(bell.waits.length, 2, 'and nothing comes after it')
})

test('stopped while it waits, it does nothing more', async () => {
  const bell = createBell()
  let times = 0
  const stop = repeat(bell, { seconds: 5 }, async () => {
    times += 1
  })
  await stop()
  bell.ring()
  assert.equal(times, 0)
})
