import assert from 'node:assert/strict'
import { alert, at, changes, messageOf, onEachStore, type Promises, stateOf } from '../../test/world/stores.ts'
import type { Store } from './store.ts'

const claim = (owner: string, now: number, more = {}) => ({ now: at(now), limit: 10, owner, exceptLanes: [], inHand: [], ...more })
const dueAt = (now: number, more = {}) => ({ now: at(now), limit: 10, except: [], ...more })
const idsOf = (messages: { id: string }[]): string[] => messages.map((message) => message.id).sort()

const timer = (id: string, ms: number) => ({ subject: alert(id), dueAt: at(ms) })

const timerPromises: Promises = {
  'a subject has one; the earliest is the next due': async (world) => {
    const [store] = world.stores
    await store.write(changes({ timers: [timer('a', 5), timer('b', 3_999)] }))
    await store.write(changes({ timers: [timer('a', 4_001)] }))
    assert.equal((await store.nextDue()).timer, at(3_999))
    await store.write(changes({ clearTimers: [alert('b')] }))
    assert.equal((await store.nextDue()).timer, at(4_001))
  },

  'are claimed in the order they are due, up to the limit, without those set aside, never early': async (world) => {
    const [store] = world.stores
    await store.write(changes({ timers: [timer('d', 40), timer('a', 10), timer('c', 30), timer('b', 20)] }))
    const due = (more: object) => store.withDueTimers(dueAt(30, more), async (timers) => timers.map((each) => each.subject.id))
    assert.deepEqual(
      [await due({}), await due({ limit: 2 }), await due({ except: [alert('a')] })],
      [
        ['a', 'b', 'c'],
        ['a', 'b'],
        ['b', 'c'],
      ],
    )
  },

  'are held by one process at a time, are spent by its write, and fall free when it fails': async (world) => {
    const [store, other] = world.stores
    await store.write(changes({ timers: [timer('a', 0), timer('b', 0)] }))
    const failing = store.withDueTimers(dueAt(1), async () => {
      assert.deepEqual(await other.withDueTimers(dueAt(1), async (due) => due), [])
      throw new Error('the tick failed')
    })
    await assert.rejects(failing, /the tick failed/)
    await other.withDueTimers(dueAt(1, { limit: 1 }), async (due, writer) => {
      const mine = due.map((each) => each.subject)
      assert.equal((await store.withDueTimers(dueAt(1), async (rest) => rest)).length, 1)
      await writer.write(changes({ clearTimers: mine, states: mine.map(({ id }) => stateOf(id, 0)) }))
      // Committed before the claim returns: others see it at once.
      assert.equal((await store.load(mine)).length, 1)
    })
    assert.equal((await store.withDueTimers(dueAt(1), async (due) => due)).length, 1)
  },

  'a tick and an acknowledgement of the same subject wait for each other': async (world) => {
    const [store, other] = world.stores
    await store.write(changes({ states: [stateOf('a', 0)], timers: [timer('a', 0)] }))
    for (let was = 1; was < 12; was += 1) {
      const tick = store.withDueTimers(dueAt(1), (_, writer) =>
        writer.write(changes({ timers: [timer('a', 0)], states: [stateOf('a', was)] })),
      )
      const both = await Promise.allSettled([tick, other.write(changes({ timers: [timer('a', 0)], states: [stateOf('a', was)] }))])
      assert.equal(both.filter((each) => each.status === 'fulfilled').length, 1)
      for (const each of both) if (each.status === 'rejected') assert.doesNotMatch(String(each.reason), /deadlock/)
    }
  },
}

const begun = async (store: Store, ids: string[], owner: string): Promise<string[]> => {
  let seen: string[] = []
  await store.beginMessages(ids, owner, (messages) => {
    seen = idsOf(messages)
  })
  return seen
}

