import type { AlertState } from '../../../core/alert/state.ts'
import type { EscalationState } from '../../../core/escalation/state.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import type { AlertRow } from '../contract.ts'
import { canWith, pagedNow, referenceOf } from '../rules.ts'
import type { StoredAlert } from './alerts.ts'
import { type Reader, type Who, whoIs } from './people.ts'

/** A line of the list. `escalation` is the ladder it climbs, when there is one. */
export function presentAlert({ id, number, state }: StoredAlert, escalation: EscalationState | undefined, reader: Reader): AlertRow {
  const { policy, principal } = reader
  const service = state.routed.service
  return {
    id,
    reference: referenceOf(number),
    title: state.title,
    severity: severityOf(state.routed, reader),
    service: service ? { id: service, name: policy.service(service)?.name ?? service } : null,
    source: state.integration,
    status: state.status,
    openedAt: state.openedAt,
    lastSeenAt: state.lastSeenAt,
    occurrences: state.occurrences,
    quiet: state.quiet,
    acknowledged: handledBy(state.acknowledged, reader),
    resolved: handledBy(state.resolved, reader),
    snoozedUntil: state.snoozedUntil,
    incident: state.incident,
    paging: escalation && state.status === 'triggered' ? pagedNow(escalation).map((user) => whoIs(`user:${user}`, reader)) : [],
    can: canWith(state, principal !== null && isPermitted(principal, 'alert.act')),
  }
}

/** Ranks are told from 1, as people count. */
export function severityOf({ severity, rank }: { severity: string; rank: number }, { policy }: Reader): AlertRow['severity'] {
  return { id: severity, name: policy.severity(severity)?.name ?? severity, rank: rank + 1 }
}

function handledBy(handled: AlertState['acknowledged'], reader: Reader): { by: Who; at: string; via: string } | null {
  return handled && { ...handled, by: whoIs(handled.by, reader) }
}
