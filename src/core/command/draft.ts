import type { Actor, Decision, Fact, JsonObject, Message, Subject } from './command.ts'

/**
 * A decision in the making. `set` replaces fields of the state (never mutates: a later refusal must leave no trace),
 * `tell` adds a fact, `send` a message.
 */
export class Draft<S extends object> {
  readonly subject: Subject
  readonly by: Actor
  readonly now: Temporal.Instant
  private readonly facts: Fact[] = []
  private readonly messages: Message[] = []
  private current: S
  private withdrawn: 'all' | string[] | undefined

  constructor(start: { subject: Subject; by: Actor; now: Temporal.Instant; state: S }) {
    this.subject = start.subject
    this.by = start.by
    this.now = start.now
    this.current = start.state
  }

  get state(): S {
    return this.current
  }

  set(fields: Partial<S>): void {
    this.current = { ...this.current, ...fields }
  }

  /** `undefined` members are left out: facts are plain JSON and hashed as such. */
  tell(name: string, data: Record<string, unknown> = {}, by: Actor = this.by): void {
    const told = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as JsonObject
    this.facts.push({ name, of: this.subject, by, data: told })
  }

  send(message: Omit<Message, 'from'>): void {
    this.messages.push({ ...message, from: this.subject })
  }

  withdraw(which: 'all' | string[]): void {
    if (which === 'all' || this.withdrawn === 'all') this.withdrawn = 'all'
    else this.withdrawn = [...(this.withdrawn ?? []), ...which]
  }

  /** `next` absent keeps the timer as it is. A draft that told nothing changes nothing. */
  decision(next?: Temporal.Instant | null): Decision<S> {
    const told = this.facts.length > 0
    return {
      facts: this.facts,
      ...(told ? { state: this.current } : {}),
      ...(next === undefined ? {} : { next }),
      messages: this.messages,
      ...(this.withdrawn ? { withdraw: this.withdrawn } : {}),
    }
  }
}
