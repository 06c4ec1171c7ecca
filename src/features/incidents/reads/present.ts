import type { Context } from '../../../core/command/command.ts'
import { ownersOf } from '../../../core/incident/clocks.ts'
import { type IncidentState, isOver } from '../../../core/incident/state.ts'
import { isOwed, type Obligation } from '../../../core/obligation/obligation.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import { type Reader, whoIs } from '../../alerts/reads/people.ts'
import type { App } from '../../feature.ts'
import type { ClockView, IncidentRow } from '../contract/incident.ts'
import type { StoredIncident } from './incidents.ts'

export type Present = { app: App; reader: Reader }

/** A decision's view of the world, for asking the core who owns what. */
export const contextOf = ({ app }: Present): Context => ({
  now: app.clock.now(),
  policy: app.policies.live(),
  policyAt: (version) => app.policies.at(version),
  canSend: app.canSend,
  numbers: {},
})

export function severityOf(state: Pick<IncidentState, 'severity' | 'rank' | 'policy'>, { app }: Present): IncidentRow['severity'] {
  const severity = app.policies.at(state.policy).severity(state.severity)
  return { id: state.severity, name: severity?.name ?? state.severity, rank: state.rank + 1 }
}

const repairs: Partial<Record<Obligation['must'], ClockView['repair']>> = {
  acknowledge: 'acknowledge',
  assign: 'assign',
  update: 'update',
  publish: 'publish',
  complete: 'complete',
  email: 'complete',
  escalate: 'complete',
}

export function presentClock(obligation: Obligation, state: IncidentState, present: Present): ClockView {
  const { id, title, must, about, since, warnAt, dueAt, status, recurs, closedAt, closedBy, why } = obligation
  const isReview = must === 'complete' && (about ?? '').startsWith('postmortem')
  return {
    id,
    title,
    must,
    about,
    since,
    warnAt,
    dueAt,
    status,
    recurs,
    closedAt,
    why,
    closedBy: closedBy ? whoIs(closedBy, present.reader) : null,
    owners: isOwed(obligation) ? ownersOf(state, obligation, contextOf(present)).map((user) => whoIs(`user:${user}`, present.reader)) : [],
    repair: isReview ? 'review' : (repairs[must] ?? null),
  }
}

/** Missed ones first, then by due time: what a person sees first. */
export const byUrgency = (a: Obligation, b: Obligation): number =>
  Number(b.status === 'missed') - Number(a.status === 'missed') || compare(a.dueAt, b.dueAt) || compare(a.id, b.id)

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b)

export function canOf(state: IncidentState, { reader: { principal } }: Present): IncidentRow['can'] {
  const mayAct = principal !== null && isPermitted(principal, 'incident.act')
  const mayPublish = principal !== null && isPermitted(principal, 'statuspage.publish')
  const isOpen = !isOver(state)
  return {
    acknowledge: mayAct && isOpen && !state.at.acknowledged,
    act: mayAct,
    publish: mayPublish && !state.isPrivate,
    status: mayAct && isOpen,
    resolve: mayAct && isOpen,
    reopen: mayAct && !isOpen,
    close: mayAct && state.status === 'resolved',
  }
}

/** A row of the list. The policy version of `state` must be readable (`app.policies.ensure`). */
export function presentRow({ id, state }: StoredIncident, present: Present): IncidentRow {
  const { reader } = present
  const owed = state.obligations.filter(isOwed).sort(byUrgency)
  const first = owed.find((each) => each.status !== 'missed') ?? owed[0]
  const commander = state.roles.commander ?? Object.values(state.roles)[0]
  return {
    id,
    reference: state.reference,
    title: state.title,
    severity: severityOf(state, present),
    status: state.status,
    service: state.service ? { id: state.service, name: reader.policy.service(state.service)?.name ?? state.service } : null,
    declaredAt: state.at.declared as string,
    resolvedAt: state.at.resolved ?? null,
    isAcknowledged: state.at.acknowledged !== undefined,
    isPrivate: state.isPrivate,
    commander: commander ? whoIs(`user:${commander.user}`, reader) : null,
    nextClock: first ? presentClock(first, state, present) : null,
    missed: owed.filter((each) => each.status === 'missed').length,
    can: canOf(state, present),
  }
}
