import { inTransaction, type Pool } from '../../platform/db/pool.ts'
import { DEMO_IDS } from './reads.ts'

const STATES = ['alert', 'escalation', 'incident', 'review']

/** Removes every row of the example in one transaction; numbers begin anew when no incident is left. */
export async function emptyDemo(pool: Pool): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('delete from message where from_id ~ $1', [DEMO_IDS])
    await client.query('delete from timer where id ~ $1', [DEMO_IDS])
    await client.query(`delete from fact where split_part(stream, ':', 1) = any($2) and substr(stream, strpos(stream, ':') + 1) ~ $1`, [
      DEMO_IDS,
      STATES,
    ])
    for (const table of STATES) await client.query(`delete from ${table} where id ~ $1`, [DEMO_IDS])
    await client.query(`delete from counter where name like 'incident%' and not exists (select 1 from incident)`)
  })
}
