import type { Draft } from '../command/draft.ts'
import type { Status } from '../policy/schema/organization.ts'
import { STATUSES } from '../policy/schema/organization.ts'
import { momentOf } from '../time/moment.ts'
import { type Change, refusal } from './change.ts'
import { fulfil } from './clocks.ts'
import { type Forced, passGate } from './gate.ts'
import { postToChannels } from './notices.ts'
import { promisePublicEnd } from './promise.ts'
import { reopenState } from './recurrence.ts'
import { askForReview } from './review-request.ts'
import { takeDefaultRoles } from './roles.ts'
import { type IncidentState, isOver } from './state.ts'

/** `isBeside`: a ladder beside was answered, which speaks for nobody else; whoever stands in for a role by it has the incident, too. */
export const acknowledge: Change = (draft, command, context) => {
  const { via = 'api', isBeside = false } = command.data as { via?: string; isBeside?: boolean }
  if (isBeside && (!takeDefaultRoles(draft, context, 'late') || draft.state.at.acknowledged)) return undefined
  const { state } = draft
  // Twice by the same person is once: a button pressed again, an answer that got lost.
  if (state.at.acknowledged && state.acknowledgedBy === command.by) return undefined
  if (state.at.acknowledged) return refusal('already-acknowledged', `${state.acknowledgedBy} has it since ${state.at.acknowledged}`)
  if (isOver(state)) return refusal('already-resolved', `${state.reference} is ${state.status}`)
  draft.set({ at: { ...state.at, acknowledged: momentOf(draft.now) }, acknowledgedBy: command.by })
  draft.tell('incident.acknowledged', { via })
  fulfil(draft, { must: 'acknowledge', about: null })
  takeDefaultRoles(draft, context)
  return undefined
}

export type SetStatus = { status: string; note?: string }

export const setStatus: Change = (draft, command, context) => {
  const { status, note } = command.data as SetStatus
  const allowed = context.policyAt(draft.state.policy).bundle.incident?.statuses ?? [...STATUSES]
  const wanted = allowed.find((each) => each === status.trim().toLowerCase())
  if (!wanted) return refusal('status-unknown', `"${status}" is no status here; use one of ${allowed.join(', ')}`, 400)
  if (wanted === 'resolved') return resolve(draft, command, context)
  if (isOver(draft.state)) return refusal('already-resolved', `${draft.state.reference} is ${draft.state.status}; reopen it first`)
  if (wanted === draft.state.status) return refusal('same-status', `${draft.state.reference} is ${wanted} already`)
  moveTo(draft, wanted, note)
  return undefined
}

function moveTo(draft: Draft<IncidentState>, status: Status, note?: string): void {
  const { state } = draft
  const isMitigated = status === 'monitoring' && !state.at.mitigated
  draft.set({
    status,
    isCauseKnown: state.isCauseKnown || STATUSES.indexOf(status) >= STATUSES.indexOf('identified'),
    ...(isMitigated ? { at: { ...state.at, mitigated: momentOf(draft.now) } } : {}),
  })
  draft.tell('incident.status_changed', { from: state.status, to: status, note })
}

export type ResolveIncident = Forced & { resolution?: string; note?: string }

export const resolve: Change = (draft, command, context) => {
  const { state } = draft
  if (isOver(state)) return refusal('already-resolved', `${state.reference} was resolved at ${state.at.resolved}`)
  const { resolution, note, force, reason } = command.data as ResolveIncident
  const blocked = passGate(draft, { gate: 'resolve', ...(force ? { force } : {}), ...(reason ? { reason } : {}) }, context)
  if (blocked) return blocked
  const at = momentOf(draft.now)
  draft.set({
    status: 'resolved',
    at: { ...state.at, mitigated: state.at.mitigated ?? at, resolved: at },
    resolution: resolution ?? note ?? null,
    promisedUpdate: null,
  })
  draft.tell('incident.resolved', {
    from: state.status,
    resolution: draft.state.resolution,
    severity: state.severity,
    reference: state.reference,
    title: state.title,
    policy: state.policy,
    isPrivate: state.isPrivate,
  })
  postToChannels(draft, { moment: 'resolved', text: draft.state.resolution }, context)
  promisePublicEnd(draft, context)
  askForReview(draft)
  return undefined
}

export const reopen: Change = (draft, command) => {
  const { state } = draft
  if (!isOver(state)) return refusal('not-resolved', `${state.reference} is ${state.status}`)
  reopenState(draft, (command.data as { reason?: string }).reason)
  return undefined
}

export const closeIncident: Change = (draft, command, context) => {
  const { state } = draft
  if (state.status !== 'resolved') return refusal('not-resolved', `${state.reference} is ${state.status}; resolve it before closing it`)
  const blocked = passGate(draft, { gate: 'close', ...(command.data as Forced | null) }, context)
  if (blocked) return blocked
  draft.set({ status: 'closed', at: { ...state.at, closed: momentOf(draft.now) } })
  draft.tell('incident.closed', {})
  return undefined
}

/** Somebody does not wait for the end, or the draft was lost. */
export const askReview: Change = (draft) => {
  draft.tell('incident.review_asked', {})
  askForReview(draft)
  return undefined
}
