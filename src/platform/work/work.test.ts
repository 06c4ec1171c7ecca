import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { task } from '../../../test/world/held-work.ts'
import { createWork, MOST_WAITING } from './work.ts'

const held = new URL('../../../test/world/held-work.ts', import.meta.url)
const work = createWork()
after(() => work.close())

test('a computation leaves this thread free, and others wait for it', async () => {
  const open = new SharedArrayBuffer(4)
  const order: string[] = []
  const first = work.run<typeof task>(held, { open }).then(() => order.push('first'))
  const letGo = new SharedArrayBuffer(4)
  new Int32Array(letGo)[0] = 1
  const second = work.run<typeof task>(held, { open: letGo }).then(() => order.push('second'))
  await new Promise((turn) => setImmediate(turn))
  assert.deepEqual(order, [])
  Atomics.store(new Int32Array(open), 0, 1)
  Atomics.notify(new Int32Array(open), 0)
  await Promise.all([first, second])
  assert.deepEqual(order, ['first', 'second'])
})

test('what goes wrong in it is told to who asked, and the next one works', async () => {
  await assert.rejects(work.run<typeof task>(held, {} as never), TypeError)
  await assert.rejects(work.run<typeof task>(held, { open: () => 1 } as never), /could not be cloned/)
  await assert.rejects(work.run<typeof task>(new URL('./no-such-module.ts', import.meta.url), {} as never), /no-such-module/)
  const open = new SharedArrayBuffer(4)
  new Int32Array(open)[0] = 1
  assert.equal(await work.run<typeof task>(held, { open }), 'let go')
})

test('closing ends what is under way', async () => {
  const short = createWork()
  const lost = short.run<typeof task>(held, { open: new SharedArrayBuffer(4) })
  const queued = short.run<typeof task>(held, { open: new SharedArrayBuffer(4) })
  const both = Promise.allSettled([lost, queued])
  await short.close()
  assert.deepEqual(
    (await both).map(({ status }) => status),
    ['rejected', 'rejected'],
  )
})

test('what waits is bounded: one more is told to come again, and those who wait get their answer', async () => {
  const many = createWork()
  const open = new SharedArrayBuffer(4)
  const taken = Array.from({ length: MOST_WAITING + 1 }, () => many.run<typeof task>(held, { open }))
  await assert.rejects(many.run<typeof task>(held, { open }), { code: 'busy', status: 503, retryAfterSeconds: 5 })
  Atomics.store(new Int32Array(open), 0, 1)
  Atomics.notify(new Int32Array(open), 0)
  assert.equal((await Promise.all(taken)).length, MOST_WAITING + 1)
  assert.equal(await many.run<typeof task>(held, { open }), 'let go')
  await many.close()
})
