import type { Command } from '../core/command/command.ts'
import { instantOf, momentOf } from '../core/time/moment.ts'
import type { Clock } from './clock.ts'
import type { Executor } from './execute.ts'
import type { QueuedMessage, Settlement, Store } from './store.ts'

/** What became of a hand-over. Every failure says whether it is worth a retry, and why it failed. */
export type Receipt =
  | { ok: true; said: string; providerId?: string }
  | { ok: false; retry: boolean; said: string; retryAfterMs?: number; gone?: boolean }

export type Send = (message: QueuedMessage) => Promise<Receipt>

/** In flight at once, in all and to one channel: a slow channel cannot take the others' places. */
const maxInFlight = 96
const maxPerChannel = 32
/** Beyond this many waiting in memory, messages stay in the database for whoever has room. */
const maxBacklog = 400
const aliveMs = 4_000

/** Quick at first, then a fifth of the time already lost: a receiver back after 20 s is tried again within 4 s. */
const firstRetryMs = 500
const longestRetryMs = 60_000

export function retryDelayMs(sinceFirstMs: number, retryAfterMs = 0): number {
  const own = Math.min(longestRetryMs, Math.max(firstRetryMs, sinceFirstMs / 5))
  return Math.round(Math.max(own, Math.min(retryAfterMs, longestRetryMs)))
}

type Settled = { command: Command; settlement: Settlement }

export type Outbox = {
  /** Takes messages that were born claimed by this process. */
  accept(messages: QueuedMessage[]): void
  /** Claims what is due and begins as much as there is room for; returns how many it claimed. */
  runOnce(): Promise<number>
  beat(): Promise<void>
  hasRoom(): boolean
  inFlight(): number
  /** Resolves when nothing is on its way. */
  idle(): Promise<void>
}

type Parts = { store: Store; executor: Executor; clock: Clock; send: Send; owner: string; onError(error: unknown): void }

export function createOutbox({ store, executor, clock, send, owner, onError }: Parts): Outbox {
  const backlog: QueuedMessage[] = []
  const flying = new Map<string, number>()
  let total = 0
  let beginning = false
  let done: Settled[] = []
  const unsettled: Settled[] = []
  let settling: Promise<void> | null = null

  const settleTogether = async (batch: Settled[]): Promise<void> => {
    try {
      await executor.executeBatch({ commands: batch.map((each) => each.command), settled: batch.map((each) => each.settlement) })
    } catch (error) {
      if (batch.length > 1) for (const each of batch) await settleTogether([each])
      else {
        // The outcome is known and must not be forgotten: it is written down with the next run.
        unsettled.push(...batch)
        onError(error)
      }
    }
  }

  const settle = async (): Promise<void> => {
    while (done.length > 0) {
      const batch = done
      done = []
      await settleTogether(batch)
    }
    settling = null
  }

  const finish = (message: QueuedMessage, receipt: Receipt): void => {
    done.push(outcomeOf(message, receipt, clock.now(), owner))
    total -= 1
    flying.set(message.channel, (flying.get(message.channel) ?? 1) - 1)
    settling ??= Promise.resolve().then(settle)
    void begin()
  }

  /** Runs while the rows are locked: the hand-over starts here, its answer comes later. */
  const handOver = (messages: QueuedMessage[]): void => {
    for (const message of messages) {
      total += 1
      flying.set(message.channel, (flying.get(message.channel) ?? 0) + 1)
      send(message).then(
        (receipt) => finish(message, receipt),
        (error) =>
          finish(message, { ok: false, retry: true, said: `sending threw: ${error instanceof Error ? error.message : String(error)}` }),
      )
    }
  }

  const takeFitting = (): QueuedMessage[] => {
    const fitting: QueuedMessage[] = []
    const extra = new Map<string, number>()
    for (let i = 0; i < backlog.length && total + fitting.length < maxInFlight; ) {
      const message = backlog[i] as QueuedMessage
      const here = (flying.get(message.channel) ?? 0) + (extra.get(message.channel) ?? 0)
      if (here >= maxPerChannel) {
        i += 1
        continue
      }
      extra.set(message.channel, (extra.get(message.channel) ?? 0) + 1)
      fitting.push(message)
      backlog.splice(i, 1)
    }
    return fitting
  }

  const begin = async (): Promise<void> => {
    if (beginning) return
    beginning = true
    let fitting = takeFitting()
    let begun = false
    try {
      while (fitting.length > 0) {
        begun = false
        await store.beginMessages(
          fitting.map((each) => each.id),
          owner,
          (messages) => {
            begun = true
            handOver(messages)
          },
        )
        fitting = takeFitting()
      }
    } catch (error) {
      // Not begun means still ours and still to be sent; begun means the answer will settle it.
      if (!begun) backlog.unshift(...fitting)
      onError(error)
    } finally {
      beginning = false
    }
  }

  const crowded = (): string[] => {
    const waiting = new Map<string, number>()
    for (const { channel } of backlog) waiting.set(channel, (waiting.get(channel) ?? 0) + 1)
    return [...waiting].filter(([, count]) => count >= maxPerChannel).map(([channel]) => channel)
  }

  return {
    accept(messages) {
      backlog.push(...messages)
      void begin()
    },
    async runOnce() {
      done.push(...unsettled.splice(0))
      if (done.length > 0) settling ??= settle()
      const room = maxBacklog - backlog.length
      if (room <= 0) return 0
      const claimed = await store.claimMessages({ now: momentOf(clock.now()), limit: room, owner, exceptChannels: crowded() })
      backlog.push(...claimed)
      await begin()
      return claimed.length
    },
    beat: () => store.beat(owner, momentOf(clock.now().add({ milliseconds: aliveMs }))),
    hasRoom: () => backlog.length < maxBacklog,
    inFlight: () => total + backlog.length,
    async idle() {
      while (total > 0 || done.length > 0 || settling || beginning) await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

function outcomeOf(message: QueuedMessage, receipt: Receipt, now: Temporal.Instant, owner: string): Settled {
  const { id, from, target, road, channel, generation } = message
  const about = { message: id, target, road, channel, generation, attempt: message.attempt, queuedAt: message.queuedAt, said: receipt.said }
  if (receipt.ok) {
    const data = { ...about, providerId: receipt.providerId ?? null, possibleRepeat: message.possibleRepeat }
    return {
      command: { name: 'delivered', to: from, by: 'engine', data },
      settlement: { id, owner, status: 'delivered', nextAt: momentOf(now), said: receipt.said },
    }
  }
  const lostMs = now.epochMilliseconds - instantOf(message.queuedAt).epochMilliseconds
  const nextAt = momentOf(now.add({ milliseconds: retryDelayMs(lostMs, receipt.retryAfterMs) }))
  const retrying = receipt.retry && nextAt < message.until
  const data = { ...about, retrying, nextAt: retrying ? nextAt : null, lostMs, gone: receipt.gone ?? false }
  const settlement: Settlement = { id, owner, status: retrying ? 'queued' : 'failed', nextAt, said: receipt.said }
  return { command: { name: 'failed', to: from, by: 'engine', data }, settlement }
}
