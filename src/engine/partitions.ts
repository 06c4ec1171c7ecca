import type { Pool, PoolClient } from '../platform/db/pool.ts'
import { onOneConnection } from './pg-transaction.ts'

/** Made this far ahead, a missed chore of weeks does no harm. */
const monthsAhead = 3
/** Any fixed number: processes that start together do not make the same partition twice. */
const lockKey = 7_402_031
/** Creating a partition locks the facts for a moment; if it cannot have them at once it is tried again the next time. */
const lockTimeout = '2s'

type Month = { name: string; from: string; to: string }

function monthsFrom(now: Temporal.Instant): Month[] {
  const first = now.toZonedDateTimeISO('UTC').toPlainDate().with({ day: 1 })
  return Array.from({ length: monthsAhead + 1 }, (_, i) => {
    const start = first.add({ months: i })
    const name = `fact_${String(start.year)}_${String(start.month).padStart(2, '0')}`
    return { name, from: `${start} 00:00+00`, to: `${start.add({ months: 1 })} 00:00+00` }
  })
}

/** Makes the month's partitions of the facts, this month's and the next three; returns those that were not there yet. */
export async function ensurePartitions(pool: Pool, now: Temporal.Instant): Promise<string[]> {
  const made: string[] = []
  for (const month of monthsFrom(now)) {
    const isMade = await onOneConnection(pool, `begin; set local lock_timeout = '${lockTimeout}'`, async (client) => {
      await client.query('select pg_advisory_xact_lock($1)', [lockKey])
      const { rows } = await client.query<{ known: boolean }>('select to_regclass($1) is not null as known', [month.name])
      if (rows[0]?.known === false) await make(client, month)
      await client.query('commit')
      return rows[0]?.known === false
    })
    if (isMade) made.push(month.name)
  }
  return made
}

/** Facts of the month that came before its partition are in the default one: they move with it. */
async function make(client: PoolClient, { name, from, to }: Month): Promise<void> {
  await client.query(`create table ${name} (like fact including defaults including constraints)`)
  await client.query('lock table fact_default in access exclusive mode')
  await client.query(
    `with moved as (delete from fact_default where at >= '${from}' and at < '${to}' returning *) insert into ${name} select * from moved`,
  )
  await client.query(`alter table fact attach partition ${name} for values from ('${from}') to ('${to}')`)
}
