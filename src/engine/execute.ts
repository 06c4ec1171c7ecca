import type { Command, Subject } from '../core/command/command.ts'
import { momentOf } from '../core/time/moment.ts'
import { DatabaseDown } from '../platform/db/health.ts'
import type { Clock } from './clock.ts'
import { type Core, decideBatch, type Outcome } from './decide-batch.ts'
import { takeInTurns } from './lines.ts'
import { type Changes, Conflict, isEmpty, type Settlement, type Writer } from './store.ts'

/** A conflict means somebody else got further, so trying again ends; this many in a row means something is broken. */
const maxTries = 25

/** Two batches overlap: one is decided while the other is written. */
const usualLanes = 2
const usualBatch = 200

export type Executor = {
  /** Carries out one command; concurrent calls share a transaction. Resolves after the commit. */
  execute(command: Command): Promise<Outcome>
  /** Carries out a batch in one transaction, with message outcomes and through the transaction that holds a claim, if any. */
  executeBatch(batch: Batch): Promise<Outcome[]>
  /** How many single commands are waiting or on their way. */
  load(): number
}

export type Batch = {
  commands: Command[]
  settled?: Settlement[]
  writer?: Writer
  /** Subjects whose timer fired: without a new `next` it is spent, not kept. */
  fired?: Subject[]
}

export type Committed = { changes: Changes; outcomes: Outcome[] }

export type ExecutorParts = {
  store: Writer
  core: Core
  clock: Clock
  /** Who sends the messages born here: this process while its outbox has room, else nobody yet. */
  owner(): string | null
  /** Called after every commit, before callers are answered. */
  onCommit(committed: Committed): void
  /** A moment for those who were just answered to come again; without it nobody waits for them. */
  pause?: () => Promise<void>
  /** How many batches of single commands may be on their way at once. */
  lanes?: number
  maxBatch?: number
}

type Waiting = { command: Command; resolve(outcome: Outcome): void; reject(error: unknown): void }

/** With the database away another decision would fail alike, only later. */
const isAway = (error: unknown): boolean => error instanceof DatabaseDown
/** One that hangs would also keep each of those waiting as long as this one waited. */
const isSilent = (error: unknown): boolean => error instanceof DatabaseDown && error.silence !== null

/** Decides and writes until no conflict; a batch whose decision throws is not written at all. */
async function commit(parts: ExecutorParts, batch: Batch): Promise<Outcome[]> {
  const writer = batch.writer ?? parts.store
  for (let attempt = 1; ; attempt += 1) {
    try {
      const now = parts.clock.now()
      const { set, outcomes } = await decideBatch(batch.commands, writer, { core: parts.core, now })
      for (const subject of batch.fired ?? []) set.get(subject).next ??= null
      const changes = set.changes(momentOf(now), batch.settled ?? [], parts.owner())
      if (!isEmpty(changes)) await writer.write(changes)
      parts.onCommit({ changes, outcomes })
      return outcomes
    } catch (error) {
      // A claim's transaction is gone after a conflict, so whoever holds it must claim again.
      if (!(error instanceof Conflict) || batch.writer || attempt === maxTries) throw error
    }
  }
}

export const createExecutor = (parts: ExecutorParts): Executor => new SharedExecutor(parts)

class SharedExecutor implements Executor {
  private readonly parts: ExecutorParts
  private readonly waiting: Waiting[] = []
  private busy = 0
  private underWay = 0
  /** So many more are expected at once; the batch waits for them, but not for long. */
  private expected = 0

  constructor(parts: ExecutorParts) {
    this.parts = parts
  }

  execute(command: Command): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ command, resolve, reject })
      // Requests that arrived in the same turn of the event loop travel together.
      if (this.waiting.length === 1) setImmediate(() => this.pump())
      else if (this.waiting.length === this.expected) this.arrived()
    })
  }

  load(): number {
    return this.waiting.length + this.underWay
  }

  executeBatch(batch: Batch): Promise<Outcome[]> {
    return commit(this.parts, batch)
  }

  private async runShared(taken: Waiting[]): Promise<void> {
    try {
      const outcomes = await commit(this.parts, { commands: taken.map((each) => each.command) })
      for (const [i, each] of taken.entries()) each.resolve(outcomes[i] as Outcome)
    } catch (error) {
      const [only] = taken
      const instead = only?.command.instead
      if (isSilent(error)) for (const each of [...taken, ...this.waiting.splice(0)]) each.reject(error)
      else if (only && taken.length === 1 && instead && !isAway(error)) await this.runShared([{ ...only, command: instead(0) }])
      else if (taken.length === 1) only?.reject(error)
      // One command must not take the others down with it: each is tried alone.
      else for (const each of taken) await this.runShared([each])
    }
  }

  private pump(): void {
    const { lanes = usualLanes, maxBatch = usualBatch } = this.parts
    while (this.busy < lanes && this.waiting.length > 0 && this.waiting.length >= this.expected) {
      this.busy += 1
      const taken = takeInTurns(this.waiting, maxBatch, ({ command }) => command.line)
      this.underWay += taken.length
      void this.runShared(taken).finally(() => {
        this.busy -= 1
        this.underWay -= taken.length
        this.gather(taken.length)
      })
    }
  }

  /** Senders that wait for an answer come back with their next alert: together with those who wait they make one batch, not two by turns. */
  private gather(answered: number): void {
    const { pause, maxBatch = usualBatch } = this.parts
    if (this.waiting.length > 0 && pause) {
      this.expected = Math.min(maxBatch, this.waiting.length + answered)
      void pause().then(() => this.arrived())
    } else this.pump()
  }

  private arrived(): void {
    this.expected = 0
    this.pump()
  }
}
