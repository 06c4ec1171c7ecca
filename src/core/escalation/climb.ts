import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import type { Step } from '../policy/schema/escalation.ts'
import { spanInWords } from '../policy/when-words.ts'
import { addDuration } from '../time/duration.ts'
import { earliest, instantOf, isBefore, momentOf } from '../time/moment.ts'
import { announce, exhaust } from './announce.ts'
import { baseOf, conditionInWords, dueOf, hasOnlyContacts, isStepWanted, lastWait, recheckOf, repeatsOf, stepsOf } from './ladder.ts'
import { isCurrent, queueRoads } from './page.ts'
import { type EscalationState, isActive } from './state.ts'
import { pageStep } from './step.ts'

/** Begins a climb from the first step, with the reason that its pages state. */
export function startClimb(draft: Draft<EscalationState>, reason: string | null): void {
  draft.set({
    status: 'running',
    generation: draft.state.generation + 1,
    climbAt: momentOf(draft.now),
    cycle: 0,
    step: 0,
    stepAt: momentOf(draft.now),
    skipped: [],
    reason,
    acknowledged: null,
    ackExpiresAt: null,
    remindAt: null,
    answers: [],
    announced: 0,
  })
}

/**
 * Does everything that is due: steps, repeats, the fallback, steps whose condition holds by now, roads of pages. A step that
 * reaches nobody falls through at once. Ask `nextOf` afterwards when to come again.
 */
export function climb(draft: Draft<EscalationState>, context: Context): void {
  const steps = stepsOf(draft.state, context)
  const rounds = (steps.length + 2) * (repeatsOf(draft.state, context) + 2)
  for (let i = 0; i < rounds && isStepDue(draft.state, context.now); i += 1) fireNext(draft, steps, context)
  if (isActive(draft.state)) askSkipped(draft, context)
  const recheck = isActive(draft.state) ? recheckOf(draft.state, context) : null
  draft.set({ recheckAt: recheck && momentOf(recheck) })
  if (draft.state.status !== 'acknowledged') queueRoads(draft, context)
}

function isStepDue(state: EscalationState, now: Temporal.Instant): boolean {
  return isActive(state) && state.stepAt !== null && !isBefore(now, instantOf(state.stepAt))
}

function fireNext(draft: Draft<EscalationState>, steps: Step[], context: Context): void {
  const { state } = draft
  const due = instantOf(state.stepAt ?? momentOf(context.now))
  const base = baseOf(due, context.now)
  const step = steps[state.step]
  if (state.status === 'exhausted') announce(draft, context)
  // Whom a person asked for is silent: that must not end unheard.
  else if (state.basis === 'manual') exhaust(draft, context)
  else if (step) fireStep(draft, { steps, step, base }, context)
  else if (state.cycle < repeatsOf(state, context)) repeatClimb(draft, base)
  else if (state.isCallOut && state.answers.length > 0) endCallOut(draft)
  else exhaust(draft, context)
}

function fireStep(
  draft: Draft<EscalationState>,
  { steps, step, base }: { steps: Step[]; step: Step; base: Temporal.Instant },
  context: Context,
): void {
  const index = draft.state.step
  const due = step.at && isBeginning(draft.state) ? dueOf(index, base, { steps, state: draft.state, context }) : base
  if (isBefore(context.now, due)) {
    draft.set({ stepAt: momentOf(due) })
    return
  }
  const isWanted = isStepWanted(step, draft.state, context)
  const reached = isWanted && pageStep(draft, { step, index, why: whyNow(draft, step, context) }, context)
  if (!isWanted) {
    draft.set({ skipped: [...draft.state.skipped, index] })
    draft.tell('escalation.step_skipped', { step: index, cycle: draft.state.cycle, targets: step.page })
  }
  const next = index + 1
  const after = reached
    ? dueOf(next, base, { steps, state: draft.state, context })
    : fallThrough(next, { steps, state: draft.state, context, base })
  draft.set({ step: next, stepAt: endsQuietly(next, steps, draft.state) ? null : momentOf(after) })
}

/** Nothing was paged yet and nobody asked for more: a first step that states its minute is waited for. */
const isBeginning = ({ cycle, step, stepAt, climbAt }: EscalationState): boolean => cycle === 0 && step === 0 && stepAt === climbAt

/** An unresolved ladder stops at the resolution only, and whoever is called outside is a task: at their end nobody was silent. */
const endsQuietly = (next: number, steps: Step[], { basis }: EscalationState): boolean =>
  next >= steps.length && (basis === 'unresolved' || hasOnlyContacts(steps))

