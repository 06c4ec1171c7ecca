import type { Addressed, Context, Decision, JsonObject, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { instantOf, isBefore, momentOf } from '../time/moment.ts'
import { acknowledge, keepAcknowledgement, quiet, remind, takeOver, userOf } from './acknowledge.ts'
import { type ByHand, climb, climbByHand, nextOf, startClimb } from './climb.ts'
import { delivered, failed } from './delivery.ts'
import { evidence } from './evidence.ts'
import { flushFollowers, forgetFollower } from './group.ts'
import { join, start } from './join.ts'
import { type EscalationState, isActive, noneYet } from './state.ts'

type Handler = (state: EscalationState, command: Addressed<never>, context: Context) => Decision<EscalationState>

export type ChangedEscalation = {
  severity?: string
  rank?: number
  flags?: string[]
  holders?: Record<string, string[]>
  type?: string | null
  service?: string | null
}
export type Contacted = { contact: string; caseNumber?: string | null; note?: string | null }

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
  keepAcknowledgement(draft, context)
  return settle(draft, context)
}

function closeWindow(draft: Draft<EscalationState>): void {
  const { joinableUntil } = draft.state
  if (!joinableUntil || isBefore(draft.now, instantOf(joinableUntil))) return
  draft.set({ joinableUntil: null })
  draft.tell('escalation.window_closed', { total: draft.state.total })
}

/** An alert of the group is resolved or snoozed; the last one to leave ends the escalation. */
const leave: Handler = (state, command, context) => {
  if (state.status === 'stopped') return refuse('already-stopped', 'the escalation is over')
  const { alert, asleep } = command.data as { alert: string; asleep?: EscalationState['asleep'] }
  const draft = draftOf(state, command, context)
  draft.set({ open: Math.max(0, state.open - 1) })
  forgetFollower(draft, alert)
  draft.tell('escalation.left', { alert, open: draft.state.open })
  if (draft.state.open === 0 && state.about.kind === 'alert') {
    if (asleep) draft.set({ asleep })
    end(draft, 'every alert of it is resolved or snoozed')
  }
  return draft.decision(nextOf(draft.state))
}

const stop: Handler = (state, command, context) => {
  if (state.status === 'stopped') return refuse('already-stopped', 'the escalation is over')
  const draft = draftOf(state, command, context)
  const { why, takenBy } = command.data as { why: string; takenBy?: string }
  end(draft, why, takenBy)
  return draft.decision(null)
}

/** `takenBy` has said that all of it is over, also of what still fires. */
function end(draft: Draft<EscalationState>, why: string, takenBy?: string): void {
  draft.set({
    status: 'stopped',
    stepAt: null,
    recheckAt: null,
    joinableUntil: null,
    flushAt: null,
    followers: [],
    unnamed: 0,
    ackExpiresAt: null,
    remindAt: null,
    generation: draft.state.generation + 1,
  })
  draft.withdraw('all')
  draft.tell('escalation.stopped', { why, companions: draft.state.companions, takenBy })
}

/** A person climbs: the next step now, with the reason on the page. Also wakes an acknowledged ladder again. */
const escalate: Handler = (state, command, context) => {
  if (state.status === 'stopped') return refuse('already-stopped', 'the escalation is over; page somebody directly instead')
  const { reason } = command.data as { reason: string }
  const draft = draftOf(state, command, context)
  if (state.status === 'running') passOn(draft)
  else reopen(draft)
  draft.set({ reason, stepAt: momentOf(context.now) })
  draft.tell('escalation.escalated', { reason, step: state.step, line: state.line })
  return settle(draft, context)
}

/** Whoever was asked and passes it on is asked no more; the others of their step are. */
function passOn(draft: Draft<EscalationState>): void {
  const user = userOf(draft.by)
  if (user) quiet(draft, user)
}

