import { type Command, type JsonObject, streamOf } from '../../core/command/command.ts'
import { policySubject } from '../../core/policy/machine.ts'
import type { Moment } from '../../core/time/moment.ts'
import type { Cause, LoggedFact } from '../cause.ts'

/** One thing that was asked, and the first fact that came of it. */
export type Asked = { command: Command; fact: LoggedFact; cause: Cause }

/** What was decided in one transaction, on the ground it was decided on. */
export type AskedTogether = {
  at: Moment
  policy: number
  without: readonly string[]
  drawn: Readonly<Record<string, number>>
  asked: Asked[]
}

/**
 * What came from outside, transaction by transaction, read out of the record in its order. What was asked of something that began
 * before the record is left out: there is no state to go on from.
 */
export function askedIn(facts: readonly LoggedFact[]): AskedTogether[] {
  const begun = new Set(facts.filter(({ seq }) => seq === 1).map(({ of }) => streamOf(of)))
  const byFirst = new Map<string, AskedTogether>()
  for (const fact of facts) {
    const { cause, at } = fact
    if (!cause || !begun.has(streamOf(fact.of))) continue
    const asked = { command: commandOf(fact, cause), fact, cause }
    const known = cause.with === undefined ? undefined : byFirst.get(cause.with)
    if (known) known.asked.push(asked)
    else {
      const { policy, without = [], drawn = {} } = cause
      byFirst.set(cause.with ?? `${streamOf(fact.of)}/${fact.seq}`, { at, policy, without, drawn, asked: [asked] })
    }
  }
  return [...byFirst.values()]
}

function commandOf({ of, data: said }: LoggedFact, { name, by, data, key, orNew }: Cause): Command {
  const to = key === undefined ? of : { kind: of.kind, key, ...(orNew === undefined ? {} : { orNew }) }
  const whole = of.kind === policySubject.kind && said.bundle !== undefined ? { ...(data as JsonObject), bundle: said.bundle } : data
  return { name, to, by, data: whole }
}
