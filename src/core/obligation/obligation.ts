import type { Refusal } from '../command/command.ts'
import type { Must } from '../policy/schema/obligation.ts'
import { instantOf, isBefore, type Moment } from '../time/moment.ts'

/** `missed` stays in the score even when it is made good (`late`); `dropped` is no longer owed, and says why. */
export type ObligationStatus = 'pending' | 'due-soon' | 'met' | 'missed' | 'late' | 'waived' | 'dropped'

/** A promise of the policy with a clock, for one incident. A recurring one is a row of occurrences. */
export type Obligation = {
  /** `internal-update#3`: rule and occurrence. */
  id: string
  rule: string
  must: Must
  title: string
  /** Role, audience, ladder or thing it is about; null for updates. */
  about: string | null
  occurrence: number
  recurs: boolean
  since: Moment
  warnAt: Moment
  dueAt: Moment
  status: ObligationStatus
  closedAt: Moment | null
  closedBy: string | null
  /** Why it is owed no more although nobody kept it: waived, dropped, or missed and then over. */
  why: string | null
  /** When the owner is told again that it is missed; null when not. */
  nagAt: Moment | null
  nags: number
}

export type Standing = { status: 'pending' | 'due-soon' | 'missed'; next: Temporal.Instant | null }

export const isOwed = ({ closedAt, why }: Obligation): boolean => closedAt === null && why === null

/**
 * Says where an open obligation stands at `now`, and when that answer will next change.
 * A missed one changes no more by itself: closing it late does not heal it.
 */
export function standingOf(obligation: Obligation, now: Temporal.Instant): Standing {
  const warnAt = instantOf(obligation.warnAt)
  const dueAt = instantOf(obligation.dueAt)
  if (isBefore(now, warnAt)) return { status: 'pending', next: warnAt }
  if (isBefore(now, dueAt)) return { status: 'due-soon', next: dueAt }
  return { status: 'missed', next: null }
}

/** Closes an obligation at `at`: before it is due it is met, from that moment on late. What was missed is never met. */
export function close(obligation: Obligation, at: Moment, by: string): Obligation {
  const isMet = at < obligation.dueAt && obligation.status !== 'missed'
  return { ...obligation, status: isMet ? 'met' : 'late', closedAt: at, closedBy: by, nagAt: null }
}

type Waiver = { id: string; why: string; at: Moment; by: string }
/** `was` is how it stood before. */
type Waived = { list: Obligation[]; obligation: Obligation; was: ObligationStatus }

/** Says that a promise need not be kept, with the reason; refuses what is not open, and silence. */
export function waive(list: readonly Obligation[], { id, why, at, by }: Waiver): Waived | Refusal {
  const found = list.find((each) => each.id === id && isOwed(each))
  if (!found) return { code: 'not-owed', status: 404, message: `"${id}" is not open; only what is owed can be waived` }
  const reason = why?.trim()
  if (!reason) return { code: 'reason-missing', status: 400, message: 'waiving a promise needs a reason; say why it is not kept' }
  const obligation: Obligation = { ...found, status: 'waived', why: reason, closedAt: at, closedBy: by, nagAt: null }
  return { list: list.map((each) => (each.id === id ? obligation : each)), obligation, was: found.status }
}
