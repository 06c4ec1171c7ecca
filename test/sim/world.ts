import { alertKey } from '../../src/core/alert/machine.ts'
import type { Command, JsonObject } from '../../src/core/command/command.ts'
import type { EscalationState } from '../../src/core/escalation/state.ts'
import type { Policy } from '../../src/core/policy/policy.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import { createSteppedClock } from '../../src/engine/clock.ts'
import { MemoryStore } from '../../src/engine/memory-store.ts'
import { Checker, type Violation } from './checker.ts'
import type { Fault } from './faults.ts'
import { laterTurns } from './later-turns.ts'
import { simulatedPolicy } from './policy.ts'
import { Process } from './process.ts'
import { Provider, type Sent } from './provider.ts'
import { Random } from './random.ts'
import { receiptEvent } from './receipts.ts'
import { Scheduler } from './scheduler.ts'

const policy = simulatedPolicy()
const start = Temporal.Instant.from('2026-11-18T03:00:00Z')

/** How long a night is watched after the last thing that happens to it: two climbs, the fallback, an expired acknowledgement. */
const aftermathMinutes = 60
const minute = 60_000
/** Steps one instant may take before something is going round in circles. */
const maxStepsPerInstant = 4_000

export type Event = { atMs: number; what: string; run(): void }

type Turn = { name: string; kind: 'alert' | 'incident' | 'escalation'; data: JsonObject }

const TURNS: readonly Turn[] = [
  { name: 'declare-incident', kind: 'alert', data: {} },
  { name: 'declare-incident', kind: 'alert', data: {} },
  { name: 'declare-incident', kind: 'alert', data: {} },
  { name: 'acknowledge', kind: 'incident', data: { via: 'console' } },
  { name: 'severity', kind: 'incident', data: { severity: 'SEV-1' } },
  { name: 'severity', kind: 'incident', data: { severity: 'SEV-2' } },
  { name: 'impact', kind: 'incident', data: { fields: { security: true } } },
  { name: 'impact', kind: 'incident', data: { fields: { big: true } } },
  { name: 'impact', kind: 'incident', data: { fields: { big: true } } },
  { name: 'status', kind: 'incident', data: { status: 'identified' } },
  { name: 'resolve', kind: 'incident', data: {} },
  { name: 'acknowledge', kind: 'escalation', data: { via: 'link' } },
  { name: 'acknowledge', kind: 'escalation', data: { via: 'link' } },
  { name: 'escalate', kind: 'escalation', data: { reason: 'somebody climbs' } },
  { name: 'remind', kind: 'escalation', data: { every: '15m' } },
]

/** A night of a small organisation, drawn from a seed: alerts, answers, crashes, broken roads and stalls. */
export class World {
  readonly random: Random
  readonly scheduler: Scheduler
  readonly database = new MemoryStore()
  readonly clock = createSteppedClock(start)
  readonly provider: Provider
  readonly policy: Policy = policy
  readonly fault: Fault | null
  readonly history: string[] = []
  readonly checker: Checker
  private readonly seed: number
  private processes: Process[] = []
  private born = 0
  private serial = 0
  private events: Event[] = []

  constructor(seed: number, fault: Fault | null = null) {
    this.seed = seed
    this.random = new Random(seed)
    this.scheduler = new Scheduler(this.random)
    this.provider = new Provider(this.random, this.scheduler)
    this.fault = fault
    this.checker = new Checker(this)
    this.provider.onAccepted = (sent) => this.reportLater(sent)
  }

  nowMs(): number {
    return this.clock.now().epochMilliseconds
  }

  report(process: string, error: unknown): void {
    if (this.scheduler.isDead(process)) return
    this.note(`${process} reports: ${error instanceof Error ? error.message : String(error)}`)
  }

  note(what: string): void {
    this.history.push(`T+${((this.nowMs() - start.epochMilliseconds) / minute).toFixed(3)}m ${what}`)
  }

  async run(): Promise<Violation[]> {
    this.spawn()
    this.spawn()
    this.events = this.plan()
    const { events } = this
    const endMs = (events.at(-1)?.atMs ?? this.nowMs()) + aftermathMinutes * minute
    for (;;) {
      await this.settle()
      if (this.checker.violations.length > 0) break
      const nextMs = await this.nextInstant(events, endMs)
      if (nextMs === null) break
      this.clock.set(Temporal.Instant.fromEpochMilliseconds(nextMs))
      while (events[0] && events[0].atMs <= nextMs) this.happen(events.shift() as Event)
    }
    this.checker.atTheEnd()
    return this.checker.violations
  }

