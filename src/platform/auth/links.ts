import { randomBytes } from 'node:crypto'
import { type Moment, momentOf } from '../../core/time/moment.ts'
import type { Pool } from '../db/pool.ts'
import { Problem } from '../http/problem.ts'
import { digestOf } from '../secrets.ts'

const TOKEN_BYTES = 32
/** Long enough to set up after lunch; a restart prints a new link. */
const SETUP_HOURS = 24
/** A new colleague may be on holiday. */
const PASSWORD_HOURS = 7 * 24

type Purpose = 'setup' | 'password'

async function createLink(pool: Pool, purpose: Purpose, details: { userId: string | null; expires: Moment }): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const values = [digestOf(token), purpose, details.userId, details.expires]
  await pool.query('insert into auth_link (digest, purpose, user_id, expires_at) values ($1, $2, $3, $4)', values)
  return token
}

/** The token of the link that makes the first admin. Earlier ones stop working. */
export async function createSetupToken(pool: Pool, now: Temporal.Instant): Promise<string> {
  await pool.query(`delete from auth_link where purpose = 'setup'`)
  return createLink(pool, 'setup', { userId: null, expires: momentOf(now.add({ hours: SETUP_HOURS })) })
}

/** The token of a link that lets this person set a password: an invitation, or help for who forgot it. */
export async function createPasswordToken(pool: Pool, userId: string, now: Temporal.Instant): Promise<string> {
  await pool.query(`delete from auth_link where purpose = 'password' and user_id = $1`, [userId])
  return createLink(pool, 'password', { userId, expires: momentOf(now.add({ hours: PASSWORD_HOURS })) })
}

/** The addresses people are given. The token stands behind the #, so it reaches neither logs nor other sites. */
export const setupUrl = (publicUrl: string, token: string): string => `${publicUrl}/setup#token=${token}`
export const passwordUrl = (publicUrl: string, token: string): string => `${publicUrl}/invitation#token=${token}`

export type LinkUse = { token: string; purpose: Purpose; now: Temporal.Instant }

/**
 * Uses up a link for `work`, which gets the person it is for. Of two that come together one gets it; when `work` fails
 * the link stays good.
 */
export async function useLink<T>(pool: Pool, { token, purpose, now }: LinkUse, work: (userId: string | null) => Promise<T>): Promise<T> {
  const digest = digestOf(token)
  const { rows } = await pool.query<{ user_id: string | null }>(
    'update auth_link set used_at = $3 where digest = $1 and purpose = $2 and used_at is null and expires_at > $3 returning user_id',
    [digest, purpose, momentOf(now)],
  )
  const [link] = rows
  if (!link) {
    const remedy = purpose === 'setup' ? 'Restart Tocsin: while there is no admin it prints a new one.' : 'Ask an admin for a new one.'
    throw new Problem({ code: 'link-used-up', status: 403, detail: `This link was used, has expired, or was replaced. ${remedy}` })
  }
  try {
    return await work(link.user_id)
  } catch (error) {
    await pool.query('update auth_link set used_at = null where digest = $1', [digest])
    throw error
  }
}
