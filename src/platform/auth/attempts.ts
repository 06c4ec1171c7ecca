import { momentOf } from '../../core/time/moment.ts'
import type { Pool } from '../db/pool.ts'
import { Problem } from '../http/problem.ts'
import { digestOf } from '../secrets.ts'

/** Passwords tried for one account in an hour, from anywhere. */
const PER_ACCOUNT = 20
/** From one address for all accounts: an office behind one address still gets in. */
const PER_ADDRESS = 100
const HOUR_MS = 3_600_000
const HOUR_SECONDS = 3_600

export type Attempt = { email: string; address: string }

const subjectsOf = ({ email, address }: Attempt): { subject: string; most: number }[] => [
  { subject: `account ${digestOf(email.trim().toLowerCase())}`, most: PER_ACCOUNT },
  { subject: `address ${digestOf(address)}`, most: PER_ADDRESS },
]

/** Counts a try to sign in, on all processes together; throws a problem (429) when there were too many this hour. */
export async function countAttempt(pool: Pool, attempt: Attempt, now: Temporal.Instant): Promise<void> {
  const sinceHour = now.epochMilliseconds % HOUR_MS
  const hour = momentOf(now.subtract({ milliseconds: sinceHour }))
  await pool.query('delete from auth_attempt where hour < $1', [hour])
  for (const { subject, most } of subjectsOf(attempt)) {
    const { rows } = await pool.query<{ count: number }>(
      `insert into auth_attempt (subject, hour, count) values ($1, $2, 1)
       on conflict (subject, hour) do update set count = auth_attempt.count + 1 returning count`,
      [subject, hour],
    )
    if ((rows[0]?.count ?? 0) <= most) continue
    const retryAfterSeconds = HOUR_SECONDS - Math.floor(sinceHour / 1000)
    const detail = `Too many tries to sign in; wait ${Math.ceil(retryAfterSeconds / 60)} minutes. Acknowledging by a link in a page works meanwhile.`
    throw new Problem({ code: 'too-many-attempts', status: 429, detail, retryAfterSeconds })
  }
}

/** A right password gives the account its tries back. */
export async function forgetAttempts(pool: Pool, attempt: Attempt): Promise<void> {
  const [account] = subjectsOf(attempt)
  await pool.query('delete from auth_attempt where subject = $1', [account?.subject])
}
