import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alert, at, changes, messageOf, stateOf } from '../../test/world/stores.ts'
import { openPools, type Pool } from '../platform/db/pool.ts'
import { startTestDatabase } from '../platform/db/test-database.ts'
import { openPgStore, type PgStore } from './pg-store.ts'

/** Notes every prepared statement that any connection of the pool runs. */
function noteStatements(pool: Pool): Map<string, unknown[]> {
  const seen = new Map<string, unknown[]>()
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown
    client.query = ((...given: unknown[]) => {
      const [statement] = given as [{ name?: string; text: string; values: unknown[] }]
      if (statement?.name) seen.set(statement.text, statement.values)
      return query(...given)
    }) as typeof client.query
  })
  return seen
}

async function useEverything(store: PgStore): Promise<void> {
  const timers = [{ subject: alert('a'), dueAt: at(0) }]
  const messages = [messageOf('m')]
  await store.write(changes({ states: [stateOf('a', 0)], timers, messages, counters: [{ name: 'n', was: 0, is: 1 }] }))
  await store.write(changes({ states: [stateOf('a', 1)], clearTimers: [alert('b')], counters: [{ name: 'n', was: 1, is: 2 }] }))
  await store.write(
    changes({
      withdraw: [{ from: alert('a'), ids: ['m'] }],
      settled: [{ id: 'm', owner: 'one', status: 'queued', nextAt: at(0), said: '' }],
    }),
  )
  await store.load([alert('a'), { kind: 'alert', key: 'k' }, { kind: 'incident', id: 'i' }])
  for (const column of ['escalation', 'incident', 'service']) await store.find('alert', column, ['x'])
  await store.counters(['n'])
  await store.facts('alert:a')
  await store.nextDue()
  await store.beat('one', at(0))
  await store.claimMessages({ now: at(0), limit: 5, owner: 'one', exceptLanes: ['sms'], inHand: [] })
  await store.beginMessages(['m'], 'one', () => {})
  for (const except of [[], [alert('b')]]) await store.withDueTimers({ now: at(0), limit: 5, except }, async () => {})
}

test('no statement of the page path reads a whole table, however small it was when the plan was made', async (t) => {
  const database = await (await startTestDatabase()).createDatabase()
  const { page, close } = openPools(database.url)
  t.after(() => close().then(database.drop))
  const seen = noteStatements(page)
  await useEverything(await openPgStore({ pool: page }))
  const client = await page.connect()
  await client.query('set plan_cache_mode = force_generic_plan')
  const plans = await Array.fromAsync([...seen], async ([text, values]) => {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  client.release()
  assert.ok(plans.length >= 14, `${plans.length} statements were seen`)
  for (const plan of plans) assert.doesNotMatch(plan, /Seq Scan on (?!worker)|Hash Join|Merge Join/)
})
