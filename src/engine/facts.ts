import { hash } from 'node:crypto'
import type { Fact, Json, RecordedFact } from '../core/command/command.ts'
import { streamOf } from '../core/command/command.ts'
import type { Moment } from '../core/time/moment.ts'
import type { LoggedFact } from './cause.ts'

/** The hash before the first fact of a stream. */
export const genesis = ''

/** JSON with sorted keys: the database reorders them, the hash must not care. */
export function canonical(value: Json | undefined): string {
  if (value === undefined || value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
}

/** SHA-256 over the previous hash and everything the fact says, with what was asked where it is known. */
export function hashOf(previous: string, { of, seq, name, at, by, data, cause }: Omit<LoggedFact, 'hash'>): string {
  const said = [previous, streamOf(of), seq, name, at, by, canonical(data)]
  return hash('sha256', (cause ? [...said, canonical(cause)] : said).join('\n'))
}

/** Appends a fact to the stream whose head is (`seq`, `hash`). */
export function record(fact: Fact, at: Moment, head: { seq: number; hash: string }): RecordedFact {
  const unsealed = { name: fact.name, of: fact.of, by: fact.by, data: fact.data, seq: head.seq + 1, at }
  return { ...unsealed, hash: hashOf(head.hash, unsealed) }
}

export type Break = { stream: string; seq: number; what: 'altered' | 'missing' }

/** Checks a stream fact by fact, so that it need not be in memory as a whole. */
export class StreamCheck {
  private readonly stream: string
  private previous = genesis
  private seen = 0

  constructor(stream: string) {
    this.stream = stream
  }

  /** The next fact of the stream; says what is broken there, if anything. */
  next(fact: LoggedFact): Break | null {
    if (fact.seq !== this.seen + 1) return { stream: this.stream, seq: this.seen + 1, what: 'missing' }
    if (hashOf(this.previous, fact) !== fact.hash) return { stream: this.stream, seq: fact.seq, what: 'altered' }
    this.previous = fact.hash
    this.seen += 1
    return null
  }

  /** There are no more facts: compares with the head that the state row remembers. */
  end(head: { seq: number; hash: string }): Break | null {
    if (head.seq > this.seen) return { stream: this.stream, seq: this.seen + 1, what: 'missing' }
    return head.hash === this.previous ? null : { stream: this.stream, seq: this.seen, what: 'altered' }
  }
}

/**
 * Checks one stream against its own hashes and against the head its state row remembers.
 * Names the first fact that was altered or is missing; null when the chain holds.
 */
export function verifyStream(stream: string, facts: LoggedFact[], head: { seq: number; hash: string }): Break | null {
  const check = new StreamCheck(stream)
  for (const fact of facts) {
    const broken = check.next(fact)
    if (broken) return broken
  }
  return check.end(head)
}
