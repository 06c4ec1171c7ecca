import { randomBytes, randomUUID } from 'node:crypto'
import { type Moment, momentOf } from '../../core/time/moment.ts'
import type { Pool } from '../db/pool.ts'
import { digestOf } from '../secrets.ts'
import { lesserOf, type Principal, type Role } from './permissions.ts'
import { rememberToken } from './token-names.ts'

/** Secret scanners know a token of ours by this. */
export const TOKEN_PREFIX = 'tcs_'
const TOKEN_BYTES = 32
/** How exact "last used" is: a busy token costs one write a minute. */
const USE_NOTED_EVERY = { minutes: 1 }

export type NewToken = { name: string; role: Role; scopes: readonly string[]; createdBy: string | null; expires: Moment | null }

export type Token = {
  id: string
  name: string
  role: Role
  scopes: string[]
  createdBy: string | null
  createdAt: Moment
  expiresAt: Moment | null
  lastUsedAt: Moment | null
}

/** Makes a token of 256 random bits. The secret is in this answer and nowhere else: only its digest is kept. */
export async function createToken(pool: Pool, token: NewToken, now: Temporal.Instant): Promise<{ id: string; secret: string }> {
  const id = randomUUID()
  const secret = TOKEN_PREFIX + randomBytes(TOKEN_BYTES).toString('base64url')
  await pool.query(
    `insert into auth_token (id, name, digest, role, scopes, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, token.name, digestOf(secret), token.role, token.scopes, token.createdBy, momentOf(now), token.expires],
  )
  rememberToken(id, token.name)
  return { id, secret }
}

type Found = { id: string; name: string; role: Role; maker_role: Role | null; scopes: string[]; last_used_at: Moment | null }

/** Who a token speaks for; null when it is unknown, expired, revoked, or its maker is disabled. */
export async function findToken(pool: Pool, secret: string, now: Temporal.Instant): Promise<Principal | null> {
  const at = momentOf(now)
  const { rows } = await pool.query<Found>(
    `select t.id, t.name, t.role, u.role as maker_role, t.scopes, t.last_used_at from auth_token t left join auth_user u on u.id = t.created_by
     where t.digest = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2) and u.disabled_at is null`,
    [digestOf(secret), at],
  )
  const [found] = rows
  if (!found) return null
  const stale = momentOf(now.subtract(USE_NOTED_EVERY))
  if (found.last_used_at === null || found.last_used_at < stale)
    await pool.query('update auth_token set last_used_at = $2 where id = $1', [found.id, at])
  rememberToken(found.id, found.name)
  // A token never may more than its maker may by now.
  const role = found.maker_role ? lesserOf(found.role, found.maker_role) : found.role
  return { kind: 'token', id: found.id, name: found.name, role, scopes: found.scopes }
}

/** Whether a token still works, by its id: for what it left behind, such as an address that it asked for. */
export async function isTokenAlive(pool: Pool, id: string, now: Temporal.Instant): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select 1 from auth_token t left join auth_user u on u.id = t.created_by
     where t.id = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2) and u.disabled_at is null`,
    [id, momentOf(now)],
  )
  return rowCount === 1
}

/** Who stands behind a principal's tokens: the person, or whoever made the token that asks. Null for the command line. */
export async function makerOf(pool: Pool, { kind, id }: Principal): Promise<string | null> {
  if (kind !== 'token') return kind === 'user' ? id : null
  const { rows } = await pool.query<{ created_by: string | null }>('select created_by from auth_token where id = $1', [id])
  return rows[0]?.created_by ?? null
}

export async function revokeToken(pool: Pool, id: string, now: Temporal.Instant): Promise<boolean> {
  const { rowCount } = await pool.query('update auth_token set revoked_at = $2 where id = $1 and revoked_at is null', [id, momentOf(now)])
  return rowCount === 1
}

/** The tokens that still work, newest first. */
export async function listTokens(pool: Pool, now: Temporal.Instant): Promise<Token[]> {
  const { rows } = await pool.query<Token>(
    `select id, name, role, scopes, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"
     from auth_token where revoked_at is null and (expires_at is null or expires_at > $1) order by created_at desc, id`,
    [momentOf(now)],
  )
  return rows
}
