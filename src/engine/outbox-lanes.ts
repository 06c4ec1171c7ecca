import type { QueuedMessage } from './store.ts'

/** In flight at once, in all and to one channel: a slow channel cannot take the others' places. */
const maxInFlight = 96
const maxPerChannel = 32
/** Beyond this many waiting in memory, messages stay in the database for whoever has room. */
const maxBacklog = 400

/** What waits in memory to be begun and what is on its way, by channel. */
export class Lanes {
  private readonly backlog: QueuedMessage[] = []
  private readonly flying = new Map<string, number>()
  private total = 0

  get room(): number {
    return maxBacklog - this.backlog.length
  }

  get inFlight(): number {
    return this.total
  }

  get waiting(): number {
    return this.backlog.length
  }

  add(messages: QueuedMessage[]): void {
    this.backlog.push(...messages)
  }

  /** Puts messages back that were taken and not begun, before all others. */
  putBack(messages: QueuedMessage[]): void {
    this.backlog.unshift(...messages)
  }

  /** Takes the oldest messages that there is room for, in all and in their channel. */
  take(): QueuedMessage[] {
    const taken: QueuedMessage[] = []
    const here = new Map(this.flying)
    const left: QueuedMessage[] = []
    for (const message of this.backlog) {
      const count = here.get(message.channel) ?? 0
      if (count >= maxPerChannel || this.total + taken.length >= maxInFlight) left.push(message)
      else {
        here.set(message.channel, count + 1)
        taken.push(message)
      }
    }
    this.backlog.splice(0, this.backlog.length, ...left)
    return taken
  }

  begun({ channel }: QueuedMessage): void {
    this.total += 1
    this.flying.set(channel, (this.flying.get(channel) ?? 0) + 1)
  }

  landed({ channel }: QueuedMessage): void {
    this.total -= 1
    this.flying.set(channel, (this.flying.get(channel) ?? 1) - 1)
  }

  /** Channels that have enough waiting here; claiming more of theirs would only keep others out. */
  crowded(): string[] {
    const waiting = new Map<string, number>()
    for (const { channel } of this.backlog) waiting.set(channel, (waiting.get(channel) ?? 0) + 1)
    return [...waiting].filter(([, count]) => count >= maxPerChannel).map(([channel]) => channel)
  }
}
