import type { Draft } from '../command/draft.ts'
import type { AlertState } from './state.ts'

/** Tells what an incident made of this alert begins with; its declaration follows from the fact. */
export function askForIncident(draft: Draft<AlertState>, { title, severity }: { title?: string; severity?: string }): void {
  const { routed, startedAt, openedAt, acknowledged, escalation, integration } = draft.state
  draft.tell('alert.incident_asked', {
    title: title ?? draft.state.title,
    severity: severity ?? routed.severity,
    service: routed.service,
    source: integration,
    startedAt,
    detectedAt: openedAt,
    acceptedAt: openedAt,
    escalation,
    acknowledged: acknowledged ? { by: acknowledged.by, at: acknowledged.at } : null,
    flags: routed.flags,
    type: routed.type,
  })
}
