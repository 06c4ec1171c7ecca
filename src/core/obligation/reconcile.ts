import type { Policy } from '../policy/policy.ts'
import type { Anchor, ObligationRule } from '../policy/schema/obligation.ts'
import { fractionOf } from '../policy/schema/primitives.ts'
import { holds, type WhenFacts } from '../policy/when.ts'
import { addDuration, type Duration } from '../time/duration.ts'
import { earliest, instantOf, isBefore, type Moment, momentOf } from '../time/moment.ts'
import { close, isOwed, type Obligation, standingOf } from './obligation.ts'
import { aboutOf, anchorOf, rulesOf, titleOf } from './rules.ts'

/** The nudge comes when a fifth of the time is left, unless the rule says otherwise. */
const warnFraction = 0.8
/** A missed promise is brought up again this often, and this many times. */
const nagEveryMs = 15 * 60_000
export const maxNags = 4
/** Closed occurrences of one recurring rule that the state remembers; the facts keep them all. */
const rememberedOccurrences = 8

/** Everything about an incident that its obligations depend on. */
export type View = {
  policy: Policy
  facts: WhenFacts
  anchors: Partial<Record<Anchor, Moment>>
  /** When the level last changed: what is owed only since then is clocked from then. */
  severityChangedAt: Moment | null
  /** When a `must` about something was last done, `must` or `must about`: done before it was owed counts. */
  done: Record<string, { at: Moment; by: string }>
}

/** What became of an obligation, told as a fact: `obligation.<what>`. */
export type Change = { obligation: Obligation; what: 'opened' | 'due_soon' | 'missed' | 'nagged' | 'met' | 'late' | 'dropped' }

export type Reconciled = { list: Obligation[]; changes: Change[]; next: Temporal.Instant | null }

export const doneKey = (must: string, about: string | null): string => (about ? `${must} ${about}` : must)

/**
 * Brings the obligations of an incident up to date with its policy, its timeline and the clock. Pure: the same view and
 * moment give the same list, so the engine asks again at `next` and nothing polls.
 */
export function reconcile(current: Obligation[], view: View, now: Temporal.Instant): Reconciled {
  const rules = rulesOf(view.policy)
  const changes: Change[] = []
  const list: Obligation[] = []
  for (const rule of rules) list.push(...forRule(rule, current.filter((each) => each.rule === rule.id), { view, now, changes }))
  for (const each of current.filter((one) => !rules.some((rule) => rule.id === one.rule))) list.push(age(each, { now, changes }))
  return { list, changes, next: nextOf(list, now) }
}

type Work = { view: View; now: Temporal.Instant; changes: Change[] }

function forRule(rule: ObligationRule, existing: Obligation[], work: Work): Obligation[] {
  const { view, changes } = work
  const since = startOf(rule, view)
  const ended = untilOf(rule, view)
  const applies = since !== null && ended === null && holds(rule.when, view.facts)
  if (!applies) return existing.map((each) => drop(each, ended ? `it was owed until ${rule.until ?? 'the end'}` : 'the policy no longer asks for it', changes))
  const list = [...existing]
  if (!existing.some((each) => each.status !== 'dropped')) list.push(openFirst(rule, since, { count: existing.length, work }))
  return prune(advance(rule, list, work))
}

/** When the clock of a rule starts, or null while its anchor has not happened. */
function startOf(rule: ObligationRule, view: View): Moment | null {
  const anchor = view.anchors[anchorOf(rule)]
  if (!anchor) return null
  return view.severityChangedAt && view.severityChangedAt > anchor ? view.severityChangedAt : anchor
}

function untilOf(rule: ObligationRule, view: View): Moment | null {
  if (rule.until) return view.anchors[rule.until] ?? null
  return rule.every ? (view.anchors.resolved ?? null) : null
}

function drop(obligation: Obligation, why: string, changes: Change[]): Obligation {
  if (!isOwed(obligation)) return obligation
  // What was missed before it ceased to be owed stays missed; only the nagging ends.
  if (obligation.status === 'missed') return { ...obligation, nagAt: null }
  const dropped: Obligation = { ...obligation, status: 'dropped', why, nagAt: null }
  changes.push({ obligation: dropped, what: 'dropped' })
  return dropped
}

