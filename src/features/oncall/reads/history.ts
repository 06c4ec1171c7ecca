import { streamOf } from '../../../core/command/command.ts'
import { type Span, shiftsBetween } from '../../../core/oncall/shifts-between.ts'
import { policySubject } from '../../../core/policy/machine.ts'
import { createPolicy, type Policy } from '../../../core/policy/policy.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Override, Schedule } from '../../../core/policy/schema/schedule.ts'
import { instantOf, type Moment, momentOf } from '../../../core/time/moment.ts'
import type { Pool } from '../../../platform/db/pool.ts'

/** A policy and the stretch in which it decided who is on call. */
type Piece = { span: Span; policy: Policy }

/**
 * Who was on call under the policies of their time, and who will be under the one in force: what a schedule would say today of
 * last month is not what happened. The answer is the live policy with every schedule written out, shift by shift.
 */
export async function asItWas(pool: Pool, live: Policy, { span, now }: { span: Span; now: Temporal.Instant }): Promise<Policy> {
  const pieces = await piecesOf(pool, live, { span, now })
  const ids = [...new Set(pieces.flatMap(({ policy }) => (policy.bundle.schedules ?? []).map(({ id }) => id)))]
  const schedules = ids.map((id) => writtenOut(id, live.schedule(id), pieces))
  return createPolicy({ ...live.bundle, schedules }, live.version)
}

function writtenOut(id: string, now: Schedule | undefined, pieces: readonly Piece[]): Schedule {
  const overrides = pieces.flatMap(({ policy, span }) =>
    shiftsBetween(policy, id, span).flatMap((shift): Override[] => {
      if (shift.shadow) return []
      return [{ user: shift.members, from: momentOf(shift.start), to: momentOf(shift.end), replaces: 'everyone' }]
    }),
  )
  const { layers: _, follows: __, offset: ___, ...rest } = now ?? { id, layers: [], overrides: [], shadows: [] }
  return { ...rest, layers: [], shadows: [], overrides }
}

type Row = { at: Moment; bundle: Bundle }

/** What decides who is on call; the rest of a bundle may be large. */
const PARTS = ['version', 'organization', 'users', 'teams', 'roles', 'schedules']

async function piecesOf(pool: Pool, live: Policy, { span, now }: { span: Span; now: Temporal.Instant }): Promise<Piece[]> {
  const text = `select at, (select jsonb_object_agg(key, value) from jsonb_each(data->'bundle') where key = any($4)) as bundle from fact
    where stream = $1 and name = 'policy.applied' and at < $3 and at >= coalesce(
      (select max(at) from fact where stream = $1 and name = 'policy.applied' and at <= $2), '-infinity') order by seq`
  const past = momentOf(Temporal.Instant.compare(span.to, now) < 0 ? span.to : now)
  const { rows } = await pool.query<Row>(text, [streamOf(policySubject), momentOf(span.from), past, PARTS])
  const pieces = rows.map(({ at, bundle }, i): Piece => {
    const [from, to] = [instantOf(at), instantOf(rows[i + 1]?.at ?? past)]
    return { policy: createPolicy(bundle, 0), span: { from: later(from, span.from), to } }
  })
  const ahead = { policy: live, span: { from: later(now, span.from), to: span.to } }
  return [...pieces, ahead].filter((piece) => Temporal.Instant.compare(piece.span.from, piece.span.to) < 0)
}

const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(a, b) > 0 ? a : b)
