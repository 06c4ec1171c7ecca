import type { EvidenceStage } from '../../src/core/paging/evidence.ts'
import type { Receipt } from '../../src/engine/outbox.ts'
import type { QueuedMessage } from '../../src/engine/store.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'

/** `heardAt`: when the engine has answered that it knows. */
export type CarrierReceipt = { stage: EvidenceStage; afterMs: number; heardAt?: number }

/** `receipts` is what the carrier says afterwards: none where it says nothing, absent where it never does. */
export type Sent = {
  message: QueuedMessage
  at: number
  process: string
  result: 'accepted' | 'refused' | 'failed'
  receipts?: CarrierReceipt[]
}

/** Channels whose carrier says afterwards what became of a message. */
const RECEIPTED = ['twilio-sms', 'twilio-voice']

/** The outside world: takes messages, and sometimes refuses, fails or answers late. What it accepted, somebody saw. */
export class Provider {
  readonly sent: Sent[] = []
  /** Channels that are down until an instant (epoch ms). */
  readonly downUntil = new Map<string, number>()
  /** Told of everything that was accepted by a carrier that reports. */
  onAccepted: (sent: Sent) => void = () => {}
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
    const sent: Sent = { message, at: from.nowMs, process: from.process, result }
    this.sent.push(sent)
    if (result === 'accepted' && RECEIPTED.includes(message.channel)) {
      sent.receipts = this.fate()
      this.onAccepted(sent)
    }
    await this.scheduler.gate(from.process)
    if (result === 'accepted') return { ok: true, said: 'accepted' }
    return result === 'refused' ? { ok: false, retry: false, said: 'no such address' } : { ok: false, retry: true, said: 'try later' }
  }

  /** Half arrives; a machine takes it, the carrier gives up, or nothing is ever said. */
  private fate(): CarrierReceipt[] {
    if (this.random.chance(0.25)) return []
    const accepted: CarrierReceipt = { stage: 'accepted', afterMs: this.random.below(5_000) }
    const end: EvidenceStage = this.random.chance(0.25) ? 'voicemail' : this.random.chance(0.25) ? 'failed' : 'delivered'
    return [accepted, { stage: end, afterMs: 5_000 + this.random.below(15_000) }]
  }
}
