import { type Command, type Json, type RecordedFact, type Subject, streamOf } from '../core/command/command.ts'
import { policySubject } from '../core/policy/machine.ts'

/**
 * What was asked, kept with the first fact that came of it: a command from outside, a timer that fired, a provider's answer. What
 * follows by reactions has none. With these the record can be played again: everything else of it is decided anew.
 */
export type Cause = {
  name: string
  by: string
  data: Json
  /** Where it was addressed by key; the subject is the fact's own. */
  key?: string
  orNew?: string
  /** The first caused fact of the transaction, `stream/seq`, in all but that one: they were decided together. */
  with?: string
  /** The policy that was in force; 0 before the first. */
  policy: number
  /** Channels that were asked for and had no way out. */
  without?: string[]
  /** Counters that numbers were drawn from, as they stood before. */
  drawn?: Record<string, number>
}

export type LoggedFact = RecordedFact & { cause?: Cause }

/** Causes of one transaction, in its order. */
export class Causes {
  private readonly policy: number
  private readonly without = new Set<string>()
  private first: { place: string; cause: Cause } | null = null

  constructor(policy: number) {
    this.policy = policy
  }

  /** Notes what is asked about channels: the answer is none of the policy's. */
  watching(canSend: (channel: string) => boolean): (channel: string) => boolean {
    return (channel) => {
      const can = canSend(channel)
      if (!can) this.without.add(channel)
      return can
    }
  }

  /** `seq` is that of the first fact that came of it. */
  of({ name, by, data, to }: Command, subject: Subject, seq: number): Cause {
    const cause: Cause = { name, by, data: kept(data, subject), policy: this.policy }
    if ('key' in to) {
      cause.key = to.key
      if (to.orNew !== undefined) cause.orNew = to.orNew
    }
    if (this.first) cause.with = this.first.place
    else this.first = { place: `${streamOf(subject)}/${seq}`, cause }
    return cause
  }

  /** All is decided: what was missing on the way, and which numbers were drawn, is said with the first of them. */
  close(counters: ReadonlyMap<string, { was: number; is: number }>): void {
    const drawn = [...counters].filter(([, { was, is }]) => is > was).map(([name, { was }]) => [name, was] as const)
    if (this.first && drawn.length > 0) this.first.cause.drawn = Object.fromEntries(drawn)
    if (this.first && this.without.size > 0) this.first.cause.without = [...this.without].sort()
  }
}

/** A bundle stands in the fact itself; it is too large to be kept twice. */
function kept(data: unknown, { kind }: Subject): Json {
  const json = (data ?? null) as Json
  if (kind !== policySubject.kind || typeof json !== 'object' || json === null || Array.isArray(json)) return json
  const { bundle: _, ...rest } = json
  return rest
}
