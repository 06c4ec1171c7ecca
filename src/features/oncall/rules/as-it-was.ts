import { shiftsBetween } from '../../../core/oncall/shifts-between.ts'
import { createPolicy, type Policy } from '../../../core/policy/policy.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Override, Schedule } from '../../../core/policy/schema/schedule.ts'
import { instantOf, type Moment, momentOf } from '../../../core/time/moment.ts'

/** A policy and the stretch in which it decided who is on call. */
export type Piece = { bundle: Bundle; from: Moment; to: Moment }

type Stretch = { policy: Policy; from: Temporal.Instant; to: Temporal.Instant }

/**
 * Who was on call under the policies of their time, and who will be under the one in force: what a schedule would say today of
 * last month is not what happened. The answer is the live bundle with every schedule written out, shift by shift.
 */
export function writtenOut(live: Bundle, pieces: readonly Piece[]): Bundle {
  const stretches = pieces.map(({ bundle, from, to }) => ({ policy: createPolicy(bundle, 0), from: instantOf(from), to: instantOf(to) }))
  const ids = [...new Set(pieces.flatMap(({ bundle }) => (bundle.schedules ?? []).map(({ id }) => id)))]
  const now = new Map((live.schedules ?? []).map((schedule) => [schedule.id, schedule]))
  return { ...live, schedules: ids.map((id) => scheduleOf(id, now.get(id), stretches)) }
}

function scheduleOf(id: string, now: Schedule | undefined, stretches: readonly Stretch[]): Schedule {
  const overrides = stretches.flatMap(({ policy, from, to }) =>
    shiftsBetween(policy, id, { from, to }).flatMap((shift): Override[] => {
      if (shift.shadow) return []
      return [{ user: shift.members, from: momentOf(shift.start), to: momentOf(shift.end), replaces: 'everyone' }]
    }),
  )
  const { layers: _, follows: __, offset: ___, ...rest } = now ?? { id, layers: [], overrides: [], shadows: [] }
  return { ...rest, layers: [], shadows: [], overrides }
}
