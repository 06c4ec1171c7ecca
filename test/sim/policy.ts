import { parseBundle } from '../../src/core/policy/parse.ts'
import { createPolicy, type Policy } from '../../src/core/policy/policy.ts'

/** Minutes a step waits: what the checker holds the engine to, written here and not read from the engine. */
export const WAITS_MINUTES = [5, 10] as const
/** The same of the ladder beside it. */
export const BESIDE_WAITS_MINUTES = [7, 8] as const
/** When the unresolved ladder pages its second step, and when an unknown cause pages: minutes from the declaration. */
export const WATCH_MINUTES = 20
export const UNKNOWN_MINUTES = 15

/** The channels that wake whoever has more than one of them. */
export const WAKING_WAYS: Readonly<Record<string, readonly string[]>> = { ana: ['twilio-sms', 'twilio-voice', 'ntfy'] }

const text = `
version: 1
organization: { name: Simulated Ltd, fallback: { page: [team:admins] } }
incident: { impact: { security: { type: flag }, big: { type: flag } } }
severities:
  - { id: SEV-1, name: Critical, respond_within: 15m }
  - { id: SEV-2, name: High, respond_within: 30m }
roles: [ { id: commander }, { id: scribe } ]
users:
  - { id: ana, name: Ana, contacts: { email: ana@example.com, ntfy: "https://ntfy.example.com/ana", phone: "+491511234567" }, rules: [ { after: 0m, by: [sms] }, { after: 2m, by: [push] }, { after: 4m, by: [email] } ] }
  - { id: ben, name: Ben, contacts: { email: ben@example.com, webhook: "https://hooks.example.com/ben" } }
  - { id: cleo, name: Cleo, role: admin, contacts: { email: cleo@example.com } }
  - { id: dora, name: Dora, contacts: { email: dora@example.com, ntfy: "https://ntfy.example.com/dora" }, rules: [ { after: 0m, by: [push] }, { after: 3m, by: [email] } ] }
  - { id: eli, name: Eli, contacts: { email: eli@example.com } }
teams: [ { id: admins, members: [cleo] }, { id: everybody, members: [ana, ben, dora, eli] } ]
schedules:
  - { id: primary, timezone: UTC, layers: [ { id: weekly, rotation: weekly, starts: "2026-01-05T00:00", members: [ana, ben] } ] }
  - { id: secondary, follows: primary, offset: 1 }
escalation_policies:
  - id: technical
    steps: [ { page: [schedule:primary], wait: ${WAITS_MINUTES[0]}m }, { page: [schedule:secondary], wait: ${WAITS_MINUTES[1]}m } ]
    repeat: 1
    ack_timeout: 25m
  - id: business
    steps: [ { page: [user:dora], wait: ${BESIDE_WAITS_MINUTES[0]}m }, { page: [user:cleo], wait: ${BESIDE_WAITS_MINUTES[1]}m } ]
  - id: watch
    basis: unresolved
    steps: [ { at: 0m, page: [user:ben], when: { severity: [SEV-1] } }, { at: ${WATCH_MINUTES}m, page: [user:eli] } ]
triggers:
  - { id: breach, name: A breach, when: { flag: security }, page: [user:eli] }
  - { id: unknown, name: Unknown cause, when: { unresolved_for: ${UNKNOWN_MINUTES}m, cause_known: false }, page: [user:dora] }
  - { id: all-hands, name: All hands, when: { flag: big }, call_out: true, page: [team:everybody] }
services: [ { id: api, escalation: [technical, business, watch] }, { id: web, escalation: [technical] } ]
routes: [ { id: outage, when: { label: { alertname: Lonely } }, declare: true } ]
grouping: { by: [service, labels.alertname], window: 5m }
`

/** The small organisation every simulated night happens to. */
export function simulatedPolicy(): Policy {
  const { bundle, findings } = parseBundle([{ path: 'simulated.yaml', text }])
  if (!bundle) throw new Error(`the simulated policy does not parse: ${JSON.stringify(findings)}`)
  return createPolicy(bundle, 1)
}
