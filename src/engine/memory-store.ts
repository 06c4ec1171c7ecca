import { type Address, type Subject, streamOf } from '../core/command/command.ts'
import { instantOf, type Moment, momentOf } from '../core/time/moment.ts'
import type { LoggedFact } from './cause.ts'
import { storableJson } from './storable.ts'
import {
  type Changes,
  Conflict,
  forgottenMs,
  type MessageClaim,
  type QueuedMessage,
  type Reader,
  type Row,
  type StateWrite,
  type Store,
  type Timer,
  type TimerClaim,
  type Writer,
} from './store.ts'

type Kept = Row & { columns: StateWrite['columns'] }

/** Where a simulated process may lose control: before each step a store takes, as it would on a network. */
export type Pause = () => Promise<void>

/**
 * The store without a database: for simulation, planning and tests. It keeps the same promises as PostgreSQL's (the
 * contract test runs on both): a write is whole or nothing, rests on the `seq` it read, and claims are exclusive.
 */
export class MemoryStore implements Store {
  readonly rows = new Map<string, Kept>()
  readonly timers = new Map<string, Timer>()
  /** Streams by kind and key. */
  private readonly keys = new Map<string, string>()
  readonly messages = new Map<string, QueuedMessage>()
  readonly streams = new Map<string, LoggedFact[]>()
  /** All facts in the order of their commits. */
  readonly log: LoggedFact[] = []
  readonly numbers = new Map<string, number>()
  private readonly alive = new Map<string, Moment>()
  private readonly lockedTimers = new Set<string>()
  private readonly pause: Pause

  constructor(pause: Pause = async () => {}) {
    this.pause = pause
  }

  async load(addresses: Address[]): Promise<Row[]> {
    await this.pause()
    const found = new Map<string, Row>()
    for (const address of addresses) {
      const row = 'key' in address ? this.byKey(address.kind, address.key) : this.rows.get(streamOf(address))
      if (row) found.set(streamOf(row.subject), { ...row, state: structuredClone(row.state) })
    }
    return [...found.values()]
  }

  async find(kind: string, column: string, values: string[]): Promise<{ id: string; value: string }[]> {
    await this.pause()
    const found: { id: string; value: string }[] = []
    for (const { subject, columns } of this.rows.values()) {
      const value = columns[column]
      if (subject.kind === kind && typeof value === 'string' && values.includes(value)) found.push({ id: subject.id, value })
    }
    return found
  }

  async counters(names: string[]): Promise<Map<string, number>> {
    await this.pause()
    return new Map(names.map((name) => [name, this.numbers.get(name) ?? 0]))
  }

  async write(changes: Changes): Promise<void> {
    await this.pause()
    this.check(changes)
    this.apply(changes)
    await this.pause()
  }

  async withDueTimers<T>({ now, limit, except }: TimerClaim, work: (due: Timer[], writer: Writer) => Promise<T>): Promise<T> {
    await this.pause()
    const aside = new Set(except.map(streamOf))
    const due = [...this.timers.values()]
      .filter((timer) => timer.dueAt <= now && !aside.has(streamOf(timer.subject)) && !this.lockedTimers.has(streamOf(timer.subject)))
      .sort((a, b) => a.dueAt.localeCompare(b.dueAt))
      .slice(0, limit)
    const streams = due.map((timer) => streamOf(timer.subject))
    for (const stream of streams) this.lockedTimers.add(stream)
    try {
      return await work(due, this.claimed(due))
    } finally {
      for (const stream of streams) this.lockedTimers.delete(stream)
    }
  }

  /** A lock keeps others from changing a claimed timer; here their write simply finds it changed. */
  private claimed(due: Timer[]): Writer {
    const reader: Reader = {
      load: (addresses) => this.load(addresses),
      find: (kind, column, values) => this.find(kind, column, values),
      counters: (names) => this.counters(names),
    }
    return {
      ...reader,
      write: async (changes) => {
        await this.pause()
        const lost = due.some((timer) => this.timers.get(streamOf(timer.subject))?.dueAt !== timer.dueAt)
        if (lost) throw new Conflict('a claimed timer was changed')
        this.check(changes)
        this.apply(changes)
        await this.pause()
      },
    }
  }

  async beat(owner: string, aliveUntil: Moment): Promise<void> {
    await this.pause()
    this.alive.set(owner, aliveUntil)
  }

  async claimMessages({ now, limit, owner, exceptLanes, inHand }: MessageClaim): Promise<QueuedMessage[]> {
    await this.pause()
    const claimed: QueuedMessage[] = []
    const forgotten = momentOf(instantOf(now).subtract({ milliseconds: forgottenMs }))
    const isLost = ({ id, owner: holder, nextAt }: QueuedMessage): boolean =>
      holder === owner ? !inHand.includes(id) && nextAt <= forgotten : !this.isAlive(holder, now)
    for (const message of this.messages.values()) {
      if (claimed.length === limit) break
      if (exceptLanes.includes(message.channel) || exceptLanes.includes(`${message.channel} ${message.target}`)) continue
      const isDue = message.status === 'queued' && message.nextAt <= now
      const isOrphan = (message.status === 'claimed' || message.status === 'sending') && isLost(message)
      if (!isDue && !isOrphan) continue
      if (message.until <= now) {
        message.status = 'withdrawn'
        continue
      }
      Object.assign(message, { status: 'claimed', owner, possibleRepeat: message.possibleRepeat || isOrphan })
      claimed.push({ ...message })
    }
    return claimed
  }

