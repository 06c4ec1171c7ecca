import type { Command, Machine, Reaction, Subject } from '../core/command/command.ts'
import { policySubject } from '../core/policy/machine.ts'
import { instantOf, type Moment, momentOf } from '../core/time/moment.ts'
import { Announcer, type Change, heardFrom, isAbout, noSignals, type Signals } from './announcer.ts'
import type { AuditPass } from './auditor.ts'
import type { Clock } from './clock.ts'
import type { Outcome } from './decide-batch.ts'
import { type Committed, createExecutor, type Executor } from './execute.ts'
import { Loop } from './loop.ts'
import { createOutbox, type Outbox, type Prepare } from './outbox.ts'
import { StoredPolicies } from './policies.ts'
import { Rush } from './rush.ts'
import type { Store, Timer } from './store.ts'
import { createTimerLoop, type TimerLoop } from './timers.ts'

/** The safety net: everything is woken by event, and looked after this often should an event be lost. */
const fallbackMs = 1_000
const auditEveryMs = 30_000
const stopWithinMs = 5_000
/** The outbox claims more when it has less than this in hand. */
const lowWater = 200
/** Outcomes that could not be written and messages nobody is known to hold are gone after this often. */
const claimEveryLooks = 5
const drainLookMs = 20
/** So many commands under way are a crowd: up to there deciding everything at once is as fast, and sooner done. */
const crowd = 12
/** Senders on this machine are back within a third of it; the shortest wait there is. */
const pauseMs = 1

/** `web` only decides and writes; timers and messages are for the others. */
export type Role = 'all' | 'web' | 'worker'

export type EngineParts = {
  store: Store
  machines: ReadonlyMap<string, Machine>
  reactions: ReadonlyMap<string, Reaction[]>
  clock: Clock
  prepare: Prepare
  canSend(channel: string): boolean
  /** Names this process, anew at each start: what the former one had claimed is then an orphan. */
  owner: string
  role: Role
  signals?: Signals
  /** One pass of the auditor, through the engine that will repair; see `createAuditor`. */
  audit?: (execute: Executor['execute']) => Promise<AuditPass>
  /** What has to be done now and then besides, by a worker: partitions ahead of time. */
  chores?: { name: string; everyMs: number; run(): Promise<void> }[]
  onError(error: unknown, about?: Subject[]): void
  stopWithinMs?: number
}

export type EngineHealth = {
  /** How late the most overdue timer and message are, 0 when nothing is. */
  timerLateMs: number
  messageLateMs: number
  poisoned: Subject[]
  inFlight: number
  audit: AuditPass | null
  policyVersion: number
}

const subjectsOf = (timers: Timer[]): Subject[] => timers.map((timer) => timer.subject)

export const createEngine = (parts: EngineParts): Engine => new Engine(parts)

/** The one loop: executes commands, fires timers, hands messages over, and tells who listens what changed. */
export class Engine {
  readonly policies: StoredPolicies
  private readonly parts: EngineParts
  private readonly signals: Signals
  private readonly announcer: Announcer
  private readonly executor: Executor
  private readonly timers: TimerLoop
  private readonly outbox: Outbox
  private readonly timerLoop: Loop
  private readonly outboxLoop: Loop
  private readonly listeners = new Set<(change: Change) => void>()
  private readonly cancels = new Map<string, () => void>()
  private readonly pending = new Set<Promise<unknown>>()
  private readonly rush: Rush
  private phase: 'new' | 'running' | 'stopping' | 'stopped' = 'new'
  private hasMoreQueued = false
  private isPlanning = false
  private looks = 0
  private isStale = false
  private lastAudit: AuditPass | null = null

