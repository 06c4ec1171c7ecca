import assert from 'node:assert/strict'
import fc from 'fast-check'
import { alert, at, changes, factOf, messageOf, onEachStore, type Promises, stateOf, type World } from '../../test/world/stores.ts'
import { canonical } from './facts.ts'
import { Unstorable } from './storable.ts'
import { Conflict, type StateWrite, type Store } from './store.ts'

const statePromises: Promises = {
  'are found by id and by key, each once, in the kinds asked for': async (world) => {
    const [store, other] = world.stores
    await store.write(
      changes({
        states: [
          stateOf('a', 0, { columns: { key: 'k' } }),
          { ...stateOf('e', 0), subject: { kind: 'escalation', id: 'e' }, columns: { key: null } },
        ],
      }),
    )
    const rows = await other.load([
      alert('a'),
      { kind: 'alert', key: 'k' },
      { kind: 'alert', key: 'none' },
      alert('none'),
      { kind: 'escalation', id: 'e' },
    ])
    assert.deepEqual(rows.map((row) => row.subject.id).sort(), ['a', 'e'])
    assert.partialDeepStrictEqual(
      rows.find((row) => row.subject.id === 'a'),
      { subject: alert('a'), state: { id: 'a', was: 0 }, seq: 1, hash: 'h1', key: 'k' },
    )
  },

  'are found by a column': async (world) => {
    const [store] = world.stores
    await store.write(
      changes({ states: ['a', 'b', 'c'].map((id) => stateOf(id, 0, { columns: { key: null, escalation: id === 'c' ? 'other' : 'e' } })) }),
    )
    const found = await store.find('alert', 'escalation', ['e'])
    assert.deepEqual(
      found.sort((x, y) => x.id.localeCompare(y.id)),
      [
        { id: 'a', value: 'e' },
        { id: 'b', value: 'e' },
      ],
    )
  },

  'a write that rests on an old state keeps nothing at all': async (world) => {
    const [store, other] = world.stores
    await store.write(changes({ states: [stateOf('a', 0)] }))
    await other.write(changes({ states: [stateOf('a', 1)] }))
    const late = changes({
      states: [stateOf('b', 0), stateOf('a', 1)],
      facts: [factOf('a', 2)],
      timers: [{ subject: alert('a'), dueAt: at(0) }],
      messages: [messageOf('m')],
      counters: [{ name: 'n', was: 0, is: 1 }],
    })
    await assert.rejects(store.write(late), Conflict)
    await assert.rejects(store.write(changes({ states: [stateOf('a', 0)] })), Conflict)
    assert.deepEqual(
      (await store.load([alert('a'), alert('b')])).map((row) => row.subject.id),
      ['a'],
    )
    assert.deepEqual(
      [await store.facts('alert:a'), await store.nextDue(), (await store.counters(['n'])).get('n')],
      [[], { timer: null, message: null }, 0],
    )
  },

  'a key belongs to one, and may pass to another within a write': async (world) => {
    const [store] = world.stores
    const keyed = (id: string, was: number, key: string | null): StateWrite => stateOf(id, was, { columns: { key } })
    await store.write(changes({ states: [keyed('a', 0, 'k'), keyed('b', 0, 'l')] }))
    await assert.rejects(store.write(changes({ states: [keyed('c', 0, 'k')] })), Conflict)
    await store.write(changes({ states: [keyed('a', 1, 'l'), keyed('b', 1, 'k')] }))
    await store.write(changes({ states: [keyed('c', 0, 'k'), keyed('b', 2, null)] }))
    const held = await store.load(['k', 'l'].map((key) => ({ kind: 'alert', key })))
    assert.deepEqual(Object.fromEntries(held.map((row) => [row.key, row.subject.id])), { k: 'c', l: 'a' })
  },

  'of two processes that change one state or draw one number at once, one wins': async (world) => {
    const [store, other] = world.stores
    for (let was = 0; was < 10; was += 1) {
      const write = (to: Store) =>
        to.write(changes({ states: [stateOf('a', was), stateOf('b', was)], counters: [{ name: 'n', was, is: was + 1 }] }))
      const results = await Promise.allSettled([write(store), write(other)])
      assert.equal(results.filter((result) => result.status === 'fulfilled').length, 1)
      for (const result of results) if (result.status === 'rejected') assert.ok(result.reason instanceof Conflict, String(result.reason))
    }
    assert.equal((await store.counters(['n'])).get('n'), 10)
  },

  'no increment is lost in any interleaving of many writers': async (world) => {
    const op = fc.record({ by: fc.nat(1), first: fc.nat(3), second: fc.nat(3), key: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.uuid(), fc.array(op, { minLength: 4, maxLength: 24 }), (run, ops) => interleave(world.stores, run, ops)),
      { numRuns: 40, seed: 7 },
    )
  },
}

