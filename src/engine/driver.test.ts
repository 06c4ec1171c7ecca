import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { openPager, pagerMachine } from '../../test/world/pager.ts'
import type { Machine } from '../core/command/command.ts'
import { policyMachine, policySubject } from '../core/policy/machine.ts'
import { bundleSchema } from '../core/policy/schema/bundle.ts'
import { openPools, type Pools } from '../platform/db/pool.ts'
import { type FreshDatabase, startTestDatabase } from '../platform/db/test-database.ts'
import type { Change } from './announcer.ts'
import { createClock } from './clock.ts'
import { createEngine, type Engine, type EngineParts } from './driver.ts'
import { MemoryStore } from './memory-store.ts'
import { type Send, unprepared } from './outbox.ts'
import { PgSignals } from './pg-signals.ts'
import { openPgStore } from './pg-store.ts'
import type { QueuedMessage, Store } from './store.ts'

const machines = new Map<string, Machine>([
  ['alert', pagerMachine as Machine],
  ['policy', policyMachine as Machine],
])
const clock = createClock()

/** A road whose every hand-over can be waited for. */
function createRoad() {
  const sent: QueuedMessage[] = []
  const waiting: { count: number; resolve(): void }[] = []
  const send: Send = async (message) => {
    sent.push(message)
    for (const each of waiting) if (sent.length >= each.count) each.resolve()
    return { ok: true, said: 'taken' }
  }
  const first = (count: number): Promise<QueuedMessage[]> =>
    new Promise<void>((resolve) => {
      if (sent.length >= count) resolve()
      else waiting.push({ count, resolve })
    }).then(() => sent)
  return { send, first, sent }
}

const errors: unknown[] = []
const engines: Engine[] = []
const engineOn = (store: Store, send: Send, more: Partial<EngineParts> = {}): Engine => {
  const engine = createEngine({
    store,
    machines,
    reactions: new Map(),
    clock,
    prepare: unprepared(send),
    canSend: () => true,
    owner: 'one',
    role: 'all',
    onError: (error) => errors.push(error),
    ...more,
  })
  engines.push(engine)
  return engine
}

// One that is left running by a failed test would keep the process alive.
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()))
})

/** The next change of a subject that somebody else made: an engine's own may come first. */
const changeByOthers = (engine: Engine, name: string): Promise<Change> =>
  new Promise((resolve) => {
    const stop = engine.onChange((change) => {
      if (change.isOurs || !change.changed?.includes(name)) return
      stop()
      resolve(change)
    })
  })

describe('an engine alone', () => {
  test('I-9 fires a timer when it is due and not before, hands the message over, and records what became of it', async () => {
    const [store, road] = [new MemoryStore(), createRoad()]
    const engine = engineOn(store, road.send)
    await engine.start()
    const { facts } = await engine.execute(openPager('a', 30))
    await engine.execute(openPager('b'))
    assert.deepEqual((await road.first(2)).map((message) => message.id).toSorted(), ['a/1', 'b/1'])
    await engine.stop()
    const told = await store.facts('alert:a')
    assert.deepEqual(
      told.map((fact) => fact.name),
      ['alert.opened', 'alert.paged', 'alert.delivered'],
    )
    assert.ok((told[1]?.at ?? '') >= String(facts[0]?.data.at), 'never early')
    assert.deepEqual(errors, [])
  })

  test('an acknowledgement takes timer and message back', async () => {
    const [store, road] = [new MemoryStore(), createRoad()]
    const engine = engineOn(store, road.send)
    await engine.start()
    await engine.execute(openPager('a', 500))
    await engine.execute({ name: 'acknowledge', to: { kind: 'alert', id: 'a' }, by: 'user:ann', data: {} })
    await engine.execute(openPager('b', 600))
    await road.first(1)
    await engine.stop()
    assert.deepEqual(
      road.sent.map((message) => message.id),
      ['b/1'],
    )
  })

  test('a thousand at once are each sent once, though the outbox holds fewer', async () => {
    const [store, road] = [new MemoryStore(), createRoad()]
    const engine = engineOn(store, road.send)
    await engine.start()
    const ids = Array.from({ length: 1_000 }, (_, i) => `n${i}`)
    await Promise.all(ids.map((id) => engine.execute(openPager(id))))
    await road.first(1_000)
    await engine.stop()
    assert.equal(new Set(road.sent.map((message) => message.id)).size, 1_000)
    assert.equal(road.sent.length, 1_000)
  })

  test('a stopped engine finishes what is on its way and takes nothing more', async () => {
    const store = new MemoryStore()
    let arrived = (): void => {}
    const begun = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const slow: Send = async () => {
      arrived()
      await new Promise<void>((resolve) => clock.at(clock.now().add({ milliseconds: 30 }), resolve))
      return { ok: true, said: 'taken' }
    }
    const engine = engineOn(store, slow)
    await engine.start()
    await engine.execute(openPager('a'))
    await begun
    await engine.stop()
    assert.equal(store.messages.get('a/1')?.status, 'delivered')
    await assert.rejects(engine.execute(openPager('b')), /stopping/)
  })
})

