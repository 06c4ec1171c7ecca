import { randomUUID } from 'node:crypto'
import { momentOf } from '../../core/time/moment.ts'
import type { Pool } from '../db/pool.ts'
import { Problem } from '../http/problem.ts'
import type { AuthLibrary } from './auth-library.ts'
import type { Role } from './permissions.ts'

export type Person = { id: string; name: string; email: string; role: Role }
/** `id` is the person's id in the policy bundle, where there is one. */
export type NewAccount = { id?: string; name: string; email: string; role: Role; password?: string }

/** What the account functions work with. */
export type Accounts = { library: AuthLibrary; pool: Pool }

const UNIQUE_VIOLATION = '23505'

export async function hasAdmin(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query(`select 1 from auth_user where role = 'admin' and disabled_at is null limit 1`)
  return Boolean(rowCount)
}

/** Adds a person, with a password or (for an invitation) without. Throws a problem when the address is taken. */
export async function createAccount({ library, pool }: Accounts, account: NewAccount, now: Temporal.Instant): Promise<Person> {
  const person = { id: account.id ?? randomUUID(), name: account.name, email: account.email.toLowerCase(), role: account.role }
  const values = [person.id, person.name, person.email, person.role, momentOf(now)]
  await pool
    .query(
      'insert into auth_user (id, name, email, role, email_verified, created_at, updated_at) values ($1, $2, $3, $4, false, $5, $5)',
      values,
    )
    .catch((cause) => {
      if (cause.code !== UNIQUE_VIOLATION) throw cause
      throw new Problem({
        code: 'email-taken',
        status: 409,
        detail: `There is an account with ${person.email} already; sign in, or ask for a new password link.`,
        cause,
      })
    })
  if (account.password !== undefined) await setPassword({ library, pool }, { userId: person.id, password: account.password }, now)
  return person
}

/** Gives a person a (new) password and ends all their sessions. */
export async function setPassword(
  { library, pool }: Accounts,
  to: { userId: string; password: string },
  now: Temporal.Instant,
): Promise<void> {
  const context = await library.$context
  const hash = await context.password.hash(to.password)
  const at = momentOf(now)
  const { rowCount } = await pool.query(
    `update auth_account set password = $2, updated_at = $3 where user_id = $1 and provider_id = 'credential'`,
    [to.userId, hash, at],
  )
  if (!rowCount)
    await pool.query(
      `insert into auth_account (id, account_id, provider_id, user_id, password, created_at, updated_at) values ($1, $2, 'credential', $2, $3, $4, $4)`,
      [randomUUID(), to.userId, hash, at],
    )
  await pool.query('delete from auth_session where user_id = $1', [to.userId])
}

/** From the next request on this person is nobody, on all processes; their tokens stop with them. */
export async function disableAccount(pool: Pool, userId: string, now: Temporal.Instant): Promise<void> {
  await pool.query('update auth_user set disabled_at = $2 where id = $1 and disabled_at is null', [userId, momentOf(now)])
  await pool.query('delete from auth_session where user_id = $1', [userId])
}

export async function enableAccount(pool: Pool, userId: string): Promise<void> {
  await pool.query('update auth_user set disabled_at = null where id = $1', [userId])
}
