import type { Duration, DurationUnit } from '../time/duration.ts'
import { idOf, type Policy } from './policy.ts'
import type { When } from './schema/when-clause.ts'
import { holds, type WhenFacts } from './when.ts'

const UNITS: Record<DurationUnit, string> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
  bd: 'working day',
  next_bd: 'working day',
}

/** "30 minutes", "1 hour". */
export const spanInWords = ({ amount, unit }: Duration): string => `${amount} ${UNITS[unit]}${amount === 1 ? '' : 's'}`

type Phrase = (when: When, facts: WhenFacts) => string | null

const anyOf = (names: readonly string[]): string => names.join(' or ')
const found = (wanted: readonly string[], have: readonly string[] | undefined): string[] => wanted.filter((each) => have?.includes(each))

/** What is said of a flag: its name in the impact form, else its id. */
const flagName = (flag: string, policy: Policy): string => policy.bundle.incident?.impact?.[flag]?.name ?? flag.replaceAll('_', ' ')
const serviceName = (service: string, policy: Policy): string => policy.service(service)?.name ?? idOf(service)
const typeName = (type: string, policy: Policy): string => policy.bundle.incident?.types?.find((each) => each.id === type)?.name ?? type

const PHRASES: readonly Phrase[] = [
  ({ severity, at_least }, facts) => (severity.length > 0 || at_least ? `it is ${facts.severity ?? anyOf(severity)}` : null),
  ({ flag }, facts) => {
    const set = found(flag, facts.flags).map((each) => `“${flagName(each, facts.policy)}”`)
    return set.length === 0 ? null : `${set.join(' and ')} ${set.length === 1 ? 'is' : 'are'} set`
  },
  ({ type }, facts) => (type.length > 0 ? `it is of the kind ${typeName(facts.type ?? anyOf(type), facts.policy)}` : null),
  ({ service }, facts) => (service.length > 0 ? `it is about ${serviceName(facts.service ?? anyOf(service), facts.policy)}` : null),
  ({ source }) => (source.length > 0 ? `it came from ${anyOf(source)}` : null),
  ({ unacknowledged_for }) => (unacknowledged_for ? `nobody has acknowledged it for ${spanInWords(unacknowledged_for)}` : null),
  ({ unresolved_for }) => (unresolved_for ? `it is unresolved for ${spanInWords(unresolved_for)}` : null),
  ({ cause_known }) => (cause_known === undefined ? null : `its cause is ${cause_known ? '' : 'not '}known`),
  ({ business_hours }) =>
    business_hours === undefined ? null : business_hours ? 'it is in business hours' : 'it is out of business hours',
  ({ night }) => (night === undefined ? null : night ? 'it is their night' : 'it is not their night'),
]

/** Why a condition holds, in words: "it is SEV-1 and “Data loss” is set". Null without a condition that says anything. */
export function wordsOfWhen(when: readonly When[], facts: WhenFacts): string | null {
  const clause = when.find((each) => holds(each, facts))
  const said = clause ? PHRASES.flatMap((phrase) => phrase(clause, facts) ?? []) : []
  return said.length > 0 ? `${said.slice(0, -1).join(', ')}${said.length > 1 ? ' and ' : ''}${said.at(-1)}` : null
}