describe('two processes on one database', () => {
  let database: FreshDatabase
  let pools: Pools
  before(async () => {
    database = await (await startTestDatabase()).createDatabase()
    pools = openPools(database.url)
  })
  after(async () => {
    await pools.close()
    await database.drop()
  })
  const signals = () => new PgSignals({ url: () => database.url, clock, onError: (error) => errors.push(error) })

  test('what one writes the other one sends, and both hear of it', async () => {
    const [webRoad, road] = [createRoad(), createRoad()]
    const store = () => openPgStore({ pool: pools.page })
    const web = engineOn(await store(), webRoad.send, { owner: 'web', role: 'web', signals: signals() })
    const worker = engineOn(await store(), road.send, { owner: 'worker', role: 'worker', signals: signals() })
    await Promise.all([web.start(), worker.start()])
    const heard = changeByOthers(worker, 'alert:a')
    const opened = web.execute(openPager('a', 15))
    await Promise.all([heard, opened])
    assert.deepEqual(
      (await road.first(1)).map((message) => message.id),
      ['a/1'],
    )

    const bundle = bundleSchema.parse({ version: 1, organization: { name: 'Heard of' } })
    const told = changeByOthers(worker, 'policy:organization')
    await web.execute({ name: 'apply', to: policySubject, by: 'user:ann', data: { bundle, basedOn: 0, note: '', changes: [] } })
    assert.equal(web.policies.live().version, 1)
    await told
    while ((await worker.health()).policyVersion < 1) await new Promise((resolve) => setImmediate(resolve))
    assert.equal(worker.policies.live().bundle.organization.name, 'Heard of')

    const late = engineOn(await store(), road.send, { owner: 'late', role: 'web' })
    await late.start()
    await late.policies.ensure([1, 7])
    assert.equal(late.policies.at(1).version, 1)
    assert.match(String(errors.pop()), /no fact tells policy version 7/)
    await Promise.all([web.stop(), worker.stop(), late.stop()])
    assert.deepEqual([webRoad.sent, errors], [[], []])
  })

  test('what a stopped process had not sent another one takes over', async () => {
    const road = createRoad()
    let begin = (): void => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    const stuck: Send = () => {
      begin()
      return new Promise(() => {})
    }
    const first = engineOn(await openPgStore({ pool: pools.page }), stuck, { owner: 'first', stopWithinMs: 50 })
    await first.start()
    await first.execute(openPager('orphan'))
    await begun
    const second = engineOn(await openPgStore({ pool: pools.page }), road.send, { owner: 'second' })
    await second.start()
    const [, sent] = await Promise.all([first.stop(), road.first(1)])
    assert.deepEqual(
      sent.map(({ id, possibleRepeat }) => [id, possibleRepeat]),
      [['orphan/1', true]],
    )
    await second.stop()
  })
})
