import type { Shift, Span } from '../../core/oncall/shifts-between.ts'
import { resolveTarget } from '../../core/oncall/targets.ts'
import { idOf, type Policy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { EscalationPolicy } from '../../core/policy/schema/escalation.ts'
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

/**
 * What a gap costs at a moment, from the ladders that ask this schedule: who is woken instead, or that nobody is. Later steps that
 * reach nobody just then either are named; those for certain incidents only promise nothing.
 */
export function costOf(policy: Policy, scheduleId: string, at: Temporal.Instant): string {
  const asking = (policy.bundle.escalation_policies ?? []).filter((ladder) =>
    ladder.steps.some((step) => step.page.some((target) => idOf(target) === scheduleId)),
  )
  if (asking.length === 0) return 'no ladder asks this schedule'
  return `nobody is woken by this schedule: ${asking.map((ladder) => insteadOn(policy, ladder, { scheduleId, at })).join('; ')}`
}

type Missing = { scheduleId: string; at: Temporal.Instant }

function insteadOn(policy: Policy, { id, name, steps }: EscalationPolicy, { scheduleId, at }: Missing): string {
  const first = steps.findIndex((step) => step.page.some((target) => idOf(target) === scheduleId))
  const later = steps.slice(first + 1).filter((step) => step.when.length === 0)
  const isReached = (step: Step): boolean => step.page.some((target) => resolveTarget(policy, target, { at }).length > 0)
  const reached = later.findIndex(isReached)
  const passed = (reached < 0 ? later : later.slice(0, reached)).map((step) => namesOf(policy, step))
  const goal = later[reached] ? namesOf(policy, later[reached]) : 'the fallback'
  const either = passed.length > 0 ? `finds nobody at ${passed.join(' or ')} either and ` : ''
  return `${name ?? id} ${either}goes to ${goal} at once`
}

type Step = EscalationPolicy['steps'][number]

const namesOf = (policy: Policy, { page }: Step): string =>
  page.map((target) => policy.user(target)?.name ?? policy.schedule(target)?.name ?? idOf(target)).join(' and ')

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
