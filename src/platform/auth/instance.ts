import { randomUUID } from 'node:crypto'
import { momentOf } from '../../core/time/moment.ts'
import type { Pool } from '../db/pool.ts'

/** Notes where this process answers; the returned function takes the note away. */
export async function announceInstance(pool: Pool, url: string, now: Temporal.Instant): Promise<() => Promise<void>> {
  const id = randomUUID()
  await pool.query('insert into instance (id, url, started_at) values ($1, $2, $3)', [id, url, momentOf(now)])
  return async () => {
    await pool.query('delete from instance where id = $1', [id])
  }
}

/** Addresses of processes on this database, newest first; one that was killed may still be among them. */
export async function announcedInstances(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ url: string }>('select url from instance order by started_at desc')
  return rows.map(({ url }) => url)
}
