import { randomUUID } from 'node:crypto'
import { momentOf } from '../../core/time/moment.ts'
import type { Pool } from '../db/pool.ts'
import { Problem } from '../http/problem.ts'
import type { AuthLibrary } from './auth-library.ts'
import type { Role } from './permissions.ts'

export type Person = { id: string; name: string; email: string; role: Role }
/** `id` is the person's id in the policy bundle, where there is one; `taken` are ids that are others'. */
export type NewAccount = { id?: string; name: string; email: string; role: Role; password?: string; taken?: readonly string[] }

/** What the account functions work with. */
export type Accounts = { library: AuthLibrary; pool: Pool }

const UNIQUE_VIOLATION = '23505'
const LONGEST_ID = 40

export async function hasAdmin(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query(`select 1 from auth_user where role = 'admin' and disabled_at is null limit 1`)
  return Boolean(rowCount)
}

/** Adds a person with a password. Throws a problem when the address is taken. */
export async function createAccount({ library, pool }: Accounts, account: NewAccount, now: Temporal.Instant): Promise<Person> {
  const person = await addPerson(pool, account, now)
  if (account.password !== undefined) await setPassword({ library, pool }, { userId: person.id, password: account.password }, now)
  return person
}

/** Adds a person without a password: they set it by the link of their invitation. Throws a problem when the address is taken. */
export async function addPerson(pool: Pool, account: Omit<NewAccount, 'password'>, now: Temporal.Instant): Promise<Person> {
  const person = {
    id: account.id ?? (await freeIdFor(pool, account.name, account.taken)),
    name: account.name,
    email: account.email.toLowerCase(),
    role: account.role,
  }
  const values = [person.id, person.name, person.email, person.role, momentOf(now)]
  await pool
    .query(
      'insert into auth_user (id, name, email, role, email_verified, created_at, updated_at) values ($1, $2, $3, $4, false, $5, $5)',
      values,
    )
    .catch((cause) => {
      if (cause.code !== UNIQUE_VIOLATION) throw cause
      throw emailTaken(person.email, cause)
    })
  return person
}

/** `Ana Müller` → `ana-muller`: the id by which policy, facts and pages know this person, so it reads like one. */
export const personIdFrom = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, LONGEST_ID) || 'person'

async function freeIdFor(pool: Pool, name: string, others: readonly string[] = []): Promise<string> {
  const wanted = personIdFrom(name)
  const { rows } = await pool.query<{ id: string }>('select id from auth_user where id like $1', [`${wanted}%`])
  const taken = new Set([...rows.map(({ id }) => id), ...others])
  let id = wanted
  for (let n = 2; taken.has(id); n += 1) id = `${wanted}-${n}`
  return id
}

/** Changes what an account says about its person. Throws a problem when the address is another's. */
export async function updateAccount(pool: Pool, { id, name, email, role }: Person, now: Temporal.Instant): Promise<void> {
  await pool
    .query('update auth_user set name = $2, email = $3, role = $4, updated_at = $5 where id = $1', [
      id,
      name,
      email.toLowerCase(),
      role,
      momentOf(now),
    ])
    .catch((cause) => {
      throw cause.code === UNIQUE_VIOLATION ? emailTaken(email, cause) : cause
    })
}

export type Account = Person & { isDisabled: boolean; hasPassword: boolean }

/** Everybody with an account, by name. */
export async function listAccounts(pool: Pool): Promise<Account[]> {
  const { rows } = await pool.query<Account>(
    `select u.id, u.name, u.email, u.role, u.disabled_at is not null as "isDisabled",
       exists (select 1 from auth_account a where a.user_id = u.id and a.password is not null) as "hasPassword"
     from auth_user u order by u.name, u.id`,
  )
  return rows
}

const emailTaken = (email: string, cause: unknown): Problem =>
  new Problem({
    code: 'email-taken',
    status: 409,
    detail: `There is an account with ${email} already; sign in, or ask for a new password link.`,
    cause,
  })

/** Gives a person a (new) password and ends all their sessions. */
export async function setPassword(
  { library, pool }: Accounts,
  to: { userId: string; password: string },
  now: Temporal.Instant,
): Promise<void> {
  const hash = await library.hash(to.password)
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
