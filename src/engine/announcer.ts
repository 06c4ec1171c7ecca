import type { Subject } from '../core/command/command.ts'
import { streamOf } from '../core/command/command.ts'
import type { Moment } from '../core/time/moment.ts'
import type { Clock } from './clock.ts'
import type { Committed } from './execute.ts'

/** How processes on one database tell each other what they did. Losing a word only costs the wait for the next look. */
export type Signals = {
  /** Calls `hear` with every word, `onConnected` whenever words may have been missed before. */
  start(hear: (word: string) => void, onConnected: () => void): Promise<void>
  say(word: string): Promise<void>
  close(): Promise<void>
}

/** What somebody changed: `kind:id` of the subjects, or null when they were too many to name. */
export type Change = { changed: string[] | null; isOurs: boolean }

/** When the other process has to look: at its timers by then, at the queued messages at once. */
export type Heard = { from: string; changed: string[] | null; timer: Moment | null; hasMessages: boolean }

/** NOTIFY takes 8,000 bytes; names are cut off before that. */
const longestWord = 7_000
const everyMs = 20

type Parts = { clock: Clock; owner: string; signals: Signals; onError(error: unknown): void }

/** Tells the other processes what this one committed, at most every 20 ms. */
export class Announcer {
  private readonly parts: Parts
  private readonly changed = new Set<string>()
  private timer: Moment | null = null
  private hasMessages = false
  private sending: Promise<void> | null = null

  constructor(parts: Parts) {
    this.parts = parts
  }

  add({ changes }: Committed): void {
    for (const { subject } of changes.states) this.changed.add(streamOf(subject))
    for (const { dueAt } of changes.timers) if (this.timer === null || dueAt < this.timer) this.timer = dueAt
    if (changes.messages.some((message) => message.owner === null)) this.hasMessages = true
    if (this.changed.size > 0 || this.timer || this.hasMessages) this.sending ??= this.sendSoon()
  }

  async flush(): Promise<void> {
    await this.sending
    await this.send()
  }

  private async sendSoon(): Promise<void> {
    const { clock } = this.parts
    await new Promise<void>((resolve) => clock.at(clock.now().add({ milliseconds: everyMs }), resolve))
    this.sending = null
    await this.send()
  }

  private async send(): Promise<void> {
    if (this.changed.size === 0 && !this.timer && !this.hasMessages) return
    const names = [...this.changed]
    const isNamed = names.reduce((sum, name) => sum + Buffer.byteLength(name) + 3, 0) < longestWord
    const word: Heard = { from: this.parts.owner, changed: isNamed ? names : null, timer: this.timer, hasMessages: this.hasMessages }
    this.changed.clear()
    this.timer = null
    this.hasMessages = false
    await this.parts.signals.say(JSON.stringify(word)).catch(this.parts.onError)
  }
}

/** A word from another process; null for our own and for what an unknown version says. */
export function heardFrom(word: string, owner: string): Heard | null {
  try {
    const heard = JSON.parse(word) as Heard
    return typeof heard.from === 'string' && heard.from !== owner ? heard : null
  } catch {
    return null
  }
}

export const isAbout = (change: Change, subject: Subject): boolean => change.changed === null || change.changed.includes(streamOf(subject))

/** One process alone has nobody to talk to. */
export const noSignals: Signals = { start: async () => {}, say: async () => {}, close: async () => {} }
