import type { Draft } from '../command/draft.ts'
import { monitoredBy } from '../incident/noticed.ts'
import type { Policy } from '../policy/policy.ts'
import type { AlertState } from './state.ts'

type Asked = { title?: string; severity?: string }

/** Tells what an incident made of this alert begins with; its declaration follows from the fact. */
export function askForIncident(draft: Draft<AlertState>, { title, severity }: Asked, policy: Policy): void {
  const { routed, startedAt, openedAt, acknowledged, escalation } = draft.state
  draft.tell('alert.incident_asked', {
    title: title ?? draft.state.title,
    // What the policy has lost since the alert came must not cost the incident.
    severity: policy.severity(severity ?? routed.severity)?.id ?? null,
    service: policy.service(routed.service ?? '')?.id ?? null,
    source: monitoredBy(policy, draft.state),
    startedAt,
    detectedAt: openedAt,
    acceptedAt: openedAt,
    escalation,
    acknowledged: acknowledged ? { by: acknowledged.by, at: acknowledged.at } : null,
    flags: routed.flags,
    type: routed.type,
  })
}
