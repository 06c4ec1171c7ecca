import { createPolicy } from '../../../core/policy/policy.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Absence } from '../../../core/policy/schema/people.ts'
import { type Move, movesBetween } from './moves.ts'

/** Absences have no id: when and at which place they stand names them. */
export const keyOfAbsence = ({ from }: Absence, index: number): string => `${index}-${from}`

/** Null when there is no such person. */
export function withAbsence(bundle: Bundle, user: string, absence: Absence): Bundle | null {
  return withAway(bundle, user, (away) => [...away, absence].sort((a, b) => (a.from < b.from ? -1 : 1)))
}

/** Null when there is no such person or absence. */
export function withoutAbsence(bundle: Bundle, user: string, key: string): Bundle | null {
  const known = bundle.users?.find((each) => each.id === user)?.away.some((each, i) => keyOfAbsence(each, i) === key)
  return known ? withAway(bundle, user, (away) => away.filter((each, i) => keyOfAbsence(each, i) !== key)) : null
}

export function withAway(bundle: Bundle, user: string, edit: (away: Absence[]) => Absence[]): Bundle | null {
  if (!bundle.users?.some((each) => each.id === user)) return null
  return { ...bundle, users: bundle.users.map((each) => (each.id === user ? { ...each, away: edit(each.away) } : each)) }
}

type Span = { from: Temporal.Instant; to: Temporal.Instant }

/** The shifts that somebody's absence opens, as if it were not there yet: who stands in for them, or that nobody does. */
export function openedBy(bundle: Bundle, { user, absence }: { user: string; absence: Absence }, span: Span): Move[] {
  const isIt = (each: Absence) => each.from === absence.from && each.to === absence.to && each.reason === absence.reason
  const without = withAway(bundle, user, (away) => away.filter((each) => !isIt(each))) ?? bundle
  const withIt = withAbsence(without, user, absence) ?? bundle
  const moves = movesBetween({ before: createPolicy(without, 0), after: createPolicy(withIt, 0) }, span)
  return moves.filter((move) => move.from.includes(user))
}
