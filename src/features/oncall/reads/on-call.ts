import { whoAt } from '../../../core/oncall/shifts-between.ts'
import { momentOf } from '../../../core/time/moment.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { type Reader, whoIs } from '../../alerts/reads/people.ts'
import type { OnCallNow } from '../contract.ts'

/** A proof older than this no longer says that a person can be reached. */
const PROOF_DAYS = 90

/** Who is on call now on every schedule, with the last proof that they can be reached. */
export async function onCallAt(pool: Pool, at: Temporal.Instant, reader: Reader): Promise<OnCallNow[]> {
  const { policy } = reader
  const schedules = policy.bundle.schedules ?? []
  const found = schedules.map((schedule) => ({ schedule, answer: whoAt(policy, schedule.id, at) }))
  const reached = await lastReached(pool, [...new Set(found.flatMap(({ answer }) => answer.members))], at)
  return found.map(({ schedule, answer }) => ({
    schedule: schedule.id,
    name: schedule.name ?? schedule.id,
    zone: schedule.timezone ?? policy.calendar.timezone,
    people: answer.members.map((user) => whoIs(`user:${user}`, reader)),
    layer: answer.layer,
    because: answer.because,
    until: answer.until && momentOf(answer.until),
    skipped: answer.skipped.map(({ user, reason }) => ({ person: whoIs(`user:${user}`, reader), reason })),
    reachedAt: reached.get(answer.members[0] ?? '') ?? null,
  }))
}

/** When a page was last handed over for each of these people. */
async function lastReached(pool: Pool, users: readonly string[], at: Temporal.Instant): Promise<Map<string, string>> {
  if (users.length === 0) return new Map()
  const text = `select data->>'user' as user, max(at) as at from fact
    where name = 'page.delivered' and at > $1 and data->>'user' = any($2) group by 1`
  const { rows } = await pool.query<{ user: string; at: string }>(text, [momentOf(at.subtract({ hours: PROOF_DAYS * 24 })), users])
  return new Map(rows.map((row) => [row.user, row.at]))
}