  async beginMessages(ids: string[], owner: string, begin: (messages: QueuedMessage[]) => void): Promise<void> {
    await this.pause()
    const ours = ids
      .flatMap((id) => this.messages.get(id) ?? [])
      .filter((message) => message.status === 'claimed' && message.owner === owner)
    for (const message of ours) Object.assign(message, { status: 'sending', attempt: message.attempt + 1 })
    begin(ours.map((message) => ({ ...message })))
  }

  async nextDue(): Promise<{ timer: Moment | null; message: Moment | null }> {
    const first = (moments: Moment[]): Moment | null => moments.sort()[0] ?? null
    const queued = [...this.messages.values()].filter((message) => message.status === 'queued')
    return { timer: first([...this.timers.values()].map((timer) => timer.dueAt)), message: first(queued.map((message) => message.nextAt)) }
  }

  async facts(stream: string, after = 0): Promise<LoggedFact[]> {
    await this.pause()
    return (this.streams.get(stream) ?? []).filter((fact) => fact.seq > after)
  }

  /** Is any message in somebody's hands? */
  hasClaims(): boolean {
    return [...this.messages.values()].some((message) => message.status === 'claimed' || message.status === 'sending')
  }

  private byKey(kind: string, key: string): Kept | undefined {
    return this.rows.get(this.keys.get(`${kind}\n${key}`) ?? '')
  }

  private isAlive(owner: string | null, now: Moment): boolean {
    return owner !== null && (this.alive.get(owner) ?? '') > now
  }

  private check(changes: Changes): void {
    storableJson([changes.states, changes.facts, changes.messages])
    for (const write of changes.states) {
      const stream = streamOf(write.subject)
      if ((this.rows.get(stream)?.seq ?? 0) !== write.was) throw new Conflict(`${stream} is not at ${write.was} any more`)
      const key = write.columns.key
      const holder = typeof key === 'string' ? this.byKey(write.subject.kind, key) : undefined
      if (
        holder &&
        streamOf(holder.subject) !== stream &&
        !changes.states.some((other) => streamOf(other.subject) === streamOf(holder.subject))
      )
        throw new Conflict(`the key ${key} is taken`)
    }
    for (const counter of changes.counters)
      if ((this.numbers.get(counter.name) ?? 0) !== counter.was) throw new Conflict(`the counter ${counter.name} moved on`)
  }

  private apply(changes: Changes): void {
    // A key may pass from one to another within a write: all are let go before any is taken.
    for (const { subject } of changes.states) {
      const key = this.rows.get(streamOf(subject))?.key
      if (typeof key === 'string') this.keys.delete(`${subject.kind}\n${key}`)
    }
    for (const { subject, state, columns, seq, hash } of changes.states) {
      const key = typeof columns.key === 'string' ? columns.key : null
      this.rows.set(streamOf(subject), { subject, state: structuredClone(state), seq, hash, key, columns })
      if (key !== null) this.keys.set(`${subject.kind}\n${key}`, streamOf(subject))
    }
    for (const fact of changes.facts) this.append(fact)
    for (const subject of changes.clearTimers) this.timers.delete(streamOf(subject))
    for (const timer of changes.timers) this.timers.set(streamOf(timer.subject), timer)
    for (const { id, owner, status, nextAt } of changes.settled) {
      const message = this.messages.get(id)
      if (message?.owner === owner) Object.assign(message, { status, nextAt, owner: status === 'queued' ? null : owner })
    }
    // After the outcomes: a retry whose sender takes it back in the same breath is not queued again.
    for (const { from, ids } of changes.withdraw) this.takeBack(from, ids)
    for (const message of changes.messages) if (!this.messages.has(message.id)) this.messages.set(message.id, { ...message })
    for (const { name, is } of changes.counters) this.numbers.set(name, is)
  }

  private append(fact: LoggedFact): void {
    const stream = streamOf(fact.of)
    const facts = this.streams.get(stream) ?? []
    facts.push(fact)
    this.log.push(fact)
    this.streams.set(stream, facts)
  }

  private takeBack(from: Subject, ids: string[] | null): void {
    for (const message of this.messages.values()) {
      if (streamOf(message.from) !== streamOf(from) || (ids && !ids.includes(message.id))) continue
      if (message.status === 'queued' || message.status === 'claimed') message.status = 'withdrawn'
      // Begun is begun; but if its sender dies before the answer, nobody shall begin it again.
      else if (message.status === 'sending') message.until = message.queuedAt
    }
  }
}
