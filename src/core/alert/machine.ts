import type { Addressed, Context, Decision, JsonObject, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { severityUnknown } from '../incident/reclassify.ts'
import { nextBusinessStart } from '../time/business-start.ts'
import { addDuration } from '../time/duration.ts'
import { earliest, instantOf, isBefore, momentOf } from '../time/moment.ts'
import { askForIncident } from './ask-for-incident.ts'
import type { AlertEvent } from './event.ts'
import { groupKeyOf, type Intake, route } from './routing.ts'
import { type AlertState, isOpen, type Routed } from './state.ts'

type Handler = (state: AlertState, command: Addressed<never>, context: Context) => Decision<AlertState>

/** `reason`: what whoever has it says about it, such as what they wait for. */
export type AcknowledgeAlert = { via: string; at?: string; reason?: string }
export type ResolveAlert = { via: string; reason?: string }
export type SnoozeAlert = { until: string; reason?: string }
export type AttachAlert = { escalation: string; incident: string | null; acknowledged: { by: string; at: string; via: string } | null }

const draftOf = (state: AlertState, command: Addressed<never>, context: Context): Draft<AlertState> =>
  new Draft({ subject: command.to, by: command.by, now: context.now, state })

/** What an alert waits for: being routed, the end of a snooze, or the moment its promise is missed. */
function nextOf(state: AlertState): Temporal.Instant | null {
  if (!isOpen(state)) return null
  if (state.status === 'snoozed') return state.snoozedUntil ? instantOf(state.snoozedUntil) : null
  const promised = state.promise?.status === 'pending' ? instantOf(state.promise.dueAt) : null
  return earliest(promised)
}

function open(command: Addressed<Intake>, context: Context): Decision<AlertState> {
  const { now, policy } = context
  const { event, integration } = command.data
  const routed = route(command.data, policy)
  const severity = policy.severity(routed.severity) ?? policy.mostSevere
  const at = momentOf(now)
  const state: AlertState = {
    integration,
    dedup: event.key,
    title: event.title,
    source: event.source,
    labels: event.labels,
    details: event.details,
    links: event.links,
    status: 'triggered',
    routed,
    quiet: quietReason(event, routed, severity.pages),
    occurrences: 1,
    openedAt: at,
    lastSeenAt: at,
    startedAt: event.startedAt ?? null,
    policy: policy.version,
    escalation: null,
    incident: null,
    snoozedUntil: null,
    acknowledged: null,
    resolved: null,
    promise: severity.respond_within
      ? { dueAt: momentOf(addDuration(now, severity.respond_within, policy.calendar)), status: 'pending' }
      : null,
  }
  const draft = new Draft({ subject: command.to, by: command.by, now, state })
  if (state.quiet) draft.set({ promise: null })
  draft.tell('alert.opened', {
    title: state.title,
    ...routed,
    key: state.dedup,
    integration,
    quiet: state.quiet,
    startedAt: state.startedAt,
  })
  return climbOrRest(draft, { pages: severity.pages, waitMs: command.data.waitMs }, context)
}

/** What a new alert does next: nothing that wakes, wait for business hours, or join its ladder at once. */
function climbOrRest(
  draft: Draft<AlertState>,
  { pages, waitMs }: { pages: boolean | 'business_hours'; waitMs: number | undefined },
  context: Context,
): Decision<AlertState> {
  if (draft.state.quiet) {
    // What never joins a ladder is declared here, if its route says so.
    if (draft.state.routed.declare) askForIncident(draft, {}, context.policy)
    return draft.decision(null)
  }
  const soonest = context.now.add({ milliseconds: waitMs ?? 0 })
  const climbsAt = pages === 'business_hours' ? nextBusinessStart(soonest, context.policy.calendar) : soonest
  if (waitMs !== undefined || isBefore(context.now, climbsAt)) return draft.decision(climbsAt)
  // In the acceptance's own transaction: one write of the alert instead of two, and the first page leaves with the answer.
  sendToLadder(draft, context, null)
  return draft.decision(nextOf(draft.state))
}

function quietReason(event: AlertEvent, routed: Routed, pages: boolean | 'business_hours'): string | null {
  if (event.isHeartbeat) return 'a heartbeat is expected to stay open'
  if (routed.drop) return `${routed.rule} says that nobody need be woken`
  return pages === false ? `${routed.severity} does not page` : null
}

/** The sender says it again: an occurrence. It never re-opens and never un-acknowledges. */
function repeat(state: AlertState, command: Addressed<Intake>, context: Context): Decision<AlertState> {
  const draft = draftOf(state, command as Addressed<never>, context)
  const { event } = command.data
  draft.set({
    occurrences: state.occurrences + 1,
    lastSeenAt: momentOf(context.now),
    labels: event.labels,
    details: event.details,
    links: event.links,
  })
  draft.tell('alert.repeated', { occurrences: draft.state.occurrences })
  return draft.decision()
}

const tick: Handler = (state, command, context) => {
  const draft = draftOf(state, command, context)
  if (state.status === 'snoozed' && state.snoozedUntil && !isBefore(context.now, instantOf(state.snoozedUntil))) wake(draft, context)
  else if (state.status === 'triggered' && state.escalation === null && !state.quiet) sendToLadder(draft, context, null)
  missPromise(draft, context.now)
  return draft.decision(nextOf(draft.state))
}

/** Somebody slept on it; now it climbs a ladder from the start, with the reason on the page. */
function wake(draft: Draft<AlertState>, context: Context): void {
  draft.set({ status: 'triggered', snoozedUntil: null, escalation: null, acknowledged: null })
  draft.tell('alert.snooze_ended', {})
  sendToLadder(draft, context, 'its snooze ended')
}

function sendToLadder(draft: Draft<AlertState>, context: Context, reason: string | null): void {
  const { title, routed, labels, dedup } = draft.state
  const group = groupKeyOf(draft.state, context.policyAt(draft.state.policy))
  const { service, severity, rank, flags, type } = routed
  const { incident } = draft.state
  const told = { group, title, service, severity, rank, flags, type, key: dedup, alertname: labels.alertname, incident, reason }
  draft.tell('alert.routed', told)
}

function missPromise(draft: Draft<AlertState>, now: Temporal.Instant): void {
  const { promise } = draft.state
  if (promise?.status !== 'pending' || isBefore(now, instantOf(promise.dueAt))) return
  draft.set({ promise: { ...promise, status: 'missed' } })
  draft.tell('alert.promise_missed', { dueAt: promise.dueAt })
}

const attach: Handler = (state, command, context) => {
  const { escalation, incident, acknowledged } = command.data as AttachAlert
  const draft = draftOf(state, command, context)
  // One that belongs to an incident leaves it visibly: the ladder's incident links it.
  draft.set({ escalation, incident: state.incident ?? incident })
  draft.tell('alert.attached', { escalation, incident, declare: state.routed.declare && state.incident === null && incident === null })
  if (acknowledged && state.status === 'triggered') markAcknowledged(draft, acknowledged)
  return draft.decision(nextOf(draft.state))
}

function markAcknowledged(draft: Draft<AlertState>, acknowledged: NonNullable<AlertState['acknowledged']>): void {
  const { promise } = draft.state
  const kept = promise && { ...promise, status: acknowledged.at < promise.dueAt ? ('met' as const) : ('late' as const) }
  draft.set({ status: 'acknowledged', acknowledged, snoozedUntil: null, promise: kept })
  const { via, by, reason } = acknowledged
  const { escalation, incident } = draft.state
  draft.tell('alert.acknowledged', { via, by, reason, promise: kept?.status, escalation, incident }, by)
}

const acknowledge: Handler = (state, command, context) => {
  const { via, reason } = command.data as AcknowledgeAlert
  if (state.status === 'resolved')
    return refuse('already-resolved', `the alert was resolved ${state.resolved?.at ?? ''}; there is nothing to acknowledge`)
  if (state.status === 'acknowledged')
    return refuse('already-acknowledged', `${state.acknowledged?.by} has it since ${state.acknowledged?.at}`)
  const draft = draftOf(state, command, context)
  markAcknowledged(draft, { by: command.by, at: momentOf(context.now), via, ...(reason ? { reason } : {}) })
  return draft.decision(nextOf(draft.state))
}

/** A colleague has it now instead; when it was acknowledged first stays the measure of the promise. */
const takeOver: Handler = (state, command, context) => {
  if (state.status !== 'acknowledged') return refuse('not-acknowledged', `the alert is ${state.status}; acknowledge it instead`)
  const draft = draftOf(state, command, context)
  const { via } = command.data as AcknowledgeAlert
  draft.set({ acknowledged: { by: command.by, at: momentOf(context.now), via } })
  draft.tell('alert.taken_over', { via, from: state.acknowledged?.by ?? null })
  return draft.decision()
}

const resolve: Handler = (state, command, context) => {
  const { via, reason } = command.data as ResolveAlert
  if (state.status === 'resolved') return refuse('already-resolved', `the alert was resolved at ${state.resolved?.at} already`)
  const draft = draftOf(state, command, context)
  const { promise } = state
  // What recovers by itself inside the promised time needed nobody.
  const kept = promise?.status === 'pending' ? { ...promise, status: 'met' as const } : promise
  draft.set({ status: 'resolved', resolved: { by: command.by, at: momentOf(context.now), via }, snoozedUntil: null, promise: kept })
  draft.tell('alert.resolved', { via, reason, escalation: state.escalation, incident: state.incident })
  return draft.decision(null)
}

const snooze: Handler = (state, command, context) => {
  const { until: written, reason } = command.data as SnoozeAlert
  const until = instantOf(written)
  if (!isOpen(state)) return refuse('already-resolved', 'a resolved alert cannot be snoozed')
  if (!isBefore(context.now, until))
    return refuse('snooze-in-the-past', `${momentOf(until)} is past; give a moment to come, or a duration such as 2h`, 400)
  const draft = draftOf(state, command, context)
  // It leaves its ladder here, once: snoozing again or resolving later must not make it leave another time.
  draft.set({ status: 'snoozed', snoozedUntil: momentOf(until), escalation: null })
  draft.tell('alert.snoozed', { until: momentOf(until), reason, escalation: state.escalation })
  return draft.decision(until)
}

/** A promise of the ladder lapsed: the acknowledgement no longer stands. */
const reopen: Handler = (state, command, context) => {
  if (state.status !== 'acknowledged') return refuse('not-acknowledged', `the alert is ${state.status}`)
  const draft = draftOf(state, command, context)
  const { reason } = command.data as { reason: string }
  draft.set({ status: 'triggered', acknowledged: null })
  draft.tell('alert.reopened', { reason })
  return draft.decision(nextOf(draft.state))
}

const linking =
  (name: 'linked' | 'unlinked'): Handler =>
  (state, command, context) => {
    const { incident, own } = command.data as { incident: string; own?: string | null }
    const isIn = state.incident === incident
    if (isIn && name === 'linked') return refuse('already-linked', 'the alert belongs to this incident already')
    if (!isIn && name === 'unlinked') return refuse('not-linked', 'the alert does not belong to this incident')
    const draft = draftOf(state, command, context)
    draft.set({ incident: name === 'linked' ? incident : null })
    draft.tell(`alert.${name}`, { incident, ...(name === 'linked' && state.incident ? { from: state.incident, own } : {}) })
    return draft.decision()
  }

/** Makes an incident of the alert: asked by its route, or by a person. */
const declareIncident: Handler = (state, command, context) => {
  if (state.incident) return refuse('already-linked', 'the alert belongs to an incident already')
  const asked = command.data as { title?: string; severity?: string }
  if (asked.severity && !context.policy.severity(asked.severity))
    return { facts: [], refusal: severityUnknown(asked.severity, context.policy) }
  const draft = draftOf(state, command, context)
  askForIncident(draft, asked, context.policy)
  return draft.decision()
}

/** The auditor found nothing that will wake anybody for it: send it up its ladder again. */
const repair: Handler = (state, command, context) => {
  if ((state.status !== 'triggered' && state.status !== 'snoozed') || state.quiet)
    return refuse('nothing-to-repair', `the alert is ${state.status}`)
  const draft = draftOf(state, command, context)
  draft.tell('alert.repaired', command.data as JsonObject)
  if (state.status === 'snoozed') return draft.decision(earliest(state.snoozedUntil ? instantOf(state.snoozedUntil) : null) ?? context.now)
  draft.set({ escalation: null })
  return draft.decision(context.now)
}

const handlers: Record<string, Handler> = {
  tick,
  attach,
  acknowledge,
  'take-over': takeOver,
  resolve,
  snooze,
  reopen,
  link: linking('linked'),
  unlink: linking('unlinked'),
  'declare-incident': declareIncident,
  'audit.repair': repair,
}

/**
 * triggered → snoozed | acknowledged | resolved; snoozed → triggered | acknowledged | resolved;
 * acknowledged → triggered (only `reopen`, with its reason) | resolved. Nothing leaves resolved.
 */
export const alertMachine: Machine<AlertState> = {
  kind: 'alert',
  decide(state, command, context) {
    if (command.name === 'open') return state ? repeat(state, command, context) : open(command, context)
    if (!state) return refuse('not-found', `there is no alert ${command.to.id}`, 404)
    const handler = handlers[command.name]
    return handler ? handler(state, command, context) : refuse('unknown-command', `an alert does not know "${command.name}"`, 400)
  },
  columns: (state) => ({
    key: isOpen(state) ? alertKey(state.integration, state.dedup) : null,
    status: state.status,
    service: state.routed.service,
    severity: state.routed.severity,
    rank: state.routed.rank,
    integration: state.integration,
    escalation: state.escalation,
    incident: state.incident,
    opened_at: state.openedAt,
    resolved_at: state.resolved?.at ?? null,
  }),
}

/** The key under which an open alert is found. */
export const alertKey = (integration: string, dedup: string): string => `${integration}/${dedup}`
