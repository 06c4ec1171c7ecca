import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSignals } from '../../engine/announcer.ts'
import { type Bus, createBus, type Ears } from '../../engine/bus.ts'
import { createClock, createSteppedClock } from '../../engine/clock.ts'
import { PgSignals } from '../../engine/pg-signals.ts'
import { startTestDatabase } from '../../platform/db/test-database.ts'
import type { Told } from './hub.ts'
import { Presence } from './presence.ts'

const START = Temporal.Instant.from('2026-11-12T14:41:12Z')

/** Two processes' buses: what one tells, the other hears at once. */
function wiredBuses(): [Bus, Bus] {
  const ears: [Ears | null, Ears | null] = [null, null]
  const busOf = (own: 0 | 1): Bus => ({
    tell: (_topic, data) => ears[own === 0 ? 1 : 0]?.told(structuredClone(data), `process ${own}`),
    listen: (_topic, listener) => {
      ears[own] = listener
      return () => {
        ears[own] = null
      }
    },
  })
  return [busOf(0), busOf(1)]
}

/** A clock that rings: `pass` moves it and calls what was asked for by then. */
function createRingingClock() {
  let now = START
  let asked: { at: Temporal.Instant; ring(): void }[] = []
  return {
    now: () => now,
    at: (at: Temporal.Instant, ring: () => void) => {
      const entry = { at, ring }
      asked.push(entry)
      return () => {
        asked = asked.filter((each) => each !== entry)
      }
    },
    pass: (seconds: number) => {
      now = now.add({ seconds })
      const due = asked.filter(({ at }) => Temporal.Instant.compare(at, now) <= 0)
      asked = asked.filter((each) => !due.includes(each))
      for (const { ring } of due) ring()
    },
  }
}

const alone = () =>
  new Presence({ bus: createBus({ signals: noSignals, owner: 'one', onError: assert.ifError }), clock: createSteppedClock(START) })

const ROOM = 'incident:inc-1'

test('whoever is there is there once, is told of others, and leaves with their connection', () => {
  const presence = alone()
  const heard: Record<string, Told[]> = { a: [], b: [], c: [] }
  const open = (stream: string, actor: string) => presence.add(stream, { actor, tell: (changes) => void heard[stream]?.push(...changes) })
  open('a', 'user:ana')
  const leave = open('b', 'user:ben')
  open('c', 'user:ana')
  assert.ok(presence.move('a', 'user:ana', ROOM))
  assert.ok(presence.move('c', 'user:ana', ROOM))
  assert.deepEqual(presence.at(ROOM), ['user:ana'])
  presence.move('b', 'user:ben', ROOM)
  assert.deepEqual(presence.at(ROOM), ['user:ana', 'user:ben'])
  leave()
  assert.deepEqual(presence.at(ROOM), ['user:ana'])
  const told = { kind: 'presence', id: ROOM }
  assert.deepEqual(heard, { a: [told, told, told], b: [], c: [told, told] })
})

test('nobody is moved by somebody else, and who goes elsewhere is no longer here', () => {
  const presence = alone()
  presence.add('a', { actor: 'user:ana', tell: () => {} })
  assert.equal(presence.move('a', 'user:eve', ROOM), false)
  assert.equal(presence.move('none', 'user:ana', ROOM), false)
  presence.move('a', 'user:ana', ROOM)
  presence.move('a', 'user:ana', null)
  assert.deepEqual(presence.at(ROOM), [])
})

test('each process knows who is where in the others, is told of changes, and forgets a process that fell silent', () => {
  const clock = createRingingClock()
  const [busA, busB] = wiredBuses()
  const [a, b] = [new Presence({ bus: busA, clock }), new Presence({ bus: busB, clock })]
  const heard: Told[] = []
  a.add('a', { actor: 'user:ana', tell: (changes) => void heard.push(...changes) })
  b.add('b', { actor: 'user:ben', tell: () => {} })
  a.move('a', 'user:ana', ROOM)
  assert.equal(b.move('b', 'user:ben', ROOM), true)
  assert.deepEqual(
    [a.at(ROOM), b.at(ROOM)],
    [
      ['user:ana', 'user:ben'],
      ['user:ben', 'user:ana'],
    ],
  )
  assert.deepEqual(heard, [{ kind: 'presence', id: ROOM }])
  // A balancer sends the request of somebody whose connection the other process has.
  assert.equal(b.move('a', 'user:ana', null), false)
  assert.deepEqual([a.at(ROOM), b.at(ROOM)], [['user:ben'], ['user:ben']])
  assert.equal(b.move('a', 'user:eve', ROOM), false)
  assert.deepEqual(a.at(ROOM), ['user:ben'], 'nobody is moved by somebody else')
  const late = new Presence({ bus: busA, clock })
  assert.deepEqual(late.at(ROOM), ['user:ben'], 'who starts later asks')
  busB.listen('presence', { told: () => {}, missed: () => {} })
  busB.tell = () => {}
  for (let n = 0; n < 4; n += 1) clock.pass(15)
  assert.deepEqual(late.at(ROOM), [])
})

test('two processes on one database know of each other', { timeout: 30_000 }, async (t) => {
  const database = await (await startTestDatabase()).createDatabase()
  const clock = createClock()
  const onError = assert.ifError
  const start = async (owner: string) => {
    const bus = createBus({ signals: new PgSignals({ url: () => database.url, clock, onError }), owner, onError })
    const presence = new Presence({ bus, clock })
    await bus.signals.start(
      () => assert.fail('these are no words for the engine'),
      () => {},
    )
    return { presence, stop: () => bus.signals.close() }
  }
  const [one, two] = [await start('one'), await start('two')]
  t.after(async () => {
    for (const { presence, stop } of [one, two]) {
      presence.close()
      await stop()
    }
    await database.drop()
  })
  const told = Promise.withResolvers<void>()
  one.presence.add('a', { actor: 'user:ana', tell: () => told.resolve() })
  one.presence.move('a', 'user:ana', ROOM)
  two.presence.add('b', { actor: 'user:ben', tell: () => {} })
  two.presence.move('b', 'user:ben', ROOM)
  await told.promise
  assert.deepEqual(one.presence.at(ROOM), ['user:ana', 'user:ben'])
})