/** What brought the ladder to this step: its condition, and that nobody answered those before. */
function whyNow({ state, by }: Draft<EscalationState>, step: Step, context: Context): string | null {
  // Whoever climbs by hand has given the reason.
  const isAnswerAwaited = state.basis === 'acknowledged' && !state.isCallOut && !by.startsWith('user:')
  return [conditionInWords(step, state, context), isAnswerAwaited ? silenceBefore(state, context) : null].filter(Boolean).join('; ') || null
}

function silenceBefore(state: EscalationState, { now }: Context): string | null {
  const minutes = Math.round((now.epochMilliseconds - instantOf(state.climbAt).epochMilliseconds) / MINUTE_MS)
  const wasAsked = state.pages.some((page) => isCurrent(page, state))
  if (wasAsked && minutes > 0) return `nobody has acknowledged it for ${spanInWords({ text: '', amount: minutes, unit: 'm' })}`
  return state.step > 0 && !state.reason ? 'those before you could not be reached' : null
}

const MINUTE_MS = 60_000

/** Nobody was paged by this step, so the next one does not wait for an answer; a stated `at:` still stands. */
function fallThrough(
  next: number,
  parts: { steps: Step[]; state: EscalationState; context: Context; base: Temporal.Instant },
): Temporal.Instant {
  return parts.steps[next]?.at ? dueOf(next, parts.base, parts) : parts.base
}

function repeatClimb(draft: Draft<EscalationState>, base: Temporal.Instant): void {
  draft.set({ cycle: draft.state.cycle + 1, step: 0, stepAt: momentOf(base), skipped: [] })
  draft.tell('escalation.repeated', { cycle: draft.state.cycle })
}

/** Steps whose condition did not hold when they came up and holds now. */
export function askSkipped(draft: Draft<EscalationState>, context: Context): void {
  const { skipped } = draft.state
  if (skipped.length === 0) return
  const steps = stepsOf(draft.state, context)
  const wanted = skipped.filter((index) => steps[index] && isStepWanted(steps[index], draft.state, context))
  if (wanted.length === 0) return
  draft.set({ skipped: skipped.filter((index) => !wanted.includes(index)) })
  for (const index of wanted) {
    const step = steps[index] as Step
    pageStep(draft, { step, index, why: conditionInWords(step, draft.state, context) }, context)
  }
}

export type ByHand = { code: string; reason: string }

/** A person climbs a manual ladder: the next step that this reason leads to, from the top again when there is none above. */
export function climbByHand(draft: Draft<EscalationState>, { code, reason }: ByHand, context: Context): void {
  const steps = stepsOf(draft.state, context)
  const leads = (step: Step): boolean => step.reason.length === 0 || step.reason.includes(code)
  const above = steps.findIndex((step, index) => index >= draft.state.step && leads(step))
  const index = above >= 0 ? above : steps.findIndex(leads)
  const step = steps[index]
  draft.set({ reason })
  const reached = step ? pageStep(draft, { step, index }, context) : false
  const waits = addDuration(context.now, step?.wait ?? lastWait, context.policyAt(draft.state.policy).calendar)
  const isTask = step !== undefined && hasOnlyContacts([step])
  draft.set({ step: index + 1, stepAt: isTask ? null : momentOf(reached ? waits : context.now) })
}

/** Who has answered a call-out is there; that the others are not stands on its board. */
function endCallOut(draft: Draft<EscalationState>): void {
  const { answers, pages } = draft.state
  const answered = answers.map((each) => each.user)
  const silent = [...new Set(pages.map((page) => page.user))].filter((user) => !answered.includes(user))
  draft.set({ stepAt: null })
  draft.tell('escalation.called_out', { answered, silent })
}

/** When this escalation wants to be asked again. */
export function nextOf(state: EscalationState): Temporal.Instant | null {
  if (state.status === 'stopped') return null
  const climbing = isActive(state)
  const roads = climbing
    ? state.pages
        .filter((page) => isCurrent(page, state))
        .flatMap((page) => page.roads.filter((road) => road.status === 'waiting').map((road) => road.at))
    : []
  const rests = state.status === 'acknowledged'
  const moments = [
    climbing ? state.stepAt : null,
    climbing ? state.recheckAt : null,
    rests ? state.ackExpiresAt : null,
    rests ? state.remindAt : null,
    state.flushAt,
    state.joinableUntil,
    ...roads,
  ]
  return earliest(...moments.map((moment) => (moment ? instantOf(moment) : null)))
}
