import type { Context } from '../command/command.ts'
import type { EscalationPolicy, Step } from '../policy/schema/escalation.ts'
import { holds } from '../policy/when.ts'
import { isBusinessHours } from '../time/business-calendar.ts'
import { addDuration, durationOf } from '../time/duration.ts'
import { instantOf } from '../time/moment.ts'
import type { EscalationState } from './state.ts'

/** What a last step without a stated wait gives its people before the fallback is told. Assumed; a policy may state it. */
export const lastWait = durationOf('15m')
/** How often the fallback is told that nobody answers, and how many times before only the console stays red. */
export const announceEvery = durationOf('15m')
export const announceTimes = 8
/** Later than this a timer has met a stall: what follows keeps its distance from now instead of catching up in a burst. */
export const stallMs = 60_000

/** Steps of a running ladder: the frozen policy's, or the targets given for this one case. */
export function stepsOf(state: EscalationState, context: Context): Step[] {
  const { ladder } = state
  if (ladder.targets) return [{ page: ladder.targets, when: [], reason: [] }]
  return ladderOf(state, context).steps
}

export function ladderOf(state: EscalationState, context: Context): EscalationPolicy {
  const policy = context.policyAt(state.policy)
  return policy.ladder(state.ladder.id) ?? policy.fallbackLadder
}

/** Whether a step's condition holds for this escalation now. */
export function isStepWanted(step: Step, state: EscalationState, context: Context): boolean {
  const policy = context.policyAt(state.policy)
  return holds(step.when, {
    policy,
    severity: state.severity,
    flags: state.flags,
    ...(state.service ? { service: state.service } : {}),
    unacknowledgedFor: state.acknowledged ? 0 : elapsedMs(state.climbAt, context.now),
    unresolvedFor: elapsedMs(state.startedAt, context.now),
    businessHours: isBusinessHours(context.now, policy.calendar),
  })
}

const elapsedMs = (since: string, now: Temporal.Instant): number => now.epochMilliseconds - instantOf(since).epochMilliseconds

/** When step `index` is due, given when the one before it fired. `at:` counts from the start of the climb. */
export function dueOf(
  index: number,
  firedAt: Temporal.Instant,
  parts: { steps: Step[]; state: EscalationState; context: Context },
): Temporal.Instant {
  const { steps, state, context } = parts
  const calendar = context.policyAt(state.policy).calendar
  const own = steps[index]?.at
  if (own) return addDuration(instantOf(state.climbAt), own, calendar)
  const wait = steps[index - 1]?.wait
  if (wait) return addDuration(firedAt, wait, calendar)
  return index < steps.length ? firedAt : addDuration(firedAt, lastWait, calendar)
}

/** Up to this a step counts as on time; a later one gives its people their whole wait all the same. */
const onTimeMs = 2_000

/** The moment that waits count from: the due time, so that minutes stay exact, or now when the step came late. */
export function baseOf(due: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  return now.epochMilliseconds - due.epochMilliseconds > onTimeMs ? now : due
}
