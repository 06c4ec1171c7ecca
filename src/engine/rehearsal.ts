import type { Command, RecordedFact } from '../core/command/command.ts'
import { machines } from '../core/flow/machines.ts'
import { reactions } from '../core/flow/reactions.ts'
import type { Policy } from '../core/policy/policy.ts'
import { instantOf, isBefore } from '../core/time/moment.ts'
import { createSteppedClock } from './clock.ts'
import type { Outcome, Policies } from './decide-batch.ts'
import { createExecutor } from './execute.ts'
import { MemoryStore } from './memory-store.ts'
import { createOutbox, type Send, unprepared } from './outbox.ts'
import { createTimerLoop } from './timers.ts'

/** A rehearsed road takes everything at once and its carrier works; a test hands in its own to see failures. */
const takesEverything: Send = async () => ({ ok: true, said: 'rehearsed', proof: 'accepted' })

export type Rehearsal = {
  store: MemoryStore
  now(): Temporal.Instant
  execute(command: Command): Promise<Outcome>
  /** Lets time pass to `to`, stopping at every moment at which something is due. */
  advance(to: Temporal.Instant): Promise<void>
  /** Everything that happened, in the order in which it did. */
  facts(): RecordedFact[]
}

export type Stall = { start: Temporal.Instant; end: Temporal.Instant }

export type RehearsalParts = {
  /** One policy, or those that come into force one after the other. */
  policy: Policy | Policies
  start: Temporal.Instant
  send?: Send
  canSend?: (channel: string) => boolean
  /** Spans in which nothing runs: what falls due in them is done when they are over. */
  stalls?: readonly Stall[]
}

const always = (policy: Policy): Policies => ({ live: () => policy, at: () => policy, ensure: async () => {} })

/** The moment at which something due is done. */
function doneAt(due: Temporal.Instant, stalls: readonly Stall[]): Temporal.Instant {
  return stalls.find(({ start, end }) => !isBefore(due, start) && isBefore(due, end))?.end ?? due
}

/**
 * The engine without database, watch or network: the same machines, reactions, timers and outbox on a stepped clock.
 * `simulate`, `plan`, replay and many tests run it, so what they show is what would happen.
 */
export function createRehearsal(parts: RehearsalParts): Rehearsal {
  const { policy, start, send = takesEverything, canSend = () => true, stalls = [] } = parts
  const store = new MemoryStore()
  const clock = createSteppedClock(start)
  const fail = (error: unknown): never => {
    throw error
  }
  const core = { machines, reactions, canSend, policies: 'live' in policy ? policy : always(policy) }
  const executor = createExecutor({ store, core, clock, owner: () => null, onCommit: () => {} })
  const timers = createTimerLoop({ store, executor, clock, onError: fail })
  const outbox = createOutbox({ store, executor, clock, prepare: unprepared(send), owner: 'rehearsal', onError: fail })

  const settle = async (): Promise<void> => {
    for (;;) {
      await outbox.beat()
      const fired = await timers.runOnce()
      const sent = await outbox.runOnce()
      await outbox.idle()
      if (fired + sent === 0) return
    }
  }

  return {
    store,
    now: clock.now,
    facts: () => store.log,
    async execute(command) {
      const [outcome] = await executor.executeBatch({ commands: [command] })
      await settle()
      return outcome as Outcome
    },
    async advance(to) {
      await settle()
      for (;;) {
        const due = await store.nextDue()
        const next = [due.timer, due.message].filter((moment) => moment !== null).sort()[0]
        const done = next && doneAt(instantOf(next), stalls)
        if (!done || isBefore(to, done)) break
        if (isBefore(clock.now(), done)) clock.set(done)
        await settle()
      }
      clock.set(to)
    },
  }
}
