import { instantOf, momentOf } from '../core/time/moment.ts'
import type { Clock } from './clock.ts'
import type { Executor } from './execute.ts'
import { Lanes } from './outbox-lanes.ts'
import { type Settled, Settler } from './settler.ts'
import type { QueuedMessage, Settlement, Store } from './store.ts'

/** What became of a hand-over. Every failure says whether it is worth a retry, and why it failed. `isHeld`: it was not tried, a throttle holds it for `retryAfterMs`. `proof`: the answer itself says
 * what a carrier's receipt would say later. `to`: where it went, masked. */
export type Receipt =
  | { ok: true; said: string; to?: string; providerId?: string; proof?: 'accepted' | 'delivered' }
  | { ok: false; retry: boolean; said: string; to?: string; retryAfterMs?: number; gone?: boolean; isHeld?: true }

export type Send = (message: QueuedMessage) => Promise<Receipt>

/**
 * Everything about a hand-over that takes time before it begins: addresses, settings, words. What it resolves with is called
 * while the message's row is locked and starts the request at once, so no acknowledgement can commit in between.
 */
export type Prepare = (message: QueuedMessage) => Promise<() => Promise<Receipt>>

/** A send that needs no preparation. */
export const unprepared =
  (send: Send): Prepare =>
  async (message) =>
  () =>
    send(message)

/** A process that has not said for this long that it lives is dead to the others. */
const aliveMs = 4_000

/** Quick at first, then a fifth of the time already lost: a receiver back after 20 s is tried again within 4 s. */
const firstRetryMs = 500
const longestRetryMs = 60_000

export function retryDelayMs(sinceFirstMs: number, retryAfterMs = 0): number {
  const own = Math.min(longestRetryMs, Math.max(firstRetryMs, sinceFirstMs / 5))
  return Math.round(Math.max(own, Math.min(retryAfterMs, longestRetryMs)))
}

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

type Parts = { store: Store; executor: Executor; clock: Clock; prepare: Prepare; owner: string; onError(error: unknown): void }

export const createOutbox = (parts: Parts): Outbox => new OutboxLoop(parts)

class OutboxLoop implements Outbox {
  private readonly parts: Parts
  private readonly lanes = new Lanes()
  private readonly settler: Settler
  /** What this process has and has not settled yet: nobody claims it anew, however long the database was away. */
  private readonly inHand = new Set<string>()
  private isBeginning = false

  constructor(parts: Parts) {
    this.parts = parts
    this.settler = new Settler(parts.executor, { onError: parts.onError, onSettled: (id) => this.inHand.delete(id) })
  }

  accept(messages: QueuedMessage[]): void {
    this.take(messages)
    void this.begin()
  }

  async runOnce(): Promise<number> {
    this.settler.retry()
    const { store, clock, owner } = this.parts
    if (this.lanes.room <= 0) return 0
    const claimed = await store.claimMessages({
      now: momentOf(clock.now()),
      limit: this.lanes.room,
      owner,
      exceptLanes: this.lanes.crowded(),
      inHand: [...this.inHand],
    })
    this.take(claimed)
    await this.begin()
    return claimed.length
  }

  private take(messages: QueuedMessage[]): void {
    for (const { id } of messages) this.inHand.add(id)
    this.lanes.add(messages)
  }

  beat(): Promise<void> {
    const { store, clock, owner } = this.parts
    return store.beat(owner, momentOf(clock.now().add({ milliseconds: aliveMs })))
  }

  hasRoom(): boolean {
    return this.lanes.room > 0
  }

  inFlight(): number {
    return this.lanes.inFlight + this.lanes.waiting
  }

  async idle(): Promise<void> {
    while (this.lanes.inFlight > 0 || this.settler.isBusy || this.isBeginning) await new Promise((resolve) => setImmediate(resolve))
  }

  private async begin(): Promise<void> {
    if (this.isBeginning) return
    this.isBeginning = true
    try {
      for (let fitting = this.lanes.take(); fitting.length > 0; fitting = this.lanes.take()) await this.beginAll(fitting)
    } catch (error) {
      this.parts.onError(error)
    } finally {
      this.isBeginning = false
    }
  }

  private async beginAll(messages: QueuedMessage[]): Promise<void> {
    const ready = new Map(await Promise.all(messages.map(async (message) => [message.id, await this.prepared(message)] as const)))
    let hasBegun = false
    try {
      await this.parts.store.beginMessages([...ready.keys()], this.parts.owner, (begun) => {
        hasBegun = true
        // What is not begun was taken back meanwhile.
        const ids = new Set(begun.map(({ id }) => id))
        for (const id of ready.keys()) if (!ids.has(id)) this.inHand.delete(id)
        for (const message of begun) this.handOver(message, ready.get(message.id))
      })
    } catch (error) {
      // Not begun means still ours and still to be sent; begun means the answer will settle it.
      if (!hasBegun) this.lanes.putBack(messages)
      throw error
    }
  }

  /** What cannot be prepared is an attempt that failed, not one that never was. */
  private async prepared(message: QueuedMessage): Promise<() => Promise<Receipt>> {
    try {
      return await this.parts.prepare(message)
    } catch (error) {
      return async () => brokenBy(error)
    }
  }

  /** Runs while the row is locked: the hand-over starts here, its answer comes later. */
  private handOver(message: QueuedMessage, begin: (() => Promise<Receipt>) | undefined): void {
    if (!begin) return
    this.lanes.begun(message)
    void begin()
      .catch(brokenBy)
      .then((receipt) => this.landed(message, receipt))
  }

  private landed(message: QueuedMessage, receipt: Receipt): void {
    this.lanes.landed(message, receipt.ok || receipt.isHeld === true)
    this.settler.add(outcomeOf(message, receipt, { now: this.parts.clock.now(), owner: this.parts.owner }))
    void this.begin()
  }
}

const brokenBy = (error: unknown): Receipt => ({
  ok: false,
  retry: true,
  said: `sending threw: ${error instanceof Error ? error.message : String(error)}`,
})

function outcomeOf(message: QueuedMessage, receipt: Receipt, { now, owner }: { now: Temporal.Instant; owner: string }): Settled {
  const { id, from, target, road, channel, generation } = message
  const { said, to } = receipt
  const { attempt, queuedAt } = message
  const about = { message: id, target, road, channel, generation, attempt, queuedAt, said, ...(to ? { to } : {}) }
  if (receipt.ok) {
    const { providerId = null, proof } = receipt
    const data = { ...about, providerId, possibleRepeat: message.possibleRepeat, ...(proof ? { proof } : {}) }
    return {
      command: { name: 'delivered', to: from, by: 'engine', data },
      settlement: { id, owner, status: 'delivered', nextAt: momentOf(now), said },
    }
  }
  const lostMs = now.epochMilliseconds - instantOf(queuedAt).epochMilliseconds
  const waitMs = receipt.isHeld ? (receipt.retryAfterMs ?? firstRetryMs) : retryDelayMs(lostMs, receipt.retryAfterMs)
  const nextAt = momentOf(now.add({ milliseconds: waitMs }))
  const retrying = receipt.retry && nextAt < message.until
  const data = {
    ...about,
    retrying,
    nextAt: retrying ? nextAt : null,
    lostMs,
    gone: receipt.gone ?? false,
    ...(receipt.isHeld ? { held: true } : {}),
  }
  const settlement: Settlement = { id, owner, status: retrying ? 'queued' : 'failed', nextAt, said }
  return { command: { name: 'failed', to: from, by: 'engine', data }, settlement }
}
