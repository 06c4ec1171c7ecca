import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { alert, at, changes, messageOf, stateOf } from '../../test/world/stores.ts'
import type { Command } from '../core/command/command.ts'
import { openPools, type Pools } from '../platform/db/pool.ts'
import { type FreshDatabase, startTestDatabase } from '../platform/db/test-database.ts'
import { createAuditor, findUnwatched } from './auditor.ts'
import { createSteppedClock } from './clock.ts'
import { genesis, record } from './facts.ts'
import { ensurePartitions } from './partitions.ts'
import { openPgStore, type PgStore } from './pg-store.ts'
import type { StateWrite } from './store.ts'
import { verifyAll } from './verify.ts'

let database: FreshDatabase
let pools: Pools
let store: PgStore
const now = Temporal.Instant.from(at(0))

before(async () => {
  database = await (await startTestDatabase()).createDatabase()
  pools = openPools(database.url)
  store = await openPgStore({ pool: pools.page })
})
beforeEach(() => database.pool.query('truncate alert, escalation, timer, message, fact'))
after(async () => {
  await pools.close()
  await database.drop()
})

const alertRow = (id: string, status: string, escalation: string | null): StateWrite =>
  stateOf(id, 0, { state: { quiet: id === 'quiet' ? 'info does not page' : null }, columns: { key: null, status, escalation } })
const ladder = (id: string, status: string, announced = 0): StateWrite => ({
  ...stateOf(id, 0, { state: { announced }, columns: { key: null, status } }),
  subject: { kind: 'escalation', id },
})
const climb = (id: string) => ({ kind: 'escalation', id })

test('I-3 an alert nothing will wake anybody for is found, whatever it is that is missing; the others are not', async () => {
  const watched = [
    alertRow('new', 'triggered', null),
    alertRow('climbing', 'triggered', 'timed'),
    alertRow('sending', 'triggered', 'sends'),
    alertRow('told', 'triggered', 'announced'),
    alertRow('asleep', 'snoozed', null),
    alertRow('quiet', 'triggered', null),
    alertRow('held', 'acknowledged', 'done'),
    alertRow('over', 'resolved', null),
  ]
  const lost = [
    alertRow('x-new', 'triggered', null),
    alertRow('x-asleep', 'snoozed', 'timed'),
    alertRow('x-stopped', 'triggered', 'done'),
    alertRow('x-gone', 'triggered', 'nowhere'),
    alertRow('x-silent', 'triggered', 'silent'),
    alertRow('x-sent', 'triggered', 'sent'),
    alertRow('x-exhausted', 'triggered', 'mute'),
    alertRow('x-silent-2', 'triggered', 'silent'),
  ]
  const ladders = [
    ladder('timed', 'running'),
    ladder('sends', 'running'),
    ladder('announced', 'exhausted', 1),
    ladder('done', 'stopped'),
    ladder('silent', 'running'),
    ladder('sent', 'running'),
    ladder('mute', 'exhausted'),
  ]
  const messages = [
    messageOf('m1', { from: climb('sends'), status: 'sending' }),
    messageOf('m2', { from: climb('sent'), status: 'delivered' }),
  ]
  const timers = [alert('new'), alert('asleep'), climb('timed')].map((subject) => ({ subject, dueAt: at(1) }))
  await store.write(changes({ states: [...watched, ...lost, ...ladders], messages, timers }))
  const { waiting, findings } = await findUnwatched(pools.side)
  const repairs = findings.map(({ alert: id, repair }) => [id, `${repair.kind}:${repair.id}`])
  assert.equal(waiting, 13)
  assert.deepEqual(repairs, [
    ['x-asleep', 'alert:x-asleep'],
    ['x-exhausted', 'escalation:mute'],
    ['x-gone', 'alert:x-gone'],
    ['x-new', 'alert:x-new'],
    ['x-sent', 'escalation:sent'],
    ['x-silent', 'escalation:silent'],
    ['x-silent-2', 'escalation:silent'],
    ['x-stopped', 'alert:x-stopped'],
  ])
})

test('W2 the watchdog reads what is open and nothing else, however much is over', async () => {
  const many = 20_000
  await database.pool.query(
    `insert into alert (id, seq, hash, state, status, opened_at)
     select 'old-' || n, 0, 'h', '{}', 'resolved', $1 from generate_series(1, ${many}) n`,
    [at(0)],
  )
  await store.write(changes({ states: [alertRow('lost', 'triggered', 'nowhere')] }))
  await database.pool.query('analyze alert')
  let text = ''
  const query = (asked: string) => {
    text = asked
    return pools.side.query(asked)
  }
  const listening = { query } as unknown as typeof pools.side
  assert.deepEqual(
    (await findUnwatched(listening)).findings.map((each) => each.alert),
    ['lost'],
  )
  const { rows } = await pools.side.query<{ 'QUERY PLAN': [{ Plan: object }] }>(`explain (analyze, format json) ${text}`)
  const read = JSON.stringify(rows[0]?.['QUERY PLAN'])
  assert.doesNotMatch(read, /"Node Type":"Seq Scan"[^{}]*"Relation Name":"alert"/)
})

