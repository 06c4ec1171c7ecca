import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { resolveTarget } from '../oncall/targets.ts'
import type { Step } from '../policy/schema/escalation.ts'
import { addDuration } from '../time/duration.ts'
import { earliest, instantOf, isBefore, momentOf } from '../time/moment.ts'
import { announceEvery, announceTimes, baseOf, dueOf, isStepWanted, ladderOf, stepsOf } from './ladder.ts'
import { isCurrent, openPage, queueRoads } from './page.ts'
import type { EscalationState } from './state.ts'

/** A person paged because the ladder was climbed in vain stands at no step of it. */
const fallbackStep = -1

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
    announced: 0,
  })
}

/**
 * Does everything that is due: steps, repeats, the fallback, roads of pages. A step that reaches nobody falls through at
 * once. Returns when to ask again.
 */
export function climb(draft: Draft<EscalationState>, context: Context): void {
  const steps = stepsOf(draft.state, context)
  const rounds = (steps.length + 2) * (repeatsOf(draft.state, context) + 2)
  for (let i = 0; i < rounds && isStepDue(draft.state, context.now); i += 1) fireNext(draft, steps, context)
  if (draft.state.status !== 'acknowledged') queueRoads(draft, context)
}

function isStepDue(state: EscalationState, now: Temporal.Instant): boolean {
  return (state.status === 'running' || state.status === 'exhausted') && state.stepAt !== null && !isBefore(now, instantOf(state.stepAt))
}

function repeatsOf(state: EscalationState, context: Context): number {
  return state.ladder.targets ? 1 : ladderOf(state, context).repeat
}

function fireNext(draft: Draft<EscalationState>, steps: Step[], context: Context): void {
  const { state } = draft
  const due = instantOf(state.stepAt ?? momentOf(context.now))
  const base = baseOf(due, context.now)
  const step = steps[state.step]
  if (state.status === 'exhausted') announce(draft, context)
  else if (step) fireStep(draft, { steps, step, base }, context)
  else if (state.basis === 'unresolved') draft.set({ stepAt: null })
  else if (state.cycle < repeatsOf(state, context)) repeatClimb(draft, base)
  else exhaust(draft, context)
}

function fireStep(
  draft: Draft<EscalationState>,
  { steps, step, base }: { steps: Step[]; step: Step; base: Temporal.Instant },
  context: Context,
): void {
  const index = draft.state.step
  const isWanted = isStepWanted(step, draft.state, context)
  const reached = isWanted && pageStep(draft, { step, index }, context)
  if (!isWanted) {
    draft.set({ skipped: [...draft.state.skipped, index] })
    draft.tell('escalation.step_skipped', { step: index, cycle: draft.state.cycle, targets: step.page })
  }
  const next = index + 1
  const after = reached
    ? dueOf(next, base, { steps, state: draft.state, context })
    : fallThrough(next, { steps, state: draft.state, context, base })
  draft.set({ step: next, stepAt: momentOf(after) })
}

/** Nobody was paged by this step, so the next one does not wait for an answer; a stated `at:` still stands. */
function fallThrough(
  next: number,
  parts: { steps: Step[]; state: EscalationState; context: Context; base: Temporal.Instant },
): Temporal.Instant {
  return parts.steps[next]?.at ? dueOf(next, parts.base, parts) : parts.base
}

/** Pages everybody a step names. False when it reached nobody, which it says. */
export function pageStep(draft: Draft<EscalationState>, { step, index }: { step: Step; index: number }, context: Context): boolean {
  const { holders, service } = draft.state
  const reached = step.page.flatMap((target) => resolveTarget(context.policy, target, { at: context.now, holders, service }))
  draft.tell('escalation.step_fired', {
    step: index,
    cycle: draft.state.cycle,
    targets: step.page,
    users: [...new Set(reached.map((each) => each.user))],
    ladder: draft.state.ladder.id,
  })
  let anyone = false
  for (const { user, because } of reached) anyone = openPage(draft, { user, because, step: index }, context) || anyone
  if (!anyone)
    draft.tell('escalation.step_empty', {
      step: index,
      targets: step.page,
      why: reached.length === 0 ? 'it names nobody at this moment' : 'nobody it names can be reached',
    })
  return anyone
}

function repeatClimb(draft: Draft<EscalationState>, base: Temporal.Instant): void {
  draft.set({ cycle: draft.state.cycle + 1, step: 0, stepAt: momentOf(base), skipped: [] })
  draft.tell('escalation.repeated', { cycle: draft.state.cycle })
}

function exhaust(draft: Draft<EscalationState>, context: Context): void {
  draft.set({ status: 'exhausted', reason: 'nobody acknowledged on the whole ladder', generation: draft.state.generation + 1 })
  draft.withdraw('all')
  draft.tell('escalation.exhausted', { ladder: draft.state.ladder.id, cycles: draft.state.cycle + 1 })
  announce(draft, context)
}

/** Tells the fallback that nobody answers, again and again; in the console it stays red whatever happens. */
function announce(draft: Draft<EscalationState>, context: Context): void {
  const { state, now } = draft
  const fallback = context.policy.fallbackLadder.steps.flatMap((step) => step.page)
  const admins = (context.policy.bundle.users ?? []).filter((user) => user.role === 'admin').map((user) => `user:${user.id}`)
  draft.set({ cycle: state.announced, announced: state.announced + 1 })
  pageStep(draft, { step: { page: [...new Set([...fallback, ...admins])], when: [], reason: [] }, index: fallbackStep }, context)
  const again = state.announced + 1 < announceTimes
  draft.tell('escalation.announced', { times: state.announced + 1, again })
  draft.set({ stepAt: again ? momentOf(addDuration(now, announceEvery, context.policy.calendar)) : null })
}

/** When this escalation wants to be asked again. */
export function nextOf(state: EscalationState): Temporal.Instant | null {
  if (state.status === 'stopped') return null
  const climbing = state.status === 'running' || state.status === 'exhausted'
  const roads = climbing
    ? state.pages
        .filter((page) => isCurrent(page, state))
        .flatMap((page) => page.roads.filter((road) => road.status === 'waiting').map((road) => road.at))
    : []
  const moments = [
    climbing ? state.stepAt : null,
    state.status === 'acknowledged' ? state.ackExpiresAt : null,
    state.flushAt,
    state.joinableUntil,
    ...roads,
  ]
  return earliest(...moments.map((moment) => (moment ? instantOf(moment) : null)))
}
