import type { PageTaken } from '../../../core/oncall/fairness.ts'
import type { Span } from '../../../core/oncall/shifts-between.ts'
import { idOf } from '../../../core/policy/policy.ts'
import { momentOf } from '../../../core/time/moment.ts'
import type { Pool } from '../../../platform/db/pool.ts'

type Row = { user: string; at: string; because: string[] | null }

/** Everybody who was paged in the span, with the schedule that led to them where one did. Drills are no work and left out. */
export async function pagesTaken(pool: Pool, { from, to }: Span): Promise<(PageTaken & { schedule?: string })[]> {
  const text = `select data->>'user' as user, at, data->'because' as because from fact
    where name = 'page.opened' and at >= $1 and at < $2 and data ? 'user'
      and not exists (select 1 from escalation where escalation.id = substr(fact.stream, length('escalation:') + 1) and escalation.state->'flags' ? 'drill')
    order by at`
  const { rows } = await pool.query<Row>(text, [momentOf(from), momentOf(to)])
  return rows.map(({ user, at, because }) => {
    const schedule = because?.findLast((part) => part.startsWith('schedule:'))
    return { user: idOf(user), at, ...(schedule ? { schedule: idOf(schedule) } : {}) }
  })
}
