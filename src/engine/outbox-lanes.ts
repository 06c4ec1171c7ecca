import type { QueuedMessage } from './store.ts'

/** In flight at once, in all and to one channel: a slow channel cannot take the others' places. */
const maxInFlight = 96
const maxPerChannel = 32
/**
 * To one target: few at first, one more with each that arrives, one alone after a failure. A target that never answers
 * holds places only as long as nobody knows it, however many messages it is sent.
 */
const firstPerTarget = 2
const troubledPerTarget = 1
/** Beyond this many waiting in memory, messages stay in the database for whoever has room. */
const maxBacklog = 400

const laneOf = ({ channel, target }: QueuedMessage): string => `${channel} ${target}`

/** What waits in memory to be begun and what is on its way, by channel and by target. */
export class Lanes {
  private readonly backlog: QueuedMessage[] = []
  /** By channel, and by channel and target. */
  private readonly flying = new Map<string, number>()
  /** How many a target may be sent at once, where it is not `firstPerTarget`. */
  private readonly windows = new Map<string, number>()
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

  /** Takes the oldest messages that there is room for, in all, in their channel and to their target. */
  take(): QueuedMessage[] {
    const taken: QueuedMessage[] = []
    const here = new Map(this.flying)
    const left: QueuedMessage[] = []
    for (const message of this.backlog) {
      if (this.total + taken.length >= maxInFlight || !this.hasRoomFor(message, here)) left.push(message)
      else {
        count(here, message, 1)
        taken.push(message)
      }
    }
    this.backlog.splice(0, this.backlog.length, ...left)
    return taken
  }

  begun(message: QueuedMessage): void {
    this.total += 1
    count(this.flying, message, 1)
  }

  landed(message: QueuedMessage, isDelivered: boolean): void {
    this.total -= 1
    count(this.flying, message, -1)
    const lane = laneOf(message)
    this.windows.set(lane, isDelivered ? Math.min(maxPerChannel, this.windowOf(lane) + 1) : troubledPerTarget)
  }

  /** Channels, and targets of channels, that have enough waiting here; claiming more of theirs would only keep others out. */
  crowded(): string[] {
    const waiting = new Map<string, number>()
    for (const message of this.backlog) count(waiting, message, 1)
    const lanes = new Set(this.backlog.map(laneOf))
    const isFull = (lane: string): boolean => (waiting.get(lane) ?? 0) >= this.windowOf(lane)
    const crowdedLanes = [...lanes].filter(isFull)
    // What waits for a target that is full takes no place from the channel's others.
    for (const message of this.backlog) if (isFull(laneOf(message))) waiting.set(message.channel, (waiting.get(message.channel) ?? 0) - 1)
    const channels = new Set(this.backlog.map(({ channel }) => channel))
    return [...[...channels].filter((channel) => (waiting.get(channel) ?? 0) >= maxPerChannel), ...crowdedLanes]
  }

  private hasRoomFor(message: QueuedMessage, flying: ReadonlyMap<string, number>): boolean {
    const lane = laneOf(message)
    return (flying.get(message.channel) ?? 0) < maxPerChannel && (flying.get(lane) ?? 0) < this.windowOf(lane)
  }

  private windowOf(lane: string): number {
    return this.windows.get(lane) ?? firstPerTarget
  }
}

function count(counts: Map<string, number>, message: QueuedMessage, by: 1 | -1): void {
  for (const lane of [message.channel, laneOf(message)]) {
    const now = (counts.get(lane) ?? 0) + by
    if (now > 0) counts.set(lane, now)
    else counts.delete(lane)
  }
}
