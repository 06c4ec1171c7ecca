import { momentOf } from '../../core/time/moment.ts'
import type { Pool } from '../db/pool.ts'

/** An expired link still says why it does not work, for this long. */
const LINK_DAYS = 30

/** Removes sessions that are over and links that nobody will open any more. */
export async function removeExpired(pool: Pool, now: Temporal.Instant): Promise<void> {
  await pool.query('delete from auth_session where expires_at < $1', [momentOf(now)])
  await pool.query('delete from auth_link where expires_at < $1', [momentOf(now.subtract({ hours: 24 * LINK_DAYS }))])
}
