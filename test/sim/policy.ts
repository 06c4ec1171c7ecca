import { parseBundle } from '../../src/core/policy/parse.ts'
import { createPolicy, type Policy } from '../../src/core/policy/policy.ts'

/** Minutes a step waits: what the checker holds the engine to, written here and not read from the engine. */
export const WAITS_MINUTES = [5, 10] as const

const text = `
version: 1
organization: { name: Simulated Ltd, fallback: { page: [team:admins] } }
severities:
  - { id: SEV-1, name: Critical, respond_within: 15m }
  - { id: SEV-2, name: High, respond_within: 30m }
users:
  - { id: ana, name: Ana, contacts: { email: ana@example.com, ntfy: "https://ntfy.example.com/ana" }, rules: [ { after: 0m, by: [push] }, { after: 2m, by: [email] } ] }
  - { id: ben, name: Ben, contacts: { email: ben@example.com, webhook: "https://hooks.example.com/ben" } }
  - { id: cleo, name: Cleo, role: admin, contacts: { email: cleo@example.com } }
teams: [ { id: admins, members: [cleo] } ]
schedules:
  - { id: primary, timezone: UTC, layers: [ { id: weekly, rotation: weekly, starts: "2026-01-05T00:00", members: [ana, ben] } ] }
  - { id: secondary, follows: primary, offset: 1 }
escalation_policies:
  - id: technical
    steps: [ { page: [schedule:primary], wait: ${WAITS_MINUTES[0]}m }, { page: [schedule:secondary], wait: ${WAITS_MINUTES[1]}m } ]
    repeat: 1
    ack_timeout: 90m
services: [ { id: api, escalation: [technical] }, { id: web, escalation: [technical] } ]
grouping: { by: [service, labels.alertname], window: 5m }
`

/** The small organisation every simulated night happens to. */
export function simulatedPolicy(): Policy {
  const { bundle, findings } = parseBundle([{ path: 'simulated.yaml', text }])
  if (!bundle) throw new Error(`the simulated policy does not parse: ${JSON.stringify(findings)}`)
  return createPolicy(bundle, 1)
}
