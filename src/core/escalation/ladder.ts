import type { Context } from '../command/command.ts'
import { conditionChangesAt } from '../obligation/condition-changes.ts'
import { kindOf } from '../policy/policy.ts'
import type { EscalationPolicy, Step } from '../policy/schema/escalation.ts'
import { holds, type WhenFacts } from '../policy/when.ts'
import { wordsOfWhen } from '../policy/when-words.ts'
import { isBusinessHours } from '../time/business-calendar.ts'
import { addDuration, durationOf } from '../time/duration.ts'
import { earliest, instantOf } from '../time/moment.ts'
import type { EscalationState } from './state.ts'

/** What a last step without a stated wait gives its people before the fallback is told. Assumed; a policy may state it. */
export const lastWait = durationOf('15m')
/** Who is called out and silent is called again after this, so many times more: all hands are wanted now, or they will not help. */
const callOutWait = durationOf('5m')
const callOutRepeats = 2
/** Targets given for one case are asked twice before the fallback is. */
const repeatsByHand = 1
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

export function repeatsOf(state: EscalationState, context: Context): number {
  if (state.isCallOut) return callOutRepeats
  return state.ladder.targets ? repeatsByHand : ladderOf(state, context).repeat
}

/** Whether the ladder pages nobody, but leaves somebody outside to be called. A step that names nobody at all leaves nobody. */
export const hasOnlyContacts = (steps: readonly Step[]): boolean =>
  steps.every((step) => step.page.length > 0 && step.page.every((target) => kindOf(target) === 'contact'))

/** What the conditions of a ladder's steps are asked of. */
function factsOf(state: EscalationState, context: Context): WhenFacts {
  const policy = context.policyAt(state.policy)
  return {
    policy,
    severity: state.severity,
    flags: state.flags,
    ...(state.service ? { service: state.service } : {}),
    ...(state.type ? { type: state.type } : {}),
    unacknowledgedFor: state.acknowledged ? 0 : elapsedMs(state.climbAt, context.now),
    unresolvedFor: elapsedMs(state.startedAt, context.now),
    businessHours: isBusinessHours(context.now, policy.calendar),
  }
}

/** Whether a step's condition holds for this escalation now. */
export const isStepWanted = (step: Step, state: EscalationState, context: Context): boolean => holds(step.when, factsOf(state, context))

/** The condition of a step in words, as its pages state it; null without one. */
export const conditionInWords = (step: Step, state: EscalationState, context: Context): string | null =>
  wordsOfWhen(step.when, factsOf(state, context))

/** When a step whose condition did not hold may be wanted by time alone. */
export function recheckOf(state: EscalationState, context: Context): Temporal.Instant | null {
  if (state.skipped.length === 0) return null
  const steps = stepsOf(state, context)
  const facts = factsOf(state, context)
  return earliest(...state.skipped.map((index) => conditionChangesAt(steps[index]?.when ?? [], facts, context.now)))
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
  return index < steps.length ? firedAt : addDuration(firedAt, state.isCallOut ? callOutWait : lastWait, calendar)
}

/** Up to this a step counts as on time; a later one gives its people their whole wait all the same. */
const onTimeMs = 2_000

/** The moment that waits count from: the due time, so that minutes stay exact, or now when the step came late. */
export function baseOf(due: Temporal.Instant, now: Temporal.Instant): Temporal.Instant {
  return now.epochMilliseconds - due.epochMilliseconds > onTimeMs ? now : due
}
