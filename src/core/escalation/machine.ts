import type { Addressed, Context, Decision, JsonObject, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { addDuration } from '../time/duration.ts'
import { instantOf, isBefore, momentOf } from '../time/moment.ts'
import { climb, nextOf, pageStep, startClimb } from './climb.ts'
import { delivered, failed } from './delivery.ts'
import { evidence } from './evidence.ts'
import { flushFollowers } from './group.ts'
import { join, start } from './join.ts'
import { isStepWanted, ladderOf, stepsOf } from './ladder.ts'
import { type EscalationState, isActive } from './state.ts'

type Handler = (state: EscalationState, command: Addressed<never>, context: Context) => Decision<EscalationState>

export type AcknowledgeEscalation = { via: string }
export type ChangedEscalation = { severity?: string; rank?: number; flags?: string[]; holders?: Record<string, string[]> }

const draftOf = (state: EscalationState, command: Addressed<never>, context: Context): Draft<EscalationState> =>
  new Draft({ subject: command.to, by: command.by, now: context.now, state })

/** Does what is due and says when to ask again; the end of almost every command. */
export function settle(draft: Draft<EscalationState>, context: Context): Decision<EscalationState> {
  climb(draft, context)
  flushFollowers(draft, context)
  return draft.decision(nextOf(draft.state))
}

const tick: Handler = (state, command, context) => {
  if (state.status === 'stopped') return { facts: [], next: null }
  const draft = draftOf(state, command, context)
  closeWindow(draft)
  expireAcknowledgement(draft, context)
  return settle(draft, context)
}

function closeWindow(draft: Draft<EscalationState>): void {
  const { joinableUntil } = draft.state
  if (!joinableUntil || isBefore(draft.now, instantOf(joinableUntil))) return
  draft.set({ joinableUntil: null })
  draft.tell('escalation.window_closed', { total: draft.state.total })
}

function expireAcknowledgement(draft: Draft<EscalationState>, context: Context): void {
  const { state } = draft
  if (state.status !== 'acknowledged' || !state.ackExpiresAt || isBefore(context.now, instantOf(state.ackExpiresAt))) return
  const reason = `the acknowledgement by ${state.acknowledged?.by ?? 'somebody'} ran out without a resolution`
  startClimb(draft, reason)
  draft.tell('escalation.ack_expired', { reason })
}

const acknowledge: Handler = (state, command, context) => {
  if (state.status === 'stopped') return refuse('already-stopped', 'everything here is resolved; there is nothing to acknowledge')
  if (state.status === 'acknowledged')
    return refuse('already-acknowledged', `${state.acknowledged?.by} has it since ${state.acknowledged?.at}`)
  if (state.basis === 'unresolved') return refuse('not-stopped-by-acknowledging', 'this ladder stops only when the incident is resolved')
  const draft = draftOf(state, command, context)
  const timeout = state.ladder.targets ? undefined : ladderOf(state, context).ack_timeout
  const expires = timeout ? momentOf(addDuration(context.now, timeout, context.policyAt(state.policy).calendar)) : null
  const { via } = command.data as AcknowledgeEscalation
  draft.set({
    status: 'acknowledged',
    acknowledged: { by: command.by, at: momentOf(context.now), via },
    ackExpiresAt: expires,
    stepAt: null,
    generation: state.generation + 1,
  })
  draft.withdraw('all')
  draft.tell('escalation.acknowledged', { via, about: state.about, expires })
  return draft.decision(nextOf(draft.state))
}

/** Somebody else takes what a colleague has: nobody is paged again, the new owner is told of from now on. */
const takeOver: Handler = (state, command, context) => {
  if (state.status !== 'acknowledged') return refuse('not-acknowledged', `the escalation is ${state.status}; acknowledge it instead`)
  if (state.acknowledged?.by === command.by) return refuse('already-yours', `${command.by} has it since ${state.acknowledged.at}`)
  const draft = draftOf(state, command, context)
  const { via } = command.data as AcknowledgeEscalation
  draft.set({ acknowledged: { by: command.by, at: momentOf(context.now), via } })
  draft.tell('escalation.taken_over', { via, from: state.acknowledged?.by ?? null, about: state.about })
  return draft.decision()
}

/** An alert of the group is resolved or snoozed; the last one to leave ends the escalation. */
const leave: Handler = (state, command, context) => {
  if (state.status === 'stopped') return refuse('already-stopped', 'the escalation is over')
  const { alert } = command.data as { alert: string }
  const draft = draftOf(state, command, context)
  draft.set({ open: Math.max(0, state.open - 1), followers: state.followers.filter((each) => each.id !== alert) })
  draft.tell('escalation.left', { alert, open: draft.state.open })
  if (draft.state.open === 0 && state.about.kind === 'alert') end(draft, 'every alert of it is resolved or snoozed')
  return draft.decision(nextOf(draft.state))
}

const stop: Handler = (state, command, context) => {
  if (state.status === 'stopped') return refuse('already-stopped', 'the escalation is over')
  const draft = draftOf(state, command, context)
  end(draft, (command.data as { why: string }).why)
  return draft.decision(null)
}

function end(draft: Draft<EscalationState>, why: string): void {
  draft.set({
    status: 'stopped',
    stepAt: null,
    joinableUntil: null,
    flushAt: null,
    followers: [],
    ackExpiresAt: null,
    generation: draft.state.generation + 1,
  })
  draft.withdraw('all')
  draft.tell('escalation.stopped', { why })
}

/** A person climbs: the next step now, with the reason on the page. Also wakes an acknowledged ladder again. */
const escalate: Handler = (state, command, context) => {
  if (state.status === 'stopped') return refuse('already-stopped', 'the escalation is over; page somebody directly instead')
  const { reason } = command.data as { reason: string }
  const draft = draftOf(state, command, context)
  draft.set({
    status: 'running',
    acknowledged: null,
    ackExpiresAt: null,
    reason,
    stepAt: momentOf(context.now),
    generation: state.generation + 1,
  })
  draft.tell('escalation.escalated', { reason, step: state.step })
  return settle(draft, context)
}

/** Severity, flags or role holders changed: conditions that did not hold are asked again. */
const changed: Handler = (state, command, context) => {
  const change = command.data as ChangedEscalation
  const draft = draftOf(state, command, context)
  draft.set(change)
  draft.tell('escalation.changed', change as JsonObject)
  if (state.status === 'stopped' || (state.status === 'acknowledged' && state.basis !== 'unresolved')) return draft.decision()
  const steps = stepsOf(draft.state, context)
  const wanted = state.skipped.filter((index) => steps[index] && isStepWanted(steps[index], draft.state, context))
  draft.set({ skipped: state.skipped.filter((index) => !wanted.includes(index)) })
  for (const index of wanted) {
    const step = steps[index]
    if (step) pageStep(draft, { step, index }, context)
  }
  return settle(draft, context)
}

/** The escalation becomes part of an incident: what is said there about paging reaches it. */
const link: Handler = (state, command, context) => {
  const { incident } = command.data as { incident: string }
  if (state.about.kind === 'incident') return refuse('already-linked', 'the escalation belongs to an incident already')
  const draft = draftOf(state, command, context)
  draft.set({ about: { kind: 'incident', id: incident } })
  draft.tell('escalation.linked', { incident })
  return draft.decision()
}

/** The auditor found nothing that will wake anybody: climb again from the first step. */
const repair: Handler = (state, command, context) => {
  if (!isActive(state)) return refuse('nothing-to-repair', `the escalation is ${state.status}`)
  const draft = draftOf(state, command, context)
  startClimb(draft, 'the auditor found this without a pending step')
  draft.tell('escalation.repaired', command.data as JsonObject)
  return settle(draft, context)
}

const handlers: Record<string, Handler> = {
  tick,
  join,
  acknowledge,
  'take-over': takeOver,
  leave,
  stop,
  escalate,
  changed,
  link,
  delivered,
  failed,
  evidence,
  'audit.repair': repair,
}

/**
 * running → acknowledged | exhausted | stopped; acknowledged → running (time-out, a person, or a more severe alert, always
 * with the reason) | stopped; exhausted → acknowledged | running (a person) | stopped. Nothing leaves stopped.
 */
export const escalationMachine: Machine<EscalationState> = {
  kind: 'escalation',
  decide(state, command, context) {
    if (!state) return start(command, context)
    const handler = handlers[command.name]
    return handler ? handler(state, command, context) : refuse('unknown-command', `an escalation does not know "${command.name}"`, 400)
  },
  columns: (state) => ({
    key: state.joinableUntil && state.status !== 'stopped' ? state.group : null,
    status: state.status,
    about_kind: state.about.kind,
    about_id: state.about.id,
    service: state.service,
    started_at: state.startedAt,
  }),
}
