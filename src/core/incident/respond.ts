import type { Addressed, Context, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { resolveTarget } from '../oncall/targets.ts'
import type { Status } from '../policy/schema/organization.ts'
import { STATUSES } from '../policy/schema/organization.ts'
import { momentOf } from '../time/moment.ts'
import { fulfil } from './clocks.ts'
import { postToChannels } from './notices.ts'
import { promisePublicEnd } from './promise.ts'
import { askForReview } from './review-request.ts'
import { type IncidentState, isOver } from './state.ts'
import { holdersOf, pagingOf } from './view.ts'

export type Change = (draft: Draft<IncidentState>, command: Addressed<never>, context: Context) => Refusal | undefined

const refusal = (code: string, message: string, status = 409): Refusal => ({ code, status, message })

export const acknowledge: Change = (draft, command, context) => {
  const { state } = draft
  // Twice by the same person is once: a button pressed again, an answer that got lost.
  if (state.at.acknowledged && state.acknowledgedBy === command.by) return undefined
  if (state.at.acknowledged) return refusal('already-acknowledged', `${state.acknowledgedBy} has it since ${state.at.acknowledged}`)
  if (isOver(state)) return refusal('already-resolved', `${state.reference} is ${state.status}`)
  draft.set({ at: { ...state.at, acknowledged: momentOf(draft.now) }, acknowledgedBy: command.by })
  draft.tell('incident.acknowledged', { via: (command.data as { via?: string }).via ?? 'api' })
  fulfil(draft, { must: 'acknowledge', about: null })
  takeDefaultRoles(draft, context)
  return undefined
}

/** Whoever answers and is the default holder of an empty role takes it: they are evidently awake. */
function takeDefaultRoles(draft: Draft<IncidentState>, context: Context): void {
  const user = draft.by.startsWith('user:') ? draft.by.slice('user:'.length) : null
  if (!user) return
  for (const role of context.policyAt(draft.state.policy).bundle.roles ?? []) {
    if (draft.state.roles[role.id]) continue
    const defaults = role.default.flatMap((target) =>
      resolveTarget(context.policy, target, { at: context.now, service: draft.state.service, type: draft.state.type }),
    )
    if (defaults.some((each) => each.user === user)) hold(draft, role.id, user)
  }
}

export type AssignRole = { role: string; user: string | null }

export const assign: Change = (draft, command, context) => {
  const { role, user } = command.data as AssignRole
  const known = context.policyAt(draft.state.policy).role(role)
  const roles = context.policyAt(draft.state.policy).bundle.roles ?? []
  if (!known)
    return refusal(
      'role-unknown',
      `"${role}" is no role of this policy; use one of ${roles.map((each) => each.id).join(', ') || 'none (add roles: to the policy)'}`,
      400,
    )
  const before = draft.state.roles[known.id]
  if (user === null) return release(draft, known.id)
  if (!context.policy.user(user))
    return refusal('user-unknown', `there is no person "${user}" in the policy; add them under users: or in Settings`, 400)
  if (before?.user === user) return refusal('already-assigned', `${user} is ${known.id} already`)
  hold(draft, known.id, user)
  return undefined
}

function hold(draft: Draft<IncidentState>, role: string, user: string): void {
  const before = draft.state.roles[role]?.user
  draft.set({ roles: { ...draft.state.roles, [role]: { user, since: momentOf(draft.now), by: draft.by } } })
  draft.tell('incident.role_assigned', { role, user, from: before, holders: holdersOf(draft.state) })
  fulfil(draft, { must: 'assign', about: `role:${role}` })
  fulfil(draft, { must: 'assign', about: role })
}

function release(draft: Draft<IncidentState>, role: string): Refusal | undefined {
  const before = draft.state.roles[role]
  if (!before) return refusal('not-assigned', `nobody is ${role}`)
  const { [role]: _, ...roles } = draft.state.roles
  // Nobody holds it: should it come to be owed again, having been filled once does not count.
  const { [`assign role:${role}`]: __, [`assign ${role}`]: ___, ...done } = draft.state.done
  draft.set({ roles, done })
  draft.tell('incident.role_released', { role, user: before.user, holders: holdersOf(draft.state) })
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

export type ResolveIncident = { resolution?: string; note?: string }

export const resolve: Change = (draft, command, context) => {
  const { state } = draft
  if (isOver(state)) return refusal('already-resolved', `${state.reference} was resolved at ${state.at.resolved}`)
  const { resolution, note } = command.data as ResolveIncident
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
  })
  postToChannels(draft, { moment: 'resolved', text: draft.state.resolution }, context)
  promisePublicEnd(draft, context)
  askForReview(draft)
  return undefined
}

export const reopen: Change = (draft, command) => {
  const { state } = draft
  if (!isOver(state)) return refusal('not-resolved', `${state.reference} is ${state.status}`)
  const { resolved: _, closed: __, mitigated: ___, ...at } = state.at
  draft.set({
    status: 'investigating',
    at,
    resolution: null,
    owedAnewAt: momentOf(draft.now),
    triggered: [],
    reopenings: (state.reopenings ?? 0) + 1,
  })
  draft.tell('incident.reopened', { reason: (command.data as { reason?: string }).reason, paging: pagingOf(draft.state) })
  return undefined
}

export const closeIncident: Change = (draft) => {
  const { state } = draft
  if (state.status !== 'resolved') return refusal('not-resolved', `${state.reference} is ${state.status}; resolve it before closing it`)
  draft.set({ status: 'closed', at: { ...state.at, closed: momentOf(draft.now) } })
  draft.tell('incident.closed', {})
  return undefined
}

export type SetSeverity = { severity: string; reason?: string }

export const setSeverity: Change = (draft, command, context) => {
  const { severity, reason } = command.data as SetSeverity
  const { state } = draft
  const policy = context.policyAt(state.policy)
  const wanted = policy.severity(severity)
  if (!wanted)
    return refusal(
      'severity-unknown',
      `"${severity}" is no severity of this policy; use one of ${policy.severities.map((each) => each.id).join(', ')}`,
      400,
    )
  if (wanted.id === state.severity) return refusal('same-severity', `${state.reference} is ${wanted.id} already`)
  const rank = policy.rankOf(wanted.id)
  const at = momentOf(draft.now)
  draft.set({ severity: wanted.id, rank, owedAnewAt: at, ...(rank < state.rank ? { at: { ...state.at, severity_raised: at } } : {}) })
  draft.tell('incident.severity_changed', {
    from: state.severity,
    to: wanted.id,
    rank,
    reason,
    flags: state.flags,
    paging: pagingOf(draft.state),
  })
  return undefined
}
