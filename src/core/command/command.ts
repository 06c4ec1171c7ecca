import type { Policy } from '../policy/policy.ts'
import type { Moment } from '../time/moment.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** What a command is addressed to and a fact is about: one state, one stream of facts, at most one timer. */
export type Subject = { kind: string; id: string }

/**
 * A subject known only by its key (an open alert by `integration/dedup key`). With no such subject the command goes
 * to a new one called `orNew`; without `orNew` it is refused as `not-found`.
 */
export type Keyed = { kind: string; key: string; orNew?: string }

export type Address = Subject | Keyed

/** `user:ann`, `integration:prom`, `token:ci`, or `engine` for what happens by itself. */
export type Actor = string

/** What somebody wants, imperative: `incident.declare`. `tick` is what a subject's own timer sends. */
export type Command<D = unknown> = {
  name: string
  to: Address
  by: Actor
  data: D
  /** What to carry out when deciding this throws, or many want in and the rest of it can wait so long: an alert is accepted whatever is wrong with its ladder. */
  instead?: (waitMs: number) => Command<D>
  /** With whom it stands in line: of many that want in, each line gets its turn. */
  line?: string
}

/** A command whose subject has been found: what a machine sees. */
export type Addressed<D = unknown> = Command<D> & { to: Subject }

/** A command for every subject of a kind whose indexed column has this value (`alert` where `escalation` = …). */
export type Broadcast<D = unknown> = { name: string; toAll: { kind: string; column: string; value: string }; by: Actor; data: D }

/** What happened, past tense: `alert.opened`. Append-only; the engine adds instant, sequence and hash. */
export type Fact<D = JsonObject> = { name: string; of: Subject; by: Actor; data: D }

export type RecordedFact<D = JsonObject> = Fact<D> & { seq: number; at: Moment; hash: string }

/**
 * Something to hand to a channel. `id` is the idempotency key; the outcome comes back to `from` as the
 * command `delivered` or `failed`. `until` is the moment after which it is no longer worth sending.
 */
export type Message = {
  id: string
  from: Subject
  channel: string
  target: string
  road: string
  content: JsonObject
  until: Moment
  /** Counts up with each acknowledgement or change of the sender's mind: a stale message refuses itself. */
  generation: number
}

/** Why a command was not carried out: `code` is a contract, `message` carries the value and the remedy. */
export type Refusal = { code: string; status: number; message: string }

/**
 * All that a decision may do. `next` is when the subject wants to be asked again (`null` clears, absent keeps);
 * `withdraw` takes back messages of this subject that nobody has begun to send (`'all'` or their ids).
 */
export type Decision<S> = {
  state?: S
  facts: Fact[]
  next?: Temporal.Instant | null
  messages?: Message[]
  withdraw?: 'all' | string[]
  refusal?: Refusal
  /** What the edge is told, beside the new state. */
  answer?: JsonObject
}

/** What a decision may look at besides the state. Who is on call, people and roads are always live. */
export type Context = {
  now: Temporal.Instant
  policy: Policy
  /** The policy a running thing was frozen under. */
  policyAt(version: number): Policy
  /** Whether this installation can hand anything to a channel (`email` needs an SMTP server to be set). */
  canSend(channel: string): boolean
  /** Numbers the machine asked for, each drawn once in this transaction without gaps. */
  numbers: Readonly<Record<string, number>>
}

/** One kind of state and the pure function that changes it. */
export type Machine<S = unknown> = {
  kind: string
  decide(state: S | null, command: Addressed<never>, context: Context): Decision<S>
  /** Columns kept beside the state for indexes and lists. `key` is unique among the kind's states where not null. */
  columns(state: S): Record<string, string | number | boolean | null>
  /** Names of counters that this command draws a number from. */
  numbers?(command: Command<never>, policy: Policy, now: Temporal.Instant): string[]
}

/** Facts flow downstream: a reaction turns a fact into commands for other subjects, inside the same transaction. */
export type Reaction = {
  on: string
  to(fact: RecordedFact<never>, context: Context): (Command | Broadcast)[]
}

export const streamOf = (subject: Subject): string => `${subject.kind}:${subject.id}`

export const refuse = (code: string, message: string, status = 409): Decision<never> => ({ facts: [], refusal: { code, status, message } })
