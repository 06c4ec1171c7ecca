import type { Shift, Span } from '../../core/oncall/shifts-between.ts'
import { idOf, type Policy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { Override, Schedule } from '../../core/policy/schema/schedule.ts'
import { momentOf } from '../../core/time/moment.ts'
import { withSchedule } from './rules/membership.ts'

export type Gap = { start: Temporal.Instant; end: Temporal.Instant }

/** Stretches of the span in which nobody is on call; a shadow covers nothing. */
export function gapsIn(shifts: readonly Shift[], { from, to }: Span): Gap[] {
  const gaps: Gap[] = []
  let covered = from
  for (const { start, end, shadow } of shifts) {
    if (shadow) continue
    if (Temporal.Instant.compare(start, covered) > 0) gaps.push({ start: covered, end: start })
    if (Temporal.Instant.compare(end, covered) > 0) covered = end
  }
  if (Temporal.Instant.compare(to, covered) > 0) gaps.push({ start: covered, end: to })
  return gaps
}

/** How often a layer's turn changes, in words: `weekly`, `every 36h`. */
export const paceWords = ({ rotation }: Schedule['layers'][number]): string =>
  typeof rotation === 'string' ? rotation : `every ${rotation.text}`

/** What a gap costs, from the ladders that ask this schedule: who is woken instead, or that nobody is. */
export function costOf(policy: Policy, scheduleId: string): string {
  const asking = (policy.bundle.escalation_policies ?? []).filter((ladder) =>
    ladder.steps.some((step) => step.page.some((target) => idOf(target) === scheduleId)),
  )
  if (asking.length === 0) return 'no ladder asks this schedule'
  const told = asking.map((ladder) => {
    const at = ladder.steps.findIndex((step) => step.page.some((target) => idOf(target) === scheduleId))
    const next = ladder.steps[at + 1]?.page.map(idOf).join(' and ')
    return `${ladder.name ?? ladder.id} goes to ${next ?? 'the fallback'} at once`
  })
  return `nobody is woken by this schedule: ${told.join('; ')}`
}

/** Overrides have no id of their own unless somebody wrote one: then where and when they stand names them. */
export const keyOf = (override: Override, index: number): string => override.id ?? `${index}-${override.from}`

/** Adds an override to a schedule of the bundle. Null when there is no such schedule. */
export function withOverride(bundle: Bundle, scheduleId: string, override: Override): Bundle | null {
  return withSchedule(bundle, scheduleId, (schedule) => ({ ...schedule, overrides: [...schedule.overrides, override] }))
}

/** Takes one off by its key. Null when there is none. */
export function withoutOverride(bundle: Bundle, scheduleId: string, key: string): Bundle | null {
  const schedule = bundle.schedules?.find((each) => each.id === scheduleId)
  if (!schedule?.overrides.some((each, i) => keyOf(each, i) === key)) return null
  return withSchedule(bundle, scheduleId, (each) => ({ ...each, overrides: each.overrides.filter((one, i) => keyOf(one, i) !== key) }))
}

/** Puts another in the place of one, with its place among the overrides. Null when there is none. */
export function withReplaced(bundle: Bundle, { schedule, key }: { schedule: string; key: string }, override: Override): Bundle | null {
  const found = bundle.schedules?.find((each) => each.id === schedule)
  if (!found?.overrides.some((each, i) => keyOf(each, i) === key)) return null
  return withSchedule(bundle, schedule, (each) => ({
    ...each,
    overrides: each.overrides.map((one, i) => (keyOf(one, i) === key ? override : one)),
  }))
}

/** Bundles hold instants without fractions. */
export const instantText = (moment: string): string => Temporal.Instant.from(moment).toString({ smallestUnit: 'second' })
export const momentText = (instant: string): string => momentOf(Temporal.Instant.from(instant))
