import type { Policy } from '../../../core/policy/policy.ts'
import type { When } from '../../../core/policy/schema/when-clause.ts'
import { spanInWords } from '../../../core/policy/when-words.ts'

/** "for SEV-1 when “Data loss” is set, or …": a condition before anything has happened. Null without one. */
export function conditionInPlainWords(when: readonly When[], policy: Policy): string | null {
  const clauses = when.map((clause) => clauseInWords(clause, policy)).filter(Boolean)
  return clauses.length > 0 ? clauses.join(', or ') : null
}

const anyOf = (names: readonly string[]): string => names.join(' or ')

type Phrase = (when: When, policy: Policy) => string | null

const PHRASES: readonly Phrase[] = [
  ({ severity }) => (severity.length > 0 ? `for ${anyOf(severity)}` : null),
  ({ at_least }) => (at_least ? `for ${at_least} and above` : null),
  ({ flag }, policy) => (flag.length > 0 ? `when ${anyOf(flag.map((each) => `“${flagName(each, policy)}”`))} is set` : null),
  ({ not_flag }, policy) =>
    not_flag.length > 0 ? `while ${anyOf(not_flag.map((each) => `“${flagName(each, policy)}”`))} is not set` : null,
  ({ type }) => (type.length > 0 ? `for the kind ${anyOf(type)}` : null),
  ({ service }, policy) => (service.length > 0 ? `on ${anyOf(service.map((each) => policy.service(each)?.name ?? each))}` : null),
  ({ tag }) => (tag.length > 0 ? `on services marked ${anyOf(tag)}` : null),
  ({ source }) => (source.length > 0 ? `from ${anyOf(source)}` : null),
  ({ unacknowledged_for: span }) => (span ? `after ${spanInWords(span)} without an acknowledgement` : null),
  ({ unresolved_for: span }) => (span ? `after ${spanInWords(span)} unresolved` : null),
  ({ cause_known: known }) => (known === undefined ? null : `while the cause is ${known ? '' : 'not '}known`),
  ({ business_hours: inHours }) => (inHours === undefined ? null : inHours ? 'in business hours' : 'out of business hours'),
  ({ night }) => (night === undefined ? null : night ? 'at night, on their own clock' : 'by day, on their own clock'),
]

const flagName = (flag: string, policy: Policy): string => policy.bundle.incident?.impact?.[flag]?.name ?? flag.replaceAll('_', ' ')

function clauseInWords(when: When, policy: Policy): string {
  const said = PHRASES.flatMap((phrase) => phrase(when, policy) ?? [])
  return said.join(' ') || 'in certain cases'
}

/** The levels that a condition is for, when it says nothing but levels: `[]` without a condition, null when it says more. */
export function severitiesOnly(when: readonly When[]): string[] | null {
  if (when.length === 0) return []
  const [only, ...others] = when
  if (!only || others.length > 0) return null
  const { severity, ...rest } = only
  const isBare = Object.values(rest).every((value) => value === undefined || (Array.isArray(value) && value.length === 0))
  return isBare ? severity : null
}
