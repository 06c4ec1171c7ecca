import { streamOf } from '../../../core/command/command.ts'
import type { Span } from '../../../core/oncall/shifts-between.ts'
import { policySubject } from '../../../core/policy/machine.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import { type Moment, momentOf } from '../../../core/time/moment.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import type { Piece } from '../rules/as-it-was.ts'

type Row = { at: Moment; bundle: Bundle }

/** What decides who is on call; the rest of a bundle may be large. */
const PARTS = ['version', 'organization', 'users', 'teams', 'roles', 'schedules']

/** The policies that were in force in a span, oldest first, and the one in force now for what is ahead. */
export async function piecesOf(pool: Pool, live: Bundle, { span, now }: { span: Span; now: Temporal.Instant }): Promise<Piece[]> {
  const text = `select at, (select jsonb_object_agg(key, value) from jsonb_each(data->'bundle') where key = any($4)) as bundle from fact
    where stream = $1 and name = 'policy.applied' and at < $3 and at >= coalesce(
      (select max(at) from fact where stream = $1 and name = 'policy.applied' and at <= $2), '-infinity') order by seq`
  const past = momentOf(Temporal.Instant.compare(span.to, now) < 0 ? span.to : now)
  const from = momentOf(span.from)
  const { rows } = await pool.query<Row>(text, [streamOf(policySubject), from, past, PARTS])
  const pieces = rows.map(({ at, bundle }, i): Piece => ({ bundle, from: later(at, from), to: rows[i + 1]?.at ?? past }))
  const ahead = { bundle: live, from: later(momentOf(now), from), to: momentOf(span.to) }
  return [...pieces, ahead].filter((piece) => piece.from < piece.to)
}

/** Moments of one zone and precision compare as they are written. */
const later = (a: Moment, b: Moment): Moment => (a > b ? a : b)
