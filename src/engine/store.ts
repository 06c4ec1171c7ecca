import type { Address, Message, Subject } from '../core/command/command.ts'
import type { Moment } from '../core/time/moment.ts'
import type { LoggedFact } from './cause.ts'

/** A state as kept: `seq` and `hash` are the head of its stream of facts. */
export type Row = { subject: Subject; state: unknown; seq: number; hash: string; key: string | null }

export type Columns = Record<string, string | number | boolean | null>

/** `was` is the `seq` the decision rested on: 0 for a new subject. */
export type StateWrite = { subject: Subject; state: unknown; columns: Columns; seq: number; hash: string; was: number }

export type Timer = { subject: Subject; dueAt: Moment }

/** `queued` waits for `nextAt`; `claimed` and `sending` belong to `owner` as long as it is alive; the rest are final. */
export type MessageStatus = 'queued' | 'claimed' | 'sending' | 'delivered' | 'failed' | 'withdrawn'

export type QueuedMessage = Message & {
  status: MessageStatus
  attempt: number
  queuedAt: Moment
  nextAt: Moment
  owner: string | null
  /** A process died holding it, so it may have been sent already: the text says so. */
  possibleRepeat: boolean
}

/** What became of an attempt: final, or queued again for `nextAt`. */
export type Settlement = { id: string; owner: string; status: 'delivered' | 'failed' | 'queued'; nextAt: Moment; said: string }

/** Everything one transaction changes. It is kept whole or not at all. */
export type Changes = {
  states: StateWrite[]
  facts: LoggedFact[]
  timers: Timer[]
  clearTimers: Subject[]
  messages: QueuedMessage[]
  /** Messages not yet begun are taken back: all of a subject, or the ids given. */
  withdraw: { from: Subject; ids: string[] | null }[]
  settled: Settlement[]
  counters: { name: string; was: number; is: number }[]
}

export const noChanges = (): Changes => ({
  states: [],
  facts: [],
  timers: [],
  clearTimers: [],
  messages: [],
  withdraw: [],
  settled: [],
  counters: [],
})

export const isEmpty = (changes: Changes): boolean => Object.values(changes).every((list) => list.length === 0)

/** Somebody else changed what the decision rested on: read again and decide again. Nothing was written. */
export class Conflict extends Error {}

/** What decisions need to read and write; inside `withDueTimers` it is bound to the transaction that holds the claim. */
export type Reader = {
  load(addresses: Address[]): Promise<Row[]>
  /** Ids of the subjects of a kind whose indexed column has one of these values. */
  find(kind: string, column: string, values: string[]): Promise<{ id: string; value: string }[]>
  counters(names: string[]): Promise<Map<string, number>>
}

export type Writer = Reader & {
  /** Commits. Throws `Conflict` when a state's `seq` is not `was`, a key is taken, or a claim was lost. */
  write(changes: Changes): Promise<void>
}

export type TimerClaim = { now: Moment; limit: number; except: Subject[] }

/**
 * `exceptLanes`: channels (`sms`) and targets of channels (`sms user:ann`) that have enough in hand. `inHand`: ids of messages that the owner
 * itself has and will settle; what is its own for longer than `forgottenMs` and not among them it has lost the word of.
 */
export type MessageClaim = { now: Moment; limit: number; owner: string; exceptLanes: string[]; inHand: string[] }

/** A commit whose answer was lost leaves messages that their owner never heard of: after this long it takes them up. */
export const forgottenMs = 30_000

export type Store = Writer & {
  /** Claims due timers by row locks that fall with the process; `work` writes through the writer it is given. */
  withDueTimers<T>(claim: TimerClaim, work: (due: Timer[], writer: Writer) => Promise<T>): Promise<T>
  /** Says that a process lives until then; what a dead one had claimed is for others to take. */
  beat(owner: string, aliveUntil: Moment): Promise<void>
  /** Claims queued messages that are due, and those whose owner is no longer alive (`possibleRepeat`). */
  claimMessages(claim: MessageClaim): Promise<QueuedMessage[]>
  /**
   * Calls `begin` with those of our claimed messages that nobody took back, while their rows are locked: an
   * acknowledgement that commits later finds them begun, one that committed earlier has taken them away.
   */
  beginMessages(ids: string[], owner: string, begin: (messages: QueuedMessage[]) => void): Promise<void>
  /** When the next timer and the next message are due. */
  nextDue(): Promise<{ timer: Moment | null; message: Moment | null }>
  /** Facts of a stream in order, for timelines, verification and old policy versions. */
  facts(stream: string, after?: number): Promise<LoggedFact[]>
}
