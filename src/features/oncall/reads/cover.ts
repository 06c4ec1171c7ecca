import type { CoverState } from '../../../core/cover/state.ts'
import type { Pool } from '../../../platform/db/pool.ts'

export type StoredCover = { id: string; state: CoverState }

/** A list nobody scrolls further than this. */
const MOST = 200

/** Requests for cover, newest first: those that wait, or all of them. */
export async function coverRequests(
  pool: Pool,
  { isOpen, schedule }: { isOpen: boolean; schedule: string | undefined },
): Promise<StoredCover[]> {
  const text = `select id, state from cover where (not $1 or status in ('asked', 'accepted')) and ($2::text is null or schedule = $2)
    order by asked_at desc, id desc limit $3`
  const { rows } = await pool.query<StoredCover>(text, [isOpen, schedule ?? null, MOST])
  return rows
}
