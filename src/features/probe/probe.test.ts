import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Installation, startInstallation } from '../../../test/world/installation.ts'
import { PROBE, type ProbeState } from '../../core/probe/machine.ts'
import { createSender } from '../paging/sender.ts'
import probe from './feature.ts'
import { readProbes } from './reads.ts'

let house: Installation
before(async () => {
  house = await startInstallation({ features: [probe], sender: (app) => createSender(app) })
})
after(() => house.close())

async function landed(): Promise<ProbeState> {
  const state = async () => ((await house.app.store.load([PROBE]))[0]?.state ?? null) as ProbeState | null
  const heard = Promise.withResolvers<ProbeState>()
  const look = async (): Promise<void> => {
    const found = await state()
    if (found?.landedAt) heard.resolve(found)
  }
  const stop = house.app.engine.onChange(() => void look())
  await look()
  return await heard.promise.finally(stop)
}

test('I-21 a synthetic page takes the whole way through the outbox to a road that tells nobody, and is measured', async () => {
  const { number, sentAt } = await landed()
  assert.equal(number, 1)
  const { rows } = await house.app.pools.side.query("select channel, target, status, said from message where from_kind = 'probe'")
  assert.deepEqual(rows, [{ channel: 'null', target: 'probe:pager', status: 'delivered', said: 'swallowed' }])
  const timer = await house.app.pools.side.query("select due_at from timer where kind = 'probe'")
  assert.equal(timer.rows[0].due_at, Temporal.Instant.from(sentAt).add({ seconds: 60 }).toString({ fractionalSecondDigits: 3 }))
  const measured = await readProbes(house.app)
  assert.deepEqual([measured.expected, measured.landed], [1, 1])
  assert.ok(measured.p50 !== null && measured.p50 >= 0)
})

test('I-20 a watcher outside asks without signing in whether a page would get through', async () => {
  await landed()
  const answer = await house.server.inject({ method: 'GET', url: '/watchz' })
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(answer.json(), { status: 'ok', isDoubtful: false })
})

test('starting again does not send a second one within the minute', async () => {
  await landed()
  const outcome = await house.app.engine.execute({ name: 'follow', to: PROBE, by: 'engine', data: {} })
  assert.deepEqual([outcome.facts, (outcome.state as ProbeState).number], [[], 1])
})
