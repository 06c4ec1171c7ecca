import { inTransaction, type Pool } from '../../platform/db/pool.ts'
import { DEMO_IDS } from './reads.ts'

const STATES = ['alert', 'escalation', 'incident', 'review']

/** What was told about the shifts of people who were the example's: known by the ids of its schedules and people. */
const SHIFT_STATES = ['duty', 'digest', 'calendar']

/**
 * Removes every row of the example in one transaction; numbers begin anew when no incident is left. `gone` are the ids of its
 * schedules and people that nobody has any more.
 */
export async function emptyDemo(pool: Pool, gone: readonly string[]): Promise<void> {
  await inTransaction(pool, async (client) => {
    for (const kind of SHIFT_STATES) {
      await client.query('delete from message where from_kind = $1 and from_id = any($2)', [kind, gone])
      await client.query('delete from timer where kind = $1 and id = any($2)', [kind, gone])
      await client.query('delete from fact where stream = any($1)', [gone.map((id) => `${kind}:${id}`)])
      await client.query(`delete from ${kind} where id = any($1)`, [gone])
    }
    await client.query(`delete from message m using cover c where m.from_kind = 'cover' and m.from_id = c.id and c.schedule = any($1)`, [
      gone,
    ])
    await client.query(`delete from timer t using cover c where t.kind = 'cover' and t.id = c.id and c.schedule = any($1)`, [gone])
    await client.query(`delete from fact f using cover c where f.stream = 'cover:' || c.id and c.schedule = any($1)`, [gone])
    await client.query('delete from cover where schedule = any($1)', [gone])
    await client.query('delete from calendar_link where target = any($1)', [gone])
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
