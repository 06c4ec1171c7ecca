import { momentOf } from '../../core/time/moment.ts'
import type { Pool } from '../db/pool.ts'

/** An expired link or token is still known for this long, for whoever asks what it was. */
const KNOWN_DAYS = 30

/** Removes sessions that are over, links that nobody will open any more, and tokens such as each call of the command line makes. */
export async function removeExpired(pool: Pool, now: Temporal.Instant): Promise<void> {
  await pool.query('delete from auth_session where expires_at < $1', [momentOf(now)])
  const before = momentOf(now.subtract({ hours: 24 * KNOWN_DAYS }))
  await pool.query('delete from auth_link where expires_at < $1', [before])
  await pool.query('delete from auth_token where expires_at < $1', [before])
}