function openFirst(rule: ObligationRule, since: Moment, { count, work }: { count: number; work: Work }): Obligation {
  const opened = openAt(rule, { since, span: rule.within ?? (rule.every as Duration), occurrence: count + 1 }, work)
  const done = work.view.done[doneKey(rule.must, aboutOf(rule))]
  // Done before it was owed is done, except a cadence: that restarts with its first turn.
  if (!done || rule.every) return opened
  const closed = close(opened, done.at, done.by)
  work.changes.push({ obligation: closed, what: closed.status === 'met' ? 'met' : 'late' })
  return closed
}

function openAt(rule: ObligationRule, { since, span, occurrence }: { since: Moment; span: Duration; occurrence: number }, { view, changes }: Work): Obligation {
  const start = instantOf(since)
  const due = addDuration(start, span, view.policy.calendar)
  const fraction = rule.warn ? fractionOf(rule.warn) : warnFraction
  const warnAt = start.add({ milliseconds: Math.round((due.epochMilliseconds - start.epochMilliseconds) * fraction) })
  const opened: Obligation = {
    id: `${rule.id}#${occurrence}`, rule: rule.id, must: rule.must, title: titleOf(rule), about: aboutOf(rule), occurrence, recurs: rule.every !== undefined,
    since, warnAt: momentOf(warnAt), dueAt: momentOf(due), status: 'pending', closedAt: null, closedBy: null, why: null, nagAt: null, nags: 0,
  }
  changes.push({ obligation: opened, what: 'opened' })
  return opened
}

/** Ages every occurrence; a recurring one that is missed is followed by the next, so that each missed turn counts. */
function advance(rule: ObligationRule, list: Obligation[], work: Work): Obligation[] {
  const aged = list.map((each) => age(each, work))
  const last = aged.at(-1)
  if (!rule.every || !last || last.status === 'waived' || last.status === 'dropped') return aged
  const since = last.closedAt ?? (last.status === 'missed' ? last.dueAt : null)
  if (since === null) return aged
  const following = openAt(rule, { since, span: rule.every, occurrence: last.occurrence + 1 }, work)
  return advance(rule, [...aged, following], work)
}

function age(obligation: Obligation, { now, changes }: Pick<Work, 'now' | 'changes'>): Obligation {
  if (!isOwed(obligation)) return obligation
  const { status } = standingOf(obligation, now)
  if (status !== obligation.status) return turn(obligation, status, changes)
  if (status !== 'missed' || !obligation.nagAt || isBefore(now, instantOf(obligation.nagAt))) return obligation
  const nags = obligation.nags + 1
  const nagged = { ...obligation, nags, nagAt: nags < maxNags ? momentOf(now.add({ milliseconds: nagEveryMs })) : null }
  changes.push({ obligation: nagged, what: 'nagged' })
  return nagged
}

function turn(obligation: Obligation, status: 'pending' | 'due-soon' | 'missed', changes: Change[]): Obligation {
  const nagAt = status === 'missed' && !obligation.recurs ? momentOf(instantOf(obligation.dueAt).add({ milliseconds: nagEveryMs })) : null
  const turned: Obligation = { ...obligation, status, nagAt }
  if (status !== 'pending') changes.push({ obligation: turned, what: status === 'missed' ? 'missed' : 'due_soon' })
  return turned
}

function prune(list: Obligation[]): Obligation[] {
  const over = list.filter((each) => !isOwed(each) || each.status === 'missed').length - rememberedOccurrences
  if (over <= 0) return list
  let left = over
  return list.filter((each) => {
    if (each.recurs && left > 0 && (!isOwed(each) || each.status === 'missed')) {
      left -= 1
      return false
    }
    return true
  })
}

function nextOf(list: Obligation[], now: Temporal.Instant): Temporal.Instant | null {
  const moments = list.filter(isOwed).flatMap((each) => [standingOf(each, now).next, each.nagAt ? instantOf(each.nagAt) : null])
  return earliest(...moments)
}

/** Closes what an act meets: every open obligation with this `must` about this. Recurring ones are followed by `reconcile`. */
export function meet(list: Obligation[], act: { must: string; about: string | null; at: Moment; by: string }): { list: Obligation[]; changes: Change[] } {
  const changes: Change[] = []
  const closed = list.map((each) => {
    if (!isOwed(each) || each.must !== act.must || (act.about !== null && each.about !== act.about)) return each
    const done = close(each, act.at, act.by)
    changes.push({ obligation: done, what: done.status === 'met' ? 'met' : 'late' })
    return done
  })
  return { list: closed, changes }
}
