import { momentOf } from '../core/time/moment.ts'
import type { Pool } from '../platform/db/pool.ts'

/** Longer than an attempt takes, with all its repeats: what is still to be told of is left alone. */
const ATTEMPT_HOURS = 1
/** Hourly, so that a week covers an installation that was off. Older evidence is never looked at. */
const LOOKED_AT_DAYS = 7

/** Removes bytes of which no fact speaks: their attempt was refused, or its process died. Returns how many. Hand in the side pool. */
export async function removeLeftEvidence(pool: Pool, now: Temporal.Instant): Promise<number> {
  const text = `delete from incident_evidence kept where kept_at < $1 and kept_at > $2 and not exists (
    select 1 from incident where id = kept.incident
      and state->'evidence' @> jsonb_build_array(jsonb_build_object('id', kept.id)))`
  const { rowCount } = await pool.query(text, [
    momentOf(now.subtract({ hours: ATTEMPT_HOURS })),
    momentOf(now.subtract({ hours: 24 * LOOKED_AT_DAYS })),
  ])
  return rowCount ?? 0
}
