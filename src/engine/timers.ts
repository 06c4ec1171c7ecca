import { type Subject, streamOf } from '../core/command/command.ts'
import { momentOf } from '../core/time/moment.ts'
import type { Clock } from './clock.ts'
import type { Executor } from './execute.ts'
import { Conflict, type Store, type Timer } from './store.ts'

/** Enough to be cheap per timer, few enough to leave room for acknowledgements and senders between two batches. */
const fullBatch = 100
/** How long a timer whose decision threw is left alone before it is tried again. */
const poisonMs = 10_000
/** Somebody faster explains a few conflicts in a row; more are a mistake that must not spin. */
const maxConflicts = 20

export type TimerLoop = {
  /** Fires what is due and returns how many timers it took; call again while it is not 0. */
  runOnce(): Promise<number>
  /** Subjects whose tick throws: shown in the trust panel, retried every ten seconds. */
  poisoned(): Subject[]
}

type Parts = { store: Store; executor: Executor; clock: Clock; onError(error: unknown, timers: Timer[]): void }

/**
 * Fires what is due, once: each timer is claimed by a row lock and its subject is sent `tick`, in one transaction. A tick that
 * throws must not stop the others, so a failing batch is halved until the culprit stands alone and is set aside.
 */
export function createTimerLoop({ store, executor, clock, onError }: Parts): TimerLoop {
  const poison = new Map<string, { subject: Subject; until: number }>()
  let limit = fullBatch
  let conflicts = 0

  const aside = (): Subject[] => {
    const now = clock.now().epochMilliseconds
    for (const [stream, each] of poison) if (each.until <= now) poison.delete(stream)
    return [...poison.values()].map((each) => each.subject)
  }

  const failed = (error: unknown, due: Timer[]): void => {
    if (limit > 1) {
      limit = Math.max(1, limit >> 1)
      return
    }
    limit = fullBatch
    onError(error, due)
    for (const { subject } of due) poison.set(streamOf(subject), { subject, until: clock.now().epochMilliseconds + poisonMs })
  }

  return {
    poisoned: () => [...poison.values()].map((each) => each.subject),
    async runOnce() {
      let taken: Timer[] = []
      try {
        await store.withDueTimers({ now: momentOf(clock.now()), limit, except: aside() }, async (due, writer) => {
          taken = due
          if (due.length === 0) return
          await executor.executeBatch({
            commands: due.map((timer) => ({ name: 'tick', to: timer.subject, by: 'engine', data: { dueAt: timer.dueAt } })),
            fired: due.map((timer) => timer.subject),
            writer,
          })
        })
        limit = Math.min(fullBatch, limit * 2)
        conflicts = 0
      } catch (error) {
        // After a conflict nothing has happened: somebody was faster, claim again.
        conflicts = error instanceof Conflict ? conflicts + 1 : 0
        if (!(error instanceof Conflict) || conflicts > maxConflicts) failed(error, taken)
      }
      return taken.length
    },
  }
}
