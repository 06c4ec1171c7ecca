import { randomBytes } from 'node:crypto'
import { type Moment, momentOf } from '../../../core/time/moment.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { digestOf } from '../../../platform/secrets.ts'
import type { Shown } from './entries.ts'

const TOKEN_BYTES = 32
/** How exact "last read" is: a busy calendar costs one write a minute. */
const READ_NOTED_EVERY = { minutes: 1 }

/** `owner` is who asked for the link (`user:ann`); with them it ends. */
export type LinkOwner = Shown & { owner: string }
export type StoredLink = { createdAt: Moment; readAt: Moment | null }

/** A new secret of 256 random bits in the place of the one before: whoever has the old address reads nothing any more. */
export async function rotateLink(pool: Pool, { kind, target, owner }: LinkOwner, now: Temporal.Instant): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  await pool.query(
    `insert into calendar_link (digest, kind, target, owner, created_at) values ($1, $2, $3, $4, $5)
     on conflict (kind, target, owner) do update set digest = excluded.digest, created_at = excluded.created_at, read_at = null`,
    [digestOf(token), kind, target, owner, momentOf(now)],
  )
  return token
}

export async function linkOf(pool: Pool, { kind, target, owner }: LinkOwner): Promise<StoredLink | null> {
  const text = `select created_at as "createdAt", read_at as "readAt" from calendar_link where kind = $1 and target = $2 and owner = $3`
  const { rows } = await pool.query<StoredLink>(text, [kind, target, owner])
  return rows[0] ?? null
}

export async function removeLink(pool: Pool, { kind, target, owner }: LinkOwner): Promise<void> {
  await pool.query('delete from calendar_link where kind = $1 and target = $2 and owner = $3', [kind, target, owner])
}

/** What a secret address shows; null when nobody knows it. Looked up by digest: how long that takes tells nothing. */
export async function findLink(pool: Pool, token: string, now: Temporal.Instant): Promise<LinkOwner | null> {
  const { rows } = await pool.query<LinkOwner & { read_at: Moment | null }>(
    'select kind, target, owner, read_at from calendar_link where digest = $1',
    [digestOf(token)],
  )
  const [found] = rows
  if (!found) return null
  const { read_at: readAt, ...link } = found
  if (readAt === null || readAt < momentOf(now.subtract(READ_NOTED_EVERY)))
    await pool.query('update calendar_link set read_at = $2 where digest = $1', [digestOf(token), momentOf(now)])
  return link
}
