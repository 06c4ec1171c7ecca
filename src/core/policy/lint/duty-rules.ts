import { isBuffer } from '../../oncall/order.ts'
import type { Shift } from '../../oncall/shifts-between.ts'
import { shiftsBetween } from '../../oncall/shifts-between.ts'
import type { Policy } from '../policy.ts'
import { idOf } from '../policy.ts'
import type { Schedule } from '../schema/schedule.ts'
import type { Lintable, LintRule } from './lint-rule.ts'
import { inPercent } from './lint-rule.ts'
import { NORMS } from './norms.ts'

const HOUR_MS = 3_600_000

/** A round-the-clock rotation that one illness breaks. */
export const rotationSize: LintRule = {
  id: 'rotation-size',
  level: 'warning',
  find: ({ policy: { bundle } }) =>
    (bundle.schedules ?? []).flatMap((schedule, index) =>
      schedule.layers.flatMap((layer, place) => {
        // Turns that nobody of the layer serves are the layers' below: such a layer is not around the clock.
        const size = layer.members.length
        if (layer.restrict.length > 0 || size >= NORMS.smallestRotation || layer.members.some(isBuffer)) return []
        const message = `layer "${layer.id}" of "${schedule.id}" rotates among ${size === 1 ? 'one' : size}, around the clock`
        const remedy = `have at least ${NORMS.smallestRotation} turns, or restrict the layer to some hours`
        const path = ['schedules', index, 'layers', place, 'members']
        return [{ path, message, remedy, cost: `each is on duty ${inPercent(1 / size)} of all hours, and one absence leaves ${size - 1}` }]
      }),
    ),
}

/** Somebody who is on duty, as first or as second, for most of their time. */
export const onDutyShare: LintRule = {
  id: 'on-duty-share',
  level: 'warning',
  find: ({ policy, at }) =>
    (policy.bundle.schedules ?? []).flatMap((schedule, index) => {
      if (schedule.follows) return []
      const family = [schedule, ...followersOf(schedule, policy)]
      const shifts = shiftsOf(family, { policy, at })
      const busiest = [...sharesOf(shifts)].sort((a, b) => b[1] - a[1])[0]
      if (!busiest || busiest[1] <= NORMS.largestShare) return []
      const names = family.map((each) => each.id).join(' and ')
      const message = `${busiest[0]} is on duty ${inPercent(busiest[1])} of the time (${names})`
      const cost = `out of ${NORMS.shareDays} days, ${Math.round(busiest[1] * NORMS.shareDays)} within reach of the phone`
      const remedy = 'add people to the rotation, or follow with another team'
      const found = { path: ['schedules', index], message, remedy, cost }
      return [isShared(shifts, busiest[0]) ? { ...found, level: 'advisory' } : found]
    }),
}

/** Whoever always shares the turn with colleagues is not alone with it: one of them may be out of reach. */
const isShared = (shifts: readonly Shift[], user: string): boolean =>
  shifts.every(({ members }) => !members.includes(user) || members.length > 1)

const followersOf = (schedule: Schedule, { bundle }: Policy): Schedule[] =>
  (bundle.schedules ?? []).filter((each) => each.follows !== undefined && idOf(each.follows) === schedule.id)

function shiftsOf(schedules: readonly Schedule[], { policy, at }: Lintable): Shift[] {
  const to = at.add({ hours: NORMS.shareDays * 24 })
  return schedules.flatMap((schedule) => shiftsBetween(policy, schedule.id, { from: at, to })).filter((shift) => !shift.shadow)
}

/** Per person the share of the coming weeks on any of these schedules; being on two at once counts once. */
function sharesOf(shifts: readonly Shift[]): Map<string, number> {
  const people = new Set(shifts.flatMap((shift) => shift.members))
  return new Map([...people].map((user) => [user, hoursOf(user, shifts) / (NORMS.shareDays * 24)]))
}

function hoursOf(user: string, shifts: readonly Shift[]): number {
  const own = shifts
    .filter((shift) => shift.members.includes(user))
    .map(({ start, end }) => [start.epochMilliseconds, end.epochMilliseconds] as const)
  let total = 0
  let reached = Number.NEGATIVE_INFINITY
  for (const [start, end] of own.toSorted((a, b) => a[0] - b[0])) {
    total += Math.max(0, end - Math.max(start, reached))
    reached = Math.max(reached, end)
  }
  return total / HOUR_MS
}

/** The first moment of the coming months at which a schedule that is paged has nobody. */
export const coverageGap: LintRule = {
  id: 'coverage-gap',
  level: 'warning',
  find: ({ policy, at }) =>
    (policy.bundle.schedules ?? []).flatMap((schedule, index) => {
      const gap = isPaged(schedule, policy) ? firstGap(schedule, { policy, at }) : null
      if (!gap) return []
      const message = `nobody is on call on "${schedule.id}" from ${gap.from} to ${gap.to}`
      return [
        {
          path: ['schedules', index],
          message,
          remedy: 'add a layer below that always has someone',
          cost: 'pages fall through to the next step at once',
        },
      ]
    }),
}

function isPaged({ id }: Schedule, { bundle }: Policy): boolean {
  const targets = (bundle.escalation_policies ?? []).flatMap((ladder) => ladder.steps.flatMap((step) => step.page))
  return targets.includes(`schedule:${id}`)
}

function firstGap({ id }: Schedule, { policy, at }: Lintable): { from: Temporal.Instant; to: Temporal.Instant } | null {
  const end = at.add({ hours: NORMS.coverageDays * 24 })
  let reached = at
  for (const shift of shiftsBetween(policy, id, { from: at, to: end })) {
    if (shift.shadow) continue
    if (Temporal.Instant.compare(shift.start, reached) > 0) return { from: reached, to: shift.start }
    reached = shift.end
  }
  return Temporal.Instant.compare(reached, end) < 0 ? { from: reached, to: end } : null
}
