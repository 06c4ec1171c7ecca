import type { Policy } from '../policy/policy.ts'
import type { Span } from './shifts-between.ts'
import { shiftsBetween } from './shifts-between.ts'

/** One person's unbroken time on call on one schedule, whatever layers it goes over. Half-open. */
export type Duty = { schedule: string; user: string; start: Temporal.Instant; end: Temporal.Instant }

/** Every person's duties on a schedule in [from, to), cut to it, in order of their start. Shadows have none. */
export function dutiesBetween(policy: Policy, schedule: string, span: Span): Duty[] {
  const running = new Map<string, Duty>()
  const all: Duty[] = []
  for (const shift of shiftsBetween(policy, schedule, span)) {
    if (shift.shadow) continue
    for (const user of shift.members) {
      const last = running.get(user)
      if (last?.end.equals(shift.start)) last.end = shift.end
      else all.push(begin(running, { schedule, user, start: shift.start, end: shift.end }))
    }
  }
  return all
}

function begin(running: Map<string, Duty>, duty: Duty): Duty {
  running.set(duty.user, duty)
  return duty
}

/** The schedules that count: all of the policy, or those named. */
export const schedulesIn = (policy: Policy, named?: readonly string[]): string[] =>
  named ? named.flatMap((each) => policy.schedule(each)?.id ?? []) : (policy.bundle.schedules ?? []).map((each) => each.id)