const messagePromises: Promises = {
  'what is due is claimed once; crowded channels and later retries are left': async (world) => {
    const [store, other] = world.stores
    await store.write(
      changes({
        messages: [messageOf('m1'), messageOf('m2', { channel: 'sms' }), messageOf('m3', { nextAt: at(9_000) }), messageOf('m4')],
      }),
    )
    await store.write(changes({ messages: [messageOf('m1', { channel: 'twice' })] }))
    for (const owner of ['one', 'two']) await store.beat(owner, at(60_000))
    const both = await Promise.all([
      store.claimMessages(claim('one', 1_000, { exceptLanes: ['sms'] })),
      other.claimMessages(claim('two', 1_000, { exceptLanes: ['sms'] })),
    ])
    assert.deepEqual(idsOf(both.flat()), ['m1', 'm4'])
    assert.deepEqual(await store.claimMessages(claim('one', 1_000, { limit: 5 })).then(idsOf), ['m2'])
    assert.equal((await store.nextDue()).message === null, false)
    const [m3] = await store.claimMessages(claim('one', 9_000))
    assert.deepEqual(m3, messageOf('m3', { nextAt: at(9_000), status: 'claimed', owner: 'one' }))
  },

  'what a dead process held goes to a living one as a possible repeat, and the dead one has no say any more': async (world) => {
    const [store, other] = world.stores
    await store.beat('one', at(4_000))
    await other.beat('two', at(9_000))
    await store.write(
      changes({
        messages: [
          messageOf('m1', { status: 'claimed', owner: 'one' }),
          messageOf('m2', { status: 'claimed', owner: 'two' }),
          messageOf('m3', { status: 'claimed', owner: 'one' }),
        ],
      }),
    )
    assert.deepEqual(await begun(store, ['m1', 'm2'], 'one'), ['m1'])
    assert.deepEqual(await other.claimMessages(claim('two', 3_999)), [])
    const taken = await other.claimMessages(claim('two', 4_000))
    assert.deepEqual(taken.map(({ id, possibleRepeat, attempt }) => [id, possibleRepeat, attempt]).sort(), [
      ['m1', true, 1],
      ['m3', true, 0],
    ])
    assert.deepEqual(await begun(store, ['m1', 'm3'], 'one'), [])
    await store.write(changes({ settled: [{ id: 'm1', owner: 'one', status: 'delivered', nextAt: at(0), said: 'ok' }] }))
    assert.deepEqual(await begun(other, ['m1', 'm3'], 'two'), ['m1', 'm3'])
    await other.write(changes({ settled: [{ id: 'm1', owner: 'two', status: 'delivered', nextAt: at(0), said: 'ok' }] }))
    assert.deepEqual(await world.statuses(), { m1: 'delivered', m2: 'claimed', m3: 'sending' })
  },

  'what its owner has in hand is not claimed anew although the owner counted as dead; what it never heard of is, in time': async (
    world,
  ) => {
    const [store] = world.stores
    await store.beat('one', at(1_000))
    await store.write(
      changes({ messages: [messageOf('m1', { status: 'sending', owner: 'one' }), messageOf('m2', { status: 'claimed', owner: 'one' })] }),
    )
    assert.deepEqual(await store.claimMessages(claim('one', 29_999, { inHand: ['m1'] })), [])
    const taken = await store.claimMessages(claim('one', 30_000, { inHand: ['m1'] }))
    assert.deepEqual(
      taken.map(({ id, possibleRepeat }) => [id, possibleRepeat]),
      [['m2', true]],
    )
  },

  'an acknowledgement that commits before the begin takes the message away; a later one finds it begun': async (world) => {
    const [store, other] = world.stores
    const mine = { status: 'claimed' as const, owner: 'one' }
    await store.write(changes({ messages: [messageOf('m1', mine), messageOf('m2', mine), messageOf('m3', { ...mine, from: alert('b') })] }))
    await other.write(changes({ withdraw: [{ from: alert('a'), ids: ['m1', 'm3'] }] }))
    assert.deepEqual(await begun(store, ['m1', 'm2', 'm3'], 'one'), ['m2', 'm3'])
    await other.write(changes({ withdraw: [{ from: alert('a'), ids: null }] }))
    assert.deepEqual(await world.statuses(), { m1: 'withdrawn', m2: 'sending', m3: 'sending' })
  },

  'acknowledged while it is begun: either sent or withdrawn, never both': async (world) => {
    const [store, other] = world.stores
    const ids = Array.from({ length: 30 }, (_, i) => `m${i}`)
    await store.write(changes({ messages: ids.map((id) => messageOf(id, { status: 'claimed', owner: 'one', from: alert(id) })) }))
    const sent: string[] = []
    const withdrawals = ids.map((id) => other.write(changes({ withdraw: [{ from: alert(id), ids: null }] })))
    const begins = [0, 10, 20].map((n) => store.beginMessages(ids.slice(n, n + 10), 'one', (messages) => sent.push(...idsOf(messages))))
    await Promise.all([...withdrawals, ...begins])
    const statuses = await world.statuses()
    for (const id of ids) assert.equal(statuses[id], sent.includes(id) ? 'sending' : 'withdrawn', id)
  },

  'what was withdrawn while it was under way is never begun again: not when its process dies, not when it asks for a retry': async (
    world,
  ) => {
    const [store, other] = world.stores
    await store.beat('one', at(4_000))
    await other.beat('two', at(60_000))
    const mine = { status: 'claimed' as const, owner: 'one' }
    await store.write(changes({ messages: ['m1', 'm2', 'm3', 'm4'].map((id) => messageOf(id, { ...mine, from: alert(id) })) }))
    await begun(store, ['m1', 'm2', 'm3', 'm4'], 'one')
    await other.write(changes({ withdraw: ['m1', 'm2', 'm3'].map((id) => ({ from: alert(id), ids: null })) }))
    assert.deepEqual(await world.statuses(), { m1: 'sending', m2: 'sending', m3: 'sending', m4: 'sending' }, 'begun is begun')
    // While its process lives, what it says counts: it arrived, or it did not.
    const settle = (id: string, status: 'delivered' | 'queued') => ({ id, owner: 'one', status, nextAt: at(500), said: 'x' })
    await store.write(changes({ settled: [settle('m2', 'delivered'), settle('m3', 'queued')] }))
    assert.deepEqual(await other.claimMessages(claim('two', 3_999)), [])
    const taken = await other.claimMessages(claim('two', 4_000))
    assert.deepEqual(idsOf(taken), ['m4'], 'only what nobody took back goes on')
    assert.deepEqual(await world.statuses(), { m1: 'withdrawn', m2: 'delivered', m3: 'withdrawn', m4: 'claimed' })
    assert.deepEqual(await begun(other, ['m1', 'm2', 'm3', 'm4'], 'two'), ['m4'])
  },

  'a failed attempt waits for its moment, unless its sender takes it back in the same write': async (world) => {
    const [store] = world.stores
    await store.write(
      changes({
        messages: [
          messageOf('m1', { status: 'claimed', owner: 'one' }),
          messageOf('m2', { status: 'claimed', owner: 'one', from: alert('b') }),
        ],
      }),
    )
    await begun(store, ['m1', 'm2'], 'one')
    const retry = (id: string) => ({ id, owner: 'one', status: 'queued' as const, nextAt: at(700), said: '503' })
    await store.write(changes({ settled: [retry('m1'), retry('m2')], withdraw: [{ from: alert('a'), ids: null }] }))
    assert.deepEqual(await world.statuses(), { m1: 'withdrawn', m2: 'queued' })
    assert.equal((await store.nextDue()).message, at(700))
    assert.deepEqual(await store.claimMessages(claim('two', 699)), [])
    assert.deepEqual(idsOf(await store.claimMessages(claim('two', 700))), ['m2'])
  },
}

onEachStore({ timer: timerPromises, message: messagePromises })