  constructor(parts: EngineParts) {
    const { store, clock, machines, reactions, canSend, prepare, owner } = parts
    this.parts = parts
    this.signals = parts.signals ?? noSignals
    this.rush = new Rush(clock)
    const onError = (error: unknown): void => parts.onError(error)
    this.policies = new StoredPolicies({ store, onError })
    this.announcer = new Announcer({ clock, owner, signals: this.signals, onError })
    this.executor = createExecutor({
      store,
      core: { machines, reactions, policies: this.policies, canSend },
      clock,
      owner: () => (this.isWorking() && this.outbox.hasRoom() ? owner : null),
      onCommit: (committed) => this.committed(committed),
      pause: () => new Promise((resolve) => setTimeout(resolve, pauseMs)),
    })
    const poisonous = (error: unknown, due: Timer[]): void => parts.onError(error, subjectsOf(due))
    this.timers = createTimerLoop({ store, executor: this.executor, clock, onError: poisonous })
    this.outbox = createOutbox({ store, executor: this.executor, clock, prepare, owner, onError })
    const onIdle = (): void => void this.plan()
    this.timerLoop = new Loop({ clock, run: () => this.rush.inTurn(() => this.timers.runOnce()), onIdle, onError })
    this.outboxLoop = new Loop({ clock, run: () => this.claim(), onIdle, onError })
  }

  /** Reads the policy, says that this process lives, and begins. Throws when the database is down. */
  async start(): Promise<void> {
    await this.policies.refresh()
    if (this.parts.role !== 'web') await this.outbox.beat()
    this.phase = 'running'
    await this.signals.start(
      (word) => this.heard(word),
      () => this.reconnected(),
    )
    this.every('look', fallbackMs, () => this.look())
    if (this.parts.role !== 'web') {
      if (this.parts.audit) this.every('audit', auditEveryMs, () => this.audit())
      for (const { name, everyMs, run } of this.parts.chores ?? []) this.every(name, everyMs, run)
    }
    this.wakeAll()
  }

  /** Carries out one command and resolves after the commit. */
  async execute(command: Command): Promise<Outcome> {
    if (this.phase === 'stopping' || this.phase === 'stopped')
      throw new Error(`the engine is stopping; "${command.name}" was not carried out`)
    const waitMs = this.rush.add(command.line)
    // When many want in at once, what can wait does: a sender's answer comes first, the ladders are then climbed many at a time.
    const asked = this.executor.load() >= crowd && waitMs !== null && command.instead ? command.instead(waitMs) : command
    return await this.track(this.executor.execute(asked))
  }

  /** Calls back after each commit, here or in another process; returns how to stop that. */
  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  async health(): Promise<EngineHealth> {
    const due = await this.parts.store.nextDue()
    const now = this.parts.clock.now()
    const late = (moment: Moment | null): number => (moment ? Math.max(0, now.epochMilliseconds - instantOf(moment).epochMilliseconds) : 0)
    return {
      timerLateMs: late(due.timer),
      messageLateMs: late(due.message),
      poisoned: this.timers.poisoned(),
      inFlight: this.outbox.inFlight(),
      audit: this.lastAudit,
      policyVersion: this.policies.live().version,
    }
  }

  /** Finishes what is on its way, for at most 5 s; what is left is taken over by others at once. */
  async stop(): Promise<void> {
    if (this.phase !== 'running') return
    this.phase = 'stopping'
    for (const cancel of this.cancels.values()) cancel()
    const finished = Promise.all([this.timerLoop.stop(), this.outboxLoop.stop(), ...this.pending]).then(() => this.drained())
    const { clock, owner, store, onError, role } = this.parts
    let cancel = (): void => {}
    const patience = new Promise<void>((resolve) => {
      cancel = clock.at(clock.now().add({ milliseconds: this.parts.stopWithinMs ?? stopWithinMs }), resolve)
    })
    await Promise.race([finished.catch(onError), patience])
    cancel()
    this.phase = 'stopped'
    await this.announcer.flush()
    if (role !== 'web') await store.beat(owner, momentOf(clock.now())).catch(onError)
    await this.signals.close()
  }

  private isWorking(): boolean {
    return this.phase === 'running' && this.parts.role !== 'web'
  }

  private track<T>(work: Promise<T>): Promise<T> {
    const settled = work.then(
      () => {},
      () => {},
    )
    this.pending.add(settled)
    void settled.then(() => this.pending.delete(settled))
    return work
  }

