import assert from 'node:assert/strict'
import { alertKey } from '../../src/core/alert/machine.ts'
import type { AlertState } from '../../src/core/alert/state.ts'
import type { JsonObject, RecordedFact } from '../../src/core/command/command.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'
import { createPolicy } from '../../src/core/policy/policy.ts'
import type { Receipt } from '../../src/engine/outbox.ts'
import { createRehearsal, type Rehearsal } from '../../src/engine/rehearsal.ts'
import type { QueuedMessage } from '../../src/engine/store.ts'

const organisation = `
version: 1
organization: { name: Night Ltd, timezone: UTC, business_hours: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00" }, fallback: { page: [team:admins] } }
severities:
  - { id: SEV-1, name: Critical, respond_within: 15m, suggest_when: { alert_severity: [critical] } }
  - { id: SEV-2, name: High, respond_within: 30m, suggest_when: { alert_severity: [warning] } }
  - { id: SEV-3, name: Medium, pages: business_hours, suggest_when: { alert_severity: [minor] } }
  - { id: SEV-4, name: Low, pages: false, suggest_when: { alert_severity: [info] } }
users:
  - { id: ana, name: Ana, contacts: { email: ana@example.com, ntfy: "https://ntfy.example.com/ana", webhook: "https://hooks.example.com/ana" }, rules: [ { after: 0m, by: [push] }, { after: 2m, by: [email] } ] }
  - { id: ben, name: Ben, contacts: { email: ben@example.com, ntfy: "https://ntfy.example.com/ben" } }
  - { id: cleo, name: Cleo, role: admin, contacts: { email: cleo@example.com } }
  - { id: dan, name: Dan }
  - { id: eva, name: Eva, disabled: true, contacts: { email: eva@example.com } }
teams: [ { id: admins, members: [cleo] } ]
schedules: [ { id: empty, timezone: UTC, layers: [ { id: l, rotation: weekly, starts: "2036-01-05T00:00", members: [ana] } ] } ]
escalation_policies:
  - { id: technical, steps: [ { page: [user:ana], wait: 15m }, { page: [user:ben], wait: 15m } ] }
  - { id: holey, steps: [ { page: [user:dan], wait: 15m }, { page: [schedule:empty], wait: 15m }, { page: [user:ben], wait: 15m } ] }
  - { id: left, steps: [ { page: [user:eva], wait: 15m }, { page: [user:ben], wait: 15m } ] }
  - { id: severe, steps: [ { page: [user:ana], wait: 10m }, { page: [user:ben], when: { severity: [SEV-1] }, wait: 10m } ] }
  - { id: forgetful, ack_timeout: 30m, steps: [ { page: [user:ana], wait: 15m } ] }
services:
  - { id: api, escalation: [technical] }
  - { id: holey, escalation: [holey] }
  - { id: left, escalation: [left] }
  - { id: severe, escalation: [severe] }
  - { id: forgetful, escalation: [forgetful] }
routes:
  - { id: drills, when: { label: { alertname: "Drill*" } }, drop: true }
  - { id: backlog, when: { label: { alertname: "Backlog" } }, severity: SEV-4, declare: true }
  - { id: outage, when: { label: { alertname: "Outage" } }, severity: SEV-1, declare: true }
grouping: { by: [service, labels.alertname], window: 5m }
`

export type AlertGiven = { key?: string; service?: string; severity?: string; name?: string; title?: string }

/** A rehearsed night: what leaves the house, and when, in minutes since it began. */
export class Night {
  readonly rehearsal: Rehearsal
  readonly sent: { at: number; to: string; road: string; kind: string; message: QueuedMessage }[] = []
  answer: (message: QueuedMessage, minute: number) => Receipt = () => ({ ok: true, said: 'taken' })
  private readonly start: Temporal.Instant
  private serial = 0

  constructor(from = '2026-11-18T03:00:00Z', text = organisation) {
    const { bundle, findings } = parseBundle([{ path: 'night.yaml', text }])
    assert.ok(bundle, JSON.stringify(findings))
    this.start = Temporal.Instant.from(from)
    this.rehearsal = createRehearsal({ policy: createPolicy(bundle, 1), start: this.start, send: (message) => this.take(message) })
  }

  private async take(message: QueuedMessage): Promise<Receipt> {
    const at = this.minute()
    this.sent.push({ at, to: message.target.replace('user:', ''), road: message.road, kind: String(message.content.kind), message })
    return this.answer(message, at)
  }

  minute(): number {
    return (this.rehearsal.now().epochMilliseconds - this.start.epochMilliseconds) / 60_000
  }

  /** Lets time pass to this minute of the night. */
  async until(minute: number): Promise<void> {
    await this.rehearsal.advance(this.start.add({ milliseconds: Math.round(minute * 60_000) }))
  }

  async alert({ key, service = 'api', severity = 'critical', name = 'Down', title }: AlertGiven = {}): Promise<string> {
    this.serial += 1
    const dedup = key ?? `k${this.serial}`
    const event = {
      action: 'open',
      key: dedup,
      title: title ?? `${dedup} is down`,
      severity,
      labels: { alertname: name },
      details: {},
      links: [],
      source: 'test',
    }
    const outcome = await this.rehearsal.execute({
      name: 'open',
      to: { kind: 'alert', key: alertKey('am', dedup), orNew: `a${this.serial}` },
      by: 'integration:am',
      data: { event, integration: 'am', service },
    })
    return outcome.subject?.id ?? ''
  }

  async does(name: string, alert: string, data: JsonObject = { via: 'console' }, by = 'user:ana') {
    return this.rehearsal.execute({ name, to: { kind: 'alert', id: alert }, by, data })
  }

  private alertNow(id: string): AlertState {
    const row = this.rehearsal.store.rows.get(`alert:${id}`)
    assert.ok(row, `there is no alert ${id}`)
    return row.state as AlertState
  }

  /** The ladder an alert is on. */
  ladderOf(alert: string): string {
    return this.alertNow(alert).escalation ?? ''
  }

  statusOf(alert: string): string {
    return this.alertNow(alert).status
  }

  /** Who was reached from minute `after` on: `ana push page @0`. */
  heard(after = 0): string[] {
    return this.sent.filter((each) => each.at >= after).map(({ to, road, kind, at }) => `${to} ${road} ${kind} @${Number(at.toFixed(2))}`)
  }

  told(name: string): RecordedFact[] {
    return this.rehearsal.facts().filter((fact) => fact.name === name)
  }
}
