import type { Policy } from '../policy/policy.ts'
import type { Anchor, ObligationRule } from '../policy/schema/obligation.ts'
import { fractionOf } from '../policy/schema/primitives.ts'
import { addDuration, type Duration } from '../time/duration.ts'
import { instantOf, isBefore, type Moment, momentOf } from '../time/moment.ts'
import type { Obligation } from './obligation.ts'
import { anchorOf, type OwedRule, rulesOf, titleOf } from './rules.ts'

/** The nudge comes when a fifth of the time is left, unless the rule says otherwise. */
const warnFraction = 0.8

type Times = Partial<Record<Anchor, Moment>>
type Run = { since: Moment; span: Duration }

/** A clock that runs from `since` for `span`. */
export function clockOf(rule: ObligationRule, { since, span }: Run, policy: Policy): Pick<Obligation, 'since' | 'warnAt' | 'dueAt'> {
  const start = instantOf(since)
  const due = addDuration(start, span, policy.calendar)
  const fraction = rule.warn ? fractionOf(rule.warn) : warnFraction
  const warnAt = start.add({ milliseconds: Math.round((due.epochMilliseconds - start.epochMilliseconds) * fraction) })
  return { since, warnAt: momentOf(warnAt), dueAt: momentOf(due) }
}

const ruleOf = ({ rule }: Obligation, policy: Policy): OwedRule | undefined => rulesOf(policy).find((each) => each.id === rule)

/** A moment that an open clock started from was another: the clock as it is right. Null where it did not start from that. */
export function movedClock(
  obligation: Obligation,
  { anchors, before, owedAnewAt }: { anchors: Times; before: Times; owedAnewAt: Moment | null },
  policy: Policy,
): Obligation | null {
  const rule = ruleOf(obligation, policy)
  const span = rule && (rule.within ?? rule.every)
  const [was, is] = rule ? [before[anchorOf(rule)], anchors[anchorOf(rule)]] : []
  // A later turn of a cadence starts from the turn before, and what came to be owed later from then.
  if (!rule || !span || !was || !is || was === is || obligation.since !== was) return null
  const since = owedAnewAt && owedAnewAt > is && owedAnewAt < was ? owedAnewAt : is
  return { ...obligation, ...clockOf(rule, { since, span }, policy) }
}

/** A cadence with its own first deadline counts that one first, then its rhythm. */
export const spanOf = ({ within, every }: ObligationRule, { occurrence }: Pick<Obligation, 'occurrence'>): Duration =>
  (occurrence === 1 && within ? within : (every ?? within)) as Duration

/**
 * An open clock under another version of its rule. Nobody is late by a rule that was not in force: one that would have run out
 * already runs from now. Null where the version changes nothing about it.
 */
export function clockUnder(
  obligation: Obligation,
  { before, after, now }: { before: Policy; after: Policy; now: Temporal.Instant },
): Obligation | null {
  const [old, rule] = [ruleOf(obligation, before), ruleOf(obligation, after)]
  if (!old || !rule) return null
  const [was, span] = [spanOf(old, obligation), spanOf(rule, obligation)]
  if (was.text === span.text) return null
  const { since } = obligation
  const clock = clockOf(rule, { since, span }, after)
  const isFair = isBefore(now, instantOf(clock.dueAt))
  return {
    ...obligation,
    title: titleOf(rule),
    status: 'pending',
    ...(isFair ? clock : clockOf(rule, { since: momentOf(now), span }, after)),
  }
}