function reopen(draft: Draft<EscalationState>): void {
  const { generation } = draft.state
  draft.withdraw('all')
  draft.set({ status: 'running', acknowledged: null, ackExpiresAt: null, remindAt: null, generation: generation + 1, answers: [] })
}

/** A manual ladder is climbed once more, by the reason that a person gives. */
const climbAgain: Handler = (state, command, context) => {
  if (state.basis !== 'manual') return refuse('not-manual', `the ladder ${state.ladder.id} climbs by itself; escalate it instead`)
  if (state.status === 'stopped') return refuse('already-stopped', 'the escalation is over; page somebody directly instead')
  const { code, reason } = command.data as ByHand
  const draft = draftOf(state, command, context)
  reopen(draft)
  draft.tell('escalation.escalated', { reason, code, step: state.step, line: state.line })
  climbByHand(draft, { code, reason }, context)
  return settle(draft, context)
}

/** Severity, flags or role holders changed: conditions that did not hold are asked again. */
const changed: Handler = (state, command, context) => {
  const change = command.data as ChangedEscalation
  const draft = draftOf(state, command, context)
  draft.set(change)
  draft.tell('escalation.changed', change as JsonObject)
  return isActive(state) ? settle(draft, context) : draft.decision()
}

/** The escalation becomes part of an incident: what is said there about paging reaches it. */
const link: Handler = (state, command, context) => {
  const { incident } = command.data as { incident: string }
  if (state.about.kind === 'incident') return refuse('already-linked', 'the escalation belongs to an incident already')
  const draft = draftOf(state, command, context)
  draft.set({ about: { kind: 'incident', id: incident } })
  draft.tell('escalation.linked', { incident, companions: state.companions })
  return draft.decision()
}

/** One of us has called whoever is outside; with the last of them a ladder that only asks for that is over. */
const contacted: Handler = (state, command, context) => {
  const { contact, caseNumber = null, note = null } = command.data as Contacted
  const task = state.contacts.findLast((each) => each.contact === contact)
  if (!task) return refuse('contact-not-wanted', `nobody was to call "${contact}" for this; escalate to them first`, 404)
  const draft = draftOf(state, command, context)
  const done = { by: command.by, at: momentOf(context.now), caseNumber, note }
  draft.set({ contacts: state.contacts.map((each) => (each === task ? { ...each, done } : each)) })
  draft.tell('escalation.contacted', {
    contact,
    caseNumber,
    note: note ?? undefined,
    name: context.policy.bundle.contacts?.find((each) => each.id === contact)?.name,
  })
  const isOver = state.pages.length === 0 && state.status !== 'stopped' && draft.state.contacts.every((each) => each.done)
  if (isOver) end(draft, 'everybody outside has been called')
  return draft.decision(nextOf(draft.state))
}

/** The auditor found nothing that will wake anybody: climb again from the first step. */
const repair: Handler = (state, command, context) => {
  if (!isActive(state)) return refuse('nothing-to-repair', `the escalation is ${state.status}`)
  const draft = draftOf(state, command, context)
  startClimb(draft, 'the auditor found this without a pending step')
  draft.tell('escalation.repaired', command.data as JsonObject)
  return settle(draft, context)
}

/** Starting is for what is not there yet; of a call-out the answer to a second is the board of the first. */
const startAgain: Handler = ({ isCallOut, startedAt }, { to }) =>
  isCallOut
    ? refuse(
        'called-out-already',
        `they were called out at ${startedAt}; page ${to.id} says who has answered, and calls the others again`,
        429,
      )
    : refuse('already-started', `the ladder ${to.id} has begun already`)

const handlers: Record<string, Handler> = {
  tick,
  join,
  start: startAgain,
  acknowledge,
  'take-over': takeOver,
  remind,
  leave,
  stop,
  escalate,
  climb: climbAgain,
  changed,
  contacted,
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
  decide(stored, command, context) {
    if (!stored) return start(command, context)
    // What was stored by an earlier version knows nothing of what came later.
    const state = { ...noneYet, ...stored }
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
