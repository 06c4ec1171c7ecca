import type { Command, Subject } from '../core/command/command.ts'
import { momentOf } from '../core/time/moment.ts'
import type { Clock } from './clock.ts'
import { type Core, decideBatch, type Outcome } from './decide-batch.ts'
import { type Changes, Conflict, isEmpty, type Settlement, type Writer } from './store.ts'

/** A conflict means somebody else got further, so trying again ends; this many in a row means something is broken. */
const maxTries = 25

export type Executor = {
  /** Carries out one command; concurrent calls share a transaction. Resolves after the commit. */
  execute(command: Command): Promise<Outcome>
  /** Carries out a batch in one transaction, with message outcomes and through the transaction that holds a claim, if any. */
  executeBatch(batch: Batch): Promise<Outcome[]>
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

export function createExecutor(parts: ExecutorParts): Executor {
  const waiting: Waiting[] = []
  const lanes = parts.lanes ?? 2
  const maxBatch = parts.maxBatch ?? 200
  let busy = 0
  /** So many more are expected at once; the batch waits for them, but not for long. */
  let expected = 0

  const runShared = async (taken: Waiting[]): Promise<void> => {
    try {
      const outcomes = await commit(parts, { commands: taken.map((each) => each.command) })
      for (const [i, each] of taken.entries()) each.resolve(outcomes[i] as Outcome)
    } catch (error) {
      if (taken.length === 1) taken[0]?.reject(error)
      // One command must not take the others down with it: each is tried alone.
      else for (const each of taken) await runShared([each])
    }
  }

  const pump = (): void => {
    while (busy < lanes && waiting.length > 0 && waiting.length >= expected) {
      busy += 1
      const taken = waiting.splice(0, maxBatch)
      void runShared(taken).finally(() => {
        busy -= 1
        gather(taken.length)
      })
    }
  }

  /** Senders that wait for an answer come back with their next alert: together with those who wait they make one batch, not two by turns. */
  const gather = (answered: number): void => {
    if (waiting.length > 0 && parts.pause) {
      expected = Math.min(maxBatch, waiting.length + answered)
      void parts.pause().then(arrived)
    } else pump()
  }

  const arrived = (): void => {
    expected = 0
    pump()
  }

  return {
    execute: (command) =>
      new Promise((resolve, reject) => {
        waiting.push({ command, resolve, reject })
        // Requests that arrived in the same turn of the event loop travel together.
        if (waiting.length === 1) setImmediate(pump)
        else if (waiting.length === expected) arrived()
      }),
    executeBatch: (batch) => commit(parts, batch),
  }
}
