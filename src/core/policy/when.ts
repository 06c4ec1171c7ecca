import type { Duration } from '../time/duration.ts'
import { durationMs } from '../time/duration.ts'
import type { Policy } from './policy.ts'
import type { When } from './schema/when-clause.ts'

/** What is known when a condition is asked. Absent means unknown: a condition on it does not hold. */
export type WhenFacts = {
  policy: Policy
  /** Id or any spelling of it. */
  severity?: string
  /** 0 is the most severe; taken from `severity` when absent. */
  rank?: number
  flags?: readonly string[]
  type?: string
  service?: string
  tags?: readonly string[]
  labels?: Readonly<Record<string, string>>
  /** The word the sender used. */
  alertSeverity?: string
  numbers?: Readonly<Record<string, number>>
  source?: string
  /** Milliseconds. */
  unacknowledgedFor?: number
  /** Milliseconds. */
  unresolvedFor?: number
  causeKnown?: boolean
  businessHours?: boolean
  /** Of the person who is paged. */
  night?: boolean
}

type Test = (when: When, facts: WhenFacts) => boolean

const isAnyOf = (wanted: readonly string[], found: readonly string[]): boolean => wanted.some((each) => found.includes(each))
const isOneOf = (wanted: readonly string[], found: string | undefined): boolean => found !== undefined && wanted.includes(found)
const isEqualIgnoringCase = (wanted: readonly string[], found: string | undefined): boolean =>
  found !== undefined && wanted.some((each) => each.toLowerCase() === found.toLowerCase())
const hasPassed = (wanted: Duration, elapsed: number | undefined): boolean => elapsed !== undefined && elapsed >= durationMs(wanted)
const bare = (reference: string): string => reference.slice(reference.indexOf(':') + 1)

function rankOf(facts: WhenFacts): number | undefined {
  if (facts.rank !== undefined) return facts.rank
  const severity = facts.severity === undefined ? undefined : facts.policy.severity(facts.severity)
  return severity && facts.policy.rankOf(severity.id)
}

function isSeverityIn(wanted: readonly string[], facts: WhenFacts): boolean {
  const rank = rankOf(facts)
  return rank !== undefined && wanted.some((each) => rankNamed(each, facts) === rank)
}

function isAtLeast(wanted: string, facts: WhenFacts): boolean {
  const rank = rankOf(facts)
  const limit = rankNamed(wanted, facts)
  return rank !== undefined && limit !== undefined && rank <= limit
}

function rankNamed(name: string, facts: WhenFacts): number | undefined {
  const severity = facts.policy.severity(name)
  return severity && facts.policy.rankOf(severity.id)
}

const isLabelled: Test = (when, facts) =>
  Object.entries(when.label ?? {}).every(([name, globs]) => {
    const value = facts.labels?.[name]
    return value !== undefined && globs.some((glob) => isGlobMatch(glob, value))
  })

const isAbove: Test = (when, facts) =>
  Object.entries(when.above ?? {}).every(([name, limit]) => (facts.numbers?.[name] ?? Number.NEGATIVE_INFINITY) > limit)

/** One line per word of the language: true when the clause does not use the word or the facts meet it. */
const TESTS: readonly Test[] = [
  (when, facts) => when.severity.length === 0 || isSeverityIn(when.severity, facts),
  (when, facts) => when.at_least === undefined || isAtLeast(when.at_least, facts),
  (when, facts) => when.flag.length === 0 || isAnyOf(when.flag, facts.flags ?? []),
  (when, facts) => !isAnyOf(when.not_flag, facts.flags ?? []),
  (when, facts) => when.type.length === 0 || isOneOf(when.type, facts.type),
  (when, facts) => when.service.length === 0 || isOneOf(when.service.map(bare), facts.service),
  (when, facts) => when.tag.length === 0 || isAnyOf(when.tag, facts.tags ?? []),
  isLabelled,
  (when, facts) => when.alert_severity.length === 0 || isEqualIgnoringCase(when.alert_severity, facts.alertSeverity),
  isAbove,
  (when, facts) => when.source.length === 0 || isEqualIgnoringCase(when.source, facts.source),
  (when, facts) => when.unacknowledged_for === undefined || hasPassed(when.unacknowledged_for, facts.unacknowledgedFor),
  (when, facts) => when.unresolved_for === undefined || hasPassed(when.unresolved_for, facts.unresolvedFor),
  (when, facts) => when.cause_known === undefined || (facts.causeKnown ?? false) === when.cause_known,
  (when, facts) => when.business_hours === undefined || when.business_hours === facts.businessHours,
  (when, facts) => when.night === undefined || when.night === facts.night,
]

/** A clause holds when each of its words does; a list when any clause does; no clause at all is no condition. */
export function holds(when: When | readonly When[] | undefined, facts: WhenFacts): boolean {
  if (when === undefined) return true
  const clauses = Array.isArray(when) ? (when as readonly When[]) : [when as When]
  return clauses.length === 0 || clauses.some((clause) => TESTS.every((test) => test(clause, facts)))
}

/** `*` is any run of characters, `?` any one. Linear-time: no regular expression is built from what a user wrote. */
export function isGlobMatch(glob: string, value: string): boolean {
  let g = 0
  let v = 0
  let star = -1
  let resume = 0
  while (v < value.length) {
    if (glob[g] === '*') {
      star = g++
      resume = v
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === value[v])) {
      g++
      v++
    } else if (star >= 0) {
      g = star + 1
      v = ++resume
    } else return false
  }
  while (glob[g] === '*') g++
  return g === glob.length
}