  private committed(committed: Committed): void {
    const { changes } = committed
    this.policies.committed(committed)
    this.announcer.add(committed)
    if (this.isWorking()) {
      const soonest = changes.timers.reduce<Moment | null>((first, { dueAt }) => (first === null || dueAt < first ? dueAt : first), null)
      if (soonest) this.timerLoop.wakeAt(soonest)
      const ours = changes.messages.filter((message) => message.owner === this.parts.owner)
      if (ours.length > 0) this.outbox.accept(ours)
      if (ours.length < changes.messages.length) this.hasMoreQueued = true
      for (const { status, nextAt } of changes.settled) if (status === 'queued') this.outboxLoop.wakeAt(nextAt)
      if (this.hasMoreQueued && this.outbox.inFlight() < lowWater) this.outboxLoop.wake()
    }
    this.tell({ changed: changes.states.map(({ subject }) => `${subject.kind}:${subject.id}`), isOurs: true })
  }

  private tell(change: Change): void {
    for (const listener of this.listeners) {
      try {
        listener(change)
      } catch (error) {
        this.parts.onError(error)
      }
    }
  }

  private heard(word: string): void {
    const heard = heardFrom(word, this.parts.owner)
    if (!heard) return
    const change = { changed: heard.changed, isOurs: false }
    if (isAbout(change, policySubject)) this.refreshPolicy()
    if (this.isWorking() && heard.timer) this.timerLoop.wakeAt(heard.timer)
    if (this.isWorking() && heard.hasMessages) this.outboxLoop.wake()
    this.tell(change)
  }

  private reconnected(): void {
    this.refreshPolicy()
    this.wakeAll()
    this.tell({ changed: null, isOurs: false })
  }

  private refreshPolicy(): void {
    this.policies.refresh().catch((error) => this.parts.onError(error))
  }

  private wakeAll(): void {
    if (!this.isWorking()) return
    this.timerLoop.wake()
    this.outboxLoop.wake()
  }

  private async claim(): Promise<number> {
    const claimed = await this.outbox.runOnce()
    this.hasMoreQueued = !this.outbox.hasRoom()
    return claimed
  }

  /** Asks once for both loops when the next work is due; their own commits only ever make that sooner. */
  private async plan(): Promise<void> {
    this.isStale = true
    if (this.isPlanning) return
    this.isPlanning = true
    try {
      while (this.isStale && this.isWorking()) {
        this.isStale = false
        const due = await this.parts.store.nextDue()
        this.timerLoop.expect(due.timer)
        if (this.outbox.hasRoom()) this.outboxLoop.expect(due.message)
      }
    } catch (error) {
      this.parts.onError(error)
    } finally {
      this.isPlanning = false
    }
  }

  private async look(): Promise<void> {
    if (!this.isWorking()) return
    await this.outbox.beat()
    this.looks += 1
    if (this.outbox.inFlight() > 0 || this.hasMoreQueued || this.looks % claimEveryLooks === 0) this.outboxLoop.wake()
    else await this.plan()
  }

  private async drained(): Promise<void> {
    const { clock } = this.parts
    while (this.outbox.inFlight() > 0 && this.phase !== 'stopped') {
      await new Promise<void>((resolve) => clock.at(clock.now().add({ milliseconds: drainLookMs }), resolve))
    }
    if (this.phase !== 'stopped') await this.outbox.idle()
  }

  private async audit(): Promise<void> {
    if (this.parts.audit) this.lastAudit = await this.parts.audit((command) => this.execute(command))
  }

  /** Runs `work` again and again, the pause counted from its end. */
  private every(name: string, ms: number, work: () => Promise<void>): void {
    const { clock, onError } = this.parts
    const again = (): void => {
      if (this.phase !== 'running') return
      this.cancels.set(name, clock.at(clock.now().add({ milliseconds: ms }), run))
    }
    const run = (): void => void this.track(work()).catch(onError).then(again)
    again()
  }
}