  /** A carrier reports to whichever process is there; a report that dies with it is never made again. */
  private reportLater(sent: Sent): void {
    for (const receipt of sent.receipts ?? []) this.events.push(receiptEvent(sent, receipt, this))
    this.events.sort((a, b) => a.atMs - b.atMs)
  }

  anyProcess(): Process {
    return this.random.pick(this.processes)
  }

  private happen(event: Event): void {
    this.note(event.what)
    event.run()
  }

  /** Lets every process do what it can at this instant. */
  private async settle(): Promise<void> {
    // Each says first that it lives: in reality that happens every second, here time leaps from one event to the next.
    for (const process of this.processes) process.beat()
    await this.drain()
    for (let round = 0; round < 6; round += 1) {
      for (const process of this.processes) process.wake()
      await this.drain()
      if (!(await this.isAnythingDue())) return
    }
  }

  private async drain(): Promise<void> {
    let steps = 0
    while (await this.scheduler.step()) {
      this.checker.afterStep()
      steps += 1
      if (steps > maxStepsPerInstant) throw new Error(`at ${this.clock.now()} the simulation goes round in circles`)
    }
  }

  private async isAnythingDue(): Promise<boolean> {
    const due = await this.database.nextDue()
    const now = this.nowMs()
    return [due.timer, due.message].some((moment) => moment !== null && instantOf(moment).epochMilliseconds <= now)
  }

  private async nextInstant(events: Event[], endMs: number): Promise<number | null> {
    const due = await this.database.nextDue()
    const now = this.nowMs()
    const moments = [due.timer, due.message].flatMap((moment) => (moment ? [instantOf(moment).epochMilliseconds] : []))
    // While anything is claimed the processes keep saying that they live, so that the claims of the dead become visible.
    if (this.database.hasClaims()) moments.push(now + 1_000)
    if (events[0]) moments.push(events[0].atMs)
    const next = Math.min(...moments.map((each) => Math.max(each, now + 1)))
    return Number.isFinite(next) && next <= endMs ? next : null
  }

  private spawn(): void {
    this.born += 1
    this.processes.push(new Process(`p${this.born}`, this))
  }

  private plan(): Event[] {
    const events: Event[] = []
    const count = 4 + this.random.below(14)
    for (let i = 0; i < count; i += 1) events.push(this.draw(this.instant(events)))
    events.push(...laterTurns(this.seed, this))
    return events.sort((a, b) => a.atMs - b.atMs)
  }

  /** Half of what happens comes just when something else is going on: at another event, or when a page, road or step of it is due. */
  private instant(events: Event[]): number {
    if (events.length === 0 || this.random.chance(0.5)) return start.epochMilliseconds + this.random.below(40 * minute)
    return this.random.pick(events).atMs + this.random.pick([0, 0, 0, 500, 1_000, 2 * minute, 5 * minute, 15 * minute])
  }

  private draw(atMs: number): Event {
    const kinds: [number, (atMs: number) => Event][] = [
      [0.36, (at) => this.alert(at)],
      [0.49, (at) => this.answer(at, 'acknowledge')],
      [0.57, (at) => this.answer(at, 'resolve')],
      [0.62, (at) => this.answer(at, 'snooze')],
      [0.83, (at) => this.turn(at)],
      [0.92, (at) => this.crash(at)],
      [0.97, (at) => this.outage(at)],
      [1, (at) => this.stall(at)],
    ]
    const drawn = this.random.next()
    const [, make] = kinds.find(([limit]) => drawn < limit) as (typeof kinds)[number]
    return make(atMs)
  }

  private alert(atMs: number): Event {
    const key = `k${this.random.below(6)}`
    const service = this.random.pick(['api', 'web'])
    const severity = this.random.pick(['SEV-1', 'SEV-2'])
    return { atMs, what: `alert ${key} on ${service}, ${severity}`, run: () => this.open({ key, service, severity }) }
  }

