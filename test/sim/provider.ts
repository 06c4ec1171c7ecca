import type { Receipt } from '../../src/engine/outbox.ts'
import type { QueuedMessage } from '../../src/engine/store.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'

export type Sent = { message: QueuedMessage; at: number; process: string; result: 'accepted' | 'refused' | 'failed' }

/** The outside world: takes messages, and sometimes refuses, fails or answers late. What it accepted, somebody saw. */
export class Provider {
  readonly sent: Sent[] = []
  /** Channels that are down until an instant (epoch ms). */
  readonly downUntil = new Map<string, number>()
  private readonly random: Random
  private readonly scheduler: Scheduler

  constructor(random: Random, scheduler: Scheduler) {
    this.random = random
    this.scheduler = scheduler
  }

  /** Called in the moment in which the engine begins a send; the answer takes its way back through a gate. */
  async take(message: QueuedMessage, from: { process: string; nowMs: number }): Promise<Receipt> {
    const isDown = (this.downUntil.get(message.channel) ?? 0) > from.nowMs
    const result = isDown ? 'failed' : this.random.chance(0.03) ? 'refused' : this.random.chance(0.05) ? 'failed' : 'accepted'
    this.sent.push({ message, at: from.nowMs, process: from.process, result })
    await this.scheduler.gate(from.process)
    if (result === 'accepted') return { ok: true, said: 'accepted' }
    return result === 'refused' ? { ok: false, retry: false, said: 'no such address' } : { ok: false, retry: true, said: 'try later' }
  }
}
