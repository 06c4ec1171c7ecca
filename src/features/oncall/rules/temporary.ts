import type { Override } from '../../../core/policy/schema/schedule.ts'
import { momentText } from '../rules.ts'

/** A shift of a schedule that is in force for a while instead of the rotation. */
export type TemporaryShift = { users: string[]; from: string; to: string }

export type Temporary = {
  id: string
  from: string
  to: string
  shifts: readonly TemporaryShift[]
  /** What stands between its shifts: the usual rotation, or nobody. */
  between: 'rotation' | 'nobody'
  reason?: string | undefined
}

const PREFIX = 'temporary-'

/** What all overrides of one temporary schedule begin with. */
export const temporaryPrefix = (id: string): string => `${PREFIX}${id}-`

/** The temporary schedule an override belongs to, null when it stands by itself. */
export const temporaryOf = (overrideId: string | undefined): string | null =>
  /^temporary-([a-z0-9]+)-\d+$/.exec(overrideId ?? '')?.[1] ?? null

/**
 * The overrides that a temporary schedule is made of: each shift cut to the schedule's span, an earlier one cut where a
 * later one begins, the rest left to the rotation or to nobody.
 */
export function temporaryOverrides({ id, from, to, shifts, between, reason }: Temporary): Override[] {
  const [start, end] = [momentText(from), momentText(to)]
  const sorted = shifts
    .map((shift) => ({ ...shift, from: later(momentText(shift.from), start), to: earlier(momentText(shift.to), end) }))
    .filter((shift) => shift.from < shift.to)
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  const trimmed = sorted
    .map((shift, i) => ({ ...shift, to: earlier(shift.to, sorted[i + 1]?.from ?? shift.to) }))
    .filter((shift) => shift.from < shift.to)
  const all = between === 'nobody' ? withNobody(trimmed, start, end) : trimmed
  return all.map(({ users, ...span }, i) => ({
    id: `${temporaryPrefix(id)}${i}`,
    user: users,
    replaces: 'everyone',
    from: span.from,
    to: span.to,
    ...(reason ? { reason } : {}),
  }))
}

function withNobody(shifts: readonly TemporaryShift[], start: string, end: string): TemporaryShift[] {
  const filled: TemporaryShift[] = []
  let reached = start
  for (const shift of shifts) {
    if (shift.from > reached) filled.push({ users: [], from: reached, to: shift.from })
    filled.push(shift)
    reached = shift.to
  }
  return reached < end ? [...filled, { users: [], from: reached, to: end }] : filled
}

const later = (a: string, b: string): string => (a > b ? a : b)
const earlier = (a: string, b: string): string => (a < b ? a : b)
