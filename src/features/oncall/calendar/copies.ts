import { type Moment, momentOf } from '../../../core/time/moment.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { digestOf } from '../../../platform/secrets.ts'

/** What was last read from a calendar and could be used. `body` is null until then. */
export type Copy = { urlDigest: string; body: string | null; etag: string | null; readAt: Moment | null; triedAt: Moment }

const columns = `url_digest as "urlDigest", body, etag, read_at as "readAt", tried_at as "triedAt"`

export async function copyOf(pool: Pool, calendar: string): Promise<Copy | null> {
  const { rows } = await pool.query<Copy>(`select ${columns} from calendar_copy where calendar = $1`, [calendar])
  return rows[0] ?? null
}

/** When each calendar was last read and tried, by its id. */
export async function copyTimes(pool: Pool): Promise<Map<string, Pick<Copy, 'readAt' | 'triedAt'>>> {
  const { rows } = await pool.query<{ calendar: string } & Pick<Copy, 'readAt' | 'triedAt'>>(
    'select calendar, read_at as "readAt", tried_at as "triedAt" from calendar_copy',
  )
  return new Map(rows.map(({ calendar, ...rest }) => [calendar, rest]))
}

type Claim = {
  calendar: string
  url: string
  now: Temporal.Instant /** Not when somebody tried after this. */
  unlessSince: Temporal.Instant
}

/** Says that this process tries now; false when another has just done so. A new address begins without what the old one said. */
export async function claimTry(pool: Pool, { calendar, url, now, unlessSince }: Claim): Promise<boolean> {
  const { rowCount } = await pool.query(
    `insert into calendar_copy as old (calendar, url_digest, tried_at) values ($1, $2, $3)
     on conflict (calendar) do update set tried_at = excluded.tried_at, url_digest = excluded.url_digest,
       etag = case when old.url_digest = excluded.url_digest then old.etag end
     where old.tried_at <= $4 or old.url_digest <> excluded.url_digest`,
    [calendar, digestOf(url), momentOf(now), momentOf(unlessSince)],
  )
  return (rowCount ?? 0) > 0
}

export async function keepCopy(
  pool: Pool,
  calendar: string,
  { body, etag, now }: { body: string; etag: string | null; now: Temporal.Instant },
): Promise<void> {
  await pool.query('update calendar_copy set body = $2, etag = $3, read_at = $4 where calendar = $1', [calendar, body, etag, momentOf(now)])
}

/** It was asked and had nothing new. */
export async function noteRead(pool: Pool, calendar: string, now: Temporal.Instant): Promise<void> {
  await pool.query('update calendar_copy set read_at = $2 where calendar = $1', [calendar, momentOf(now)])
}