type Op = { by: number; first: number; second: number; key: boolean }

/** Each op adds a fact to one or two of four subjects and takes a shared key; all at once, again after a conflict. */
async function interleave(stores: World['stores'], run: string, ops: Op[]): Promise<void> {
  const names = (op: Op): string[] => [...new Set([op.first, op.second])].map((n) => `${run}/${n}`)
  const doOp = async (op: Op): Promise<void> => {
    const store = stores[op.by] as Store
    for (;;) {
      const holder = await store.load([{ kind: 'alert', key: run }])
      const rows = new Map((await store.load(names(op).map(alert))).map((row) => [row.subject.id, row]))
      const mayTake = op.key && holder.every((row) => rows.has(row.subject.id))
      const states = names(op).map((id, i) => {
        const was = rows.get(id)?.seq ?? 0
        const key = mayTake ? (i === 0 ? run : null) : (rows.get(id)?.key ?? null)
        return stateOf(id, was, { columns: { key } })
      })
      const facts = states.map((write) => factOf(write.subject.id, write.seq))
      try {
        return await store.write(changes({ states, facts, timers: states.map(({ subject }) => ({ subject, dueAt: at(0) })) }))
      } catch (error) {
        if (!(error instanceof Conflict)) throw error
      }
    }
  }
  await Promise.all(ops.map(doOp))
  for (const id of new Set(ops.flatMap(names))) {
    const facts = await stores[0].facts(`alert:${id}`)
    const expected = ops.filter((op) => names(op).includes(id)).length
    assert.deepEqual(
      facts.map((fact) => fact.seq),
      Array.from({ length: expected }, (_, i) => i + 1),
    )
    assert.equal((await stores[1].load([alert(id)]))[0]?.seq, expected)
  }
}

const kept = fc.jsonValue().filter((value) => !/\\u0000|\\ud[89a-f]/.test(JSON.stringify(value)))

const valuePromises: Promises = {
  'come back as they were: any JSON, any text, and facts with the same hash': async (world) => {
    const [store] = world.stores
    const each = async (id: string, value: unknown, text: string) => {
      const state = JSON.parse(JSON.stringify({ value, text, like: '\\u0000 \\ud800', 'ключ " \\ \u2028': '😀é\u0001' }))
      const fact = factOf(id, 1, state)
      await store.write(changes({ states: [stateOf(id, 0, { state })], facts: [fact] }))
      assert.deepEqual((await store.load([alert(id)]))[0]?.state, state)
      const [read] = await store.facts(`alert:${id}`)
      assert.equal(canonical(read?.data), canonical(fact.data))
      assert.deepEqual(read, fact)
    }
    await fc.assert(
      fc.asyncProperty(
        fc.uuid(),
        kept,
        fc.string({ unit: 'binary' }).filter((text) => !text.includes('\u0000')),
        each,
      ),
      { numRuns: 60, seed: 3 },
    )
  },

  'a text that cannot be kept is refused with its place, and nothing is kept': async (world) => {
    const [store] = world.stores
    for (const text of ['a\u0000b', 'half \ud83d']) {
      await assert.rejects(
        store.write(changes({ states: [stateOf('a', 0, { state: { title: text } })] })),
        (error) => error instanceof Unstorable && /title/.test(error.message),
      )
    }
    assert.deepEqual(await store.load([alert('a')]), [])
  },
}

onEachStore({ state: statePromises, value: valuePromises })