test('each ladder is repaired once; what refuses or throws stays a finding and does not stop the others', async () => {
  await store.write(
    changes({
      states: [
        ladder('l', 'running'),
        alertRow('a', 'triggered', 'l'),
        alertRow('b', 'triggered', 'l'),
        alertRow('c', 'triggered', null),
        alertRow('d', 'triggered', null),
      ],
    }),
  )
  const sent: Command[] = []
  const pass = await createAuditor({ pool: pools.side, clock: createSteppedClock(now) })(async (command) => {
    sent.push(command)
    const id = 'id' in command.to ? command.to.id : ''
    if (id === 'c') throw new Error('broken')
    const refusal = id === 'd' ? { code: 'no', status: 409, message: 'no need' } : undefined
    return { subject: null, state: null, facts: [], refusal }
  })
  assert.deepEqual(
    sent.map((command) => [command.name, command.to]),
    [
      ['audit.repair', climb('l')],
      ['audit.repair', alert('c')],
      ['audit.repair', alert('d')],
    ],
  )
  assert.deepEqual([pass.at, pass.waiting], [at(0), 4])
  assert.deepEqual(
    pass.findings.map((each) => [each.alert, each.isRepaired, each.said]),
    [
      ['a', true, 'sent up again'],
      ['b', true, 'sent up again'],
      ['c', false, 'broken'],
      ['d', false, 'no need'],
    ],
  )
  assert.deepEqual((await findUnwatched(pools.side)).findings.length, 4)
})

/** A chain of facts for an alert, with the state row that remembers its head. */
async function tellStory(id: string, length: number): Promise<void> {
  let head = { seq: 0, hash: genesis }
  const facts = Array.from({ length }, (_, i) => {
    const fact = record({ name: 'alert.told', of: alert(id), by: 'user:ann', data: { i, b: [1.5, null], a: 'é' } }, at(i), head)
    head = fact
    return fact
  })
  await store.write(changes({ states: [stateOf(id, 0, head)], facts }))
}

test('I-24 S9.9 every altered or missing row is named, and only it', async () => {
  for (const id of ['altered', 'deleted', 'fine', 'headless', 'shortened', 'swapped']) await tellStory(id, 4)
  await tellStory('long', 4_500)
  assert.deepEqual(await verifyAll(pools.side, store.tables), { streams: 7, facts: 4_524, breaks: [] })
  await database.pool.query(`update fact set data = data || '{"i": 9}' where stream = 'alert:altered' and seq = 2`)
  await database.pool.query(`delete from fact where stream = 'alert:deleted' and seq = 3`)
  await database.pool.query(`delete from alert where id = 'headless'`)
  await database.pool.query(`delete from fact where stream = 'alert:shortened' and seq = 4`)
  await database.pool.query(`update alert set hash = 'x' where id = 'swapped'`)
  await database.pool.query(`update fact set by = 'user:bob' where stream = 'alert:long' and seq = 4321`)
  const { breaks } = await verifyAll(pools.side, store.tables)
  assert.deepEqual(
    breaks.map(({ stream, seq, what }) => `${stream} ${seq} ${what}`),
    [
      'alert:altered 2 altered',
      'alert:deleted 3 missing',
      'alert:long 4321 altered',
      'alert:shortened 4 missing',
      'alert:swapped 4 altered',
      'alert:headless 0 missing',
    ],
  )
})

test('partitions are made ahead, once, and take over what had to wait in the default one', async () => {
  await tellStory('early', 3)
  const both = await Promise.all([ensurePartitions(pools.side, now), ensurePartitions(pools.side, now)])
  assert.deepEqual(both.flat().sort(), ['fact_2026_01', 'fact_2026_02', 'fact_2026_03', 'fact_2026_04'])
  assert.deepEqual(await ensurePartitions(pools.side, now.add({ hours: 24 * 31 })), ['fact_2026_05'])
  await tellStory('late', 2)
  const { rows } = await database.pool.query<{ part: string; n: number }>(
    'select tableoid::regclass::text as part, count(*) as n from fact group by 1',
  )
  assert.deepEqual(rows, [{ part: 'fact_2026_01', n: 5 }])
  assert.deepEqual((await verifyAll(pools.side, store.tables)).breaks, [])
})