  /** Sends it to some process, and to another one if the answer never comes: a sender that retries. */
  private open(alert: { key: string; service: string; severity: string }, tries = 0): void {
    this.serial += 1
    const process = this.random.pick(this.processes)
    const event = {
      action: 'open',
      key: alert.key,
      title: `${alert.key} is broken`,
      severity: alert.severity,
      labels: { alertname: alert.key[1] === '0' ? 'Lonely' : 'Shared' },
      details: {},
      links: [],
      source: 'sim',
    }
    const command: Command = {
      name: 'open',
      to: { kind: 'alert', key: alertKey('sim', alert.key), orNew: `a${this.serial}` },
      by: 'integration:sim',
      data: { event, integration: 'sim', service: alert.service },
    }
    const sentAt = this.nowMs()
    process.execute(command).then(
      (outcome) => this.checker.accepted(outcome, { ...alert, sentAt }),
      (error) => this.report(process.name, error),
    )
    if (tries < 2) this.retries.push({ process: process.name, again: () => this.open(alert, tries + 1) })
  }

  private readonly retries: { process: string; again(): void }[] = []

  private answer(atMs: number, name: 'acknowledge' | 'resolve' | 'snooze'): Event {
    return { atMs, what: `${name} some alert`, run: () => this.scheduler.after(this.random.below(25), () => this.respond(name)) }
  }

  private respond(name: 'acknowledge' | 'resolve' | 'snooze'): void {
    const alerts = [...this.database.rows.values()].filter((row) => row.subject.kind === 'alert' && row.columns.status !== 'resolved')
    if (alerts.length === 0) return
    const { subject } = this.random.pick(alerts)
    const data = name === 'snooze' ? { until: this.clock.now().add({ minutes: 10 }).toString() } : { via: 'console' }
    const process = this.random.pick(this.processes)
    this.note(`${name} ${subject.id}`)
    process.execute({ name, to: subject, by: this.somebody(), data }).then(
      (outcome) => outcome.refusal ?? this.checker.answered(name, subject.id),
      (error) => this.report(process.name, error),
    )
  }

  private somebody(): string {
    return `user:${this.random.pick(['ana', 'ana', 'ben', 'dora', 'eli'])}`
  }

  /** Something about incidents or ladders: declared, worse, found out, climbed, over. */
  private turn(atMs: number): Event {
    const what = this.random.pick(TURNS)
    return { atMs, what: `${what.name} somewhere`, run: () => this.scheduler.after(this.random.below(25), () => this.take(what)) }
  }

  private take({ name, kind, data }: Turn): void {
    const rows = [...this.database.rows.values()].filter((row) => row.subject.kind === kind && row.columns.status !== 'resolved')
    if (rows.length === 0) return
    const { subject, state } = this.random.pick(rows)
    // Mostly those who were paged answer a page.
    const asked = kind === 'escalation' ? (state as EscalationState).pages.map((page) => `user:${page.user}`) : []
    const by = asked.length > 0 && this.random.chance(0.8) ? this.random.pick(asked) : this.somebody()
    const process = this.random.pick(this.processes)
    this.note(`${name} ${subject.kind} ${subject.id} by ${by}`)
    process.execute({ name, to: subject, by, data }).catch((error) => this.report(process.name, error))
  }

  private crash(atMs: number): Event {
    // A crash comes at any step of what is going on, so it waits a drawn number of gates after its instant.
    return { atMs, what: 'a process is killed', run: () => this.killSoon(this.random.below(30)) }
  }

  private killSoon(gates: number): void {
    const victim = this.random.pick(this.processes)
    this.checker.killed += 1
    this.scheduler.after(gates, () => this.kill(victim))
  }

  private kill(victim: Process): void {
    if (!this.processes.includes(victim)) return
    this.note(`${victim.name} is dead`)
    this.processes = this.processes.filter((each) => each !== victim)
    this.scheduler.kill(victim.name)
    victim.store.die()
    this.spawn()
    for (const { process, again } of this.retries.splice(0)) if (process === victim.name) again()
  }

  private outage(atMs: number): Event {
    const channel = this.random.pick(['ntfy', 'email', 'webhook', 'twilio-sms'])
    const minutes = 1 + this.random.below(20)
    return {
      atMs,
      what: `${channel} is down for ${minutes} m`,
      run: () => void this.provider.downUntil.set(channel, this.nowMs() + minutes * minute),
    }
  }

  /** Everything stands still while time goes on, as after a suspended machine or a full disk. */
  private stall(atMs: number): Event {
    const minutes = 1 + this.random.below(30)
    return {
      atMs,
      what: `everything stands still for ${minutes} m`,
      run: () => {
        this.checker.stalled(this.nowMs(), minutes * minute)
        this.clock.set(this.clock.now().add({ minutes }))
      },
    }
  }
}
