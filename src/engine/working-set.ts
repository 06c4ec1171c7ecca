import type { Address, Machine, Message, Subject } from '../core/command/command.ts'
import { streamOf } from '../core/command/command.ts'
import type { Moment } from '../core/time/moment.ts'
import type { LoggedFact } from './cause.ts'
import { genesis, hashOf } from './facts.ts'
import { type Changes, type Columns, noChanges, type Reader, type Row, type Settlement } from './store.ts'

/** A subject as the batch sees it: what was read, and what the decisions so far have made of it. */
export type Held = {
  subject: Subject
  state: unknown
  columns: Columns
  seq: number
  hash: string
  was: number
  next: Temporal.Instant | null | undefined
}

const keyName = (kind: string, key: string): string => `${kind}\n${key}`

/**
 * Everything one batch of commands has read and changed, in memory, until it is written at once. Later commands of the
 * batch see what earlier ones did, so a thousand alerts of one group become one write of that group.
 */
export class WorkingSet {
  readonly held = new Map<string, Held>()
  readonly facts: LoggedFact[] = []
  readonly messages: Message[] = []
  readonly withdraw: Changes['withdraw'] = []
  readonly drawn = new Map<string, { was: number; is: number }>()
  private readonly keys = new Map<string, string | null>()
  private readonly reader: Reader
  private readonly machines: ReadonlyMap<string, Machine>

  constructor(reader: Reader, machines: ReadonlyMap<string, Machine>) {
    this.reader = reader
    this.machines = machines
  }

  machine(kind: string): Machine {
    const machine = this.machines.get(kind)
    if (!machine) throw new Error(`no machine decides for "${kind}"; add its feature to src/features/index.ts`)
    return machine
  }

  /** Reads what these addresses name and the batch has not read yet: one query a kind. */
  async load(addresses: Address[]): Promise<void> {
    const missing = addresses.filter((address) => !this.isKnown(address))
    if (missing.length === 0) return
    for (const row of await this.reader.load(missing)) this.hold(row)
    for (const address of missing) {
      if (!('key' in address)) continue
      const name = keyName(address.kind, address.key)
      if (!this.keys.has(name)) this.keys.set(name, null)
    }
  }

  /** The subject an address names now, after the decisions so far; null when there is none and none may be made. */
  resolve(address: Address): Subject | null {
    if (!('key' in address)) return { kind: address.kind, id: address.id }
    const id = this.keys.get(keyName(address.kind, address.key)) ?? address.orNew
    return id === undefined ? null : { kind: address.kind, id }
  }

  get(subject: Subject): Held {
    const stream = streamOf(subject)
    const held = this.held.get(stream)
    if (held) return held
    const fresh: Held = { subject, state: null, columns: {}, seq: 0, hash: genesis, was: 0, next: undefined }
    this.held.set(stream, fresh)
    return fresh
  }

  put(held: Held, state: unknown): void {
    const columns = this.machine(held.subject.kind).columns(state)
    this.moveKey(held, columns)
    held.state = state
    held.columns = columns
  }

  /** Ids for a broadcast: what the database says, corrected by what this batch has changed. */
  async find(kind: string, column: string, value: string): Promise<Subject[]> {
    const found = await this.reader.find(kind, column, [value])
    const ids = new Set(found.map((each) => each.id))
    for (const held of this.held.values()) {
      if (held.subject.kind !== kind || held.state === null) continue
      if (held.columns[column] === value) ids.add(held.subject.id)
      else ids.delete(held.subject.id)
    }
    return [...ids].sort().map((id) => ({ kind, id }))
  }

  async loadCounters(names: string[]): Promise<void> {
    const missing = names.filter((name) => !this.drawn.has(name))
    if (missing.length === 0) return
    const known = await this.reader.counters(missing)
    for (const name of missing) {
      const was = known.get(name) ?? 0
      this.drawn.set(name, { was, is: was })
    }
  }

  draw(names: string[]): Record<string, number> {
    const numbers: Record<string, number> = {}
    for (const name of names) {
      const counter = this.drawn.get(name)
      if (!counter) throw new Error(`the counter "${name}" was not loaded before it was drawn from`)
      counter.is += 1
      numbers[name] = counter.is
    }
    return numbers
  }

  /** Gives numbers back that a refused command did not use. */
  giveBack(names: string[]): void {
    for (const name of names) {
      const counter = this.drawn.get(name)
      if (counter) counter.is -= 1
    }
  }

  /** What has to be written. Messages that a later decision of the batch took back are not even queued. */
  changes(now: Moment, settled: Settlement[], owner: string | null): Changes {
    const changes = noChanges()
    for (const held of this.held.values()) {
      const { subject, state, columns, seq, hash, was, next } = held
      if (seq > was) changes.states.push({ subject, state, columns, seq, hash, was })
      if (next === null) changes.clearTimers.push(subject)
      else if (next) changes.timers.push({ subject, dueAt: next.toString({ fractionalSecondDigits: 3 }) })
    }
    changes.facts = this.facts
    changes.messages = this.messages.map((message) => ({
      ...message,
      status: owner ? 'claimed' : 'queued',
      attempt: 0,
      queuedAt: now,
      nextAt: now,
      owner,
      possibleRepeat: false,
    }))
    changes.withdraw = this.withdraw
    changes.settled = settled
    for (const [name, { was, is }] of this.drawn) if (is > was) changes.counters.push({ name, was, is })
    return changes
  }

  /** Chains the facts, once all that they say is known. */
  seal(): void {
    for (const fact of this.facts) {
      const held = this.get(fact.of)
      fact.hash = hashOf(held.hash, fact)
      held.hash = fact.hash
    }
  }

  takeBack(from: Subject, ids: string[] | null): void {
    const stream = streamOf(from)
    for (let i = this.messages.length - 1; i >= 0; i -= 1) {
      const message = this.messages[i]
      if (message && streamOf(message.from) === stream && (!ids || ids.includes(message.id))) this.messages.splice(i, 1)
    }
    this.withdraw.push({ from, ids })
  }

  private isKnown(address: Address): boolean {
    if ('key' in address) return this.keys.has(keyName(address.kind, address.key))
    return this.held.has(streamOf(address))
  }

  private hold(row: Row): void {
    const stream = streamOf(row.subject)
    if (row.key !== null) this.keys.set(keyName(row.subject.kind, row.key), row.subject.id)
    if (this.held.has(stream)) return
    const columns = this.machine(row.subject.kind).columns(row.state)
    this.held.set(stream, { ...row, columns, was: row.seq, next: undefined })
  }

  private moveKey(held: Held, columns: Columns): void {
    const { kind, id } = held.subject
    const before = held.columns.key
    if (before === columns.key) return
    if (typeof before === 'string') this.keys.set(keyName(kind, before), null)
    if (typeof columns.key === 'string') this.keys.set(keyName(kind, columns.key), id)
  }
}
