import type { Policy } from '../policy/policy.ts'
import type { Anchor, ObligationRule } from '../policy/schema/obligation.ts'
import type { WhenFacts } from '../policy/when.ts'
import type { Duration } from '../time/duration.ts'
import { earliest, instantOf, isBefore, type Moment, momentOf } from '../time/moment.ts'
import { clockOf } from './clock-of.ts'
import { conditionChangesAt } from './condition-changes.ts'
import { close, isOwed, type Obligation, type ObligationStatus, standingOf } from './obligation.ts'
import { aboutOf, anchorOf, isAnnouncement, isAskedFor, isMootOnceResolved, type OwedRule, rulesOf, titleOf } from './rules.ts'

/** A missed promise is brought up again this often, and this many times. */
const nagEveryMs = 15 * 60_000
export const maxNags = 4
/** Finished or missed occurrences of one rule that the state remembers; the facts keep them all. */
export const rememberedOccurrences = 8
/** Turns that passed while nothing ran are told one by one up to here; then the cadence begins anew at the present. */
const turnsAtOnce = 1_000

/** Everything about an incident that its obligations depend on. */
export type View = {
  policy: Policy
  facts: WhenFacts
  anchors: Partial<Record<Anchor, Moment>>
  /** When level, flags or reopening last changed what is owed: what is owed only since then is clocked from then. */
  owedAnewAt: Moment | null
  /** When a `must` about something was last done, `must` or `must about`: done before it was owed counts. */
  done: Record<string, { at: Moment; by: string }>
  /** Nobody outside reads of it. */
  isPrivate?: boolean
  /** Why nothing at all is owed any more, in words: it goes on elsewhere. Null while something may be. */
  moot?: string | null
  /** What is promised, where that is not what the policy promises about an incident. */
  rules?: readonly OwedRule[]
}

/** What became of an obligation, told as a fact: `obligation.<what>`. `was` is how it stood before, null when it is new. */
export type Change = {
  obligation: Obligation
  what: 'opened' | 'due_soon' | 'missed' | 'nagged' | 'met' | 'late' | 'dropped' | 'restarted'
  was: ObligationStatus | null
}

export type Reconciled = { list: Obligation[]; changes: Change[]; next: Temporal.Instant | null }

export const doneKey = (must: string, about: string | null): string => (about ? `${must} ${about}` : must)

/**
 * Brings the obligations of an incident up to date with its policy, its timeline and the clock. Pure: the same view and
 * moment give the same list, so the engine asks again at `next` and nothing polls.
 *
 * - A rule whose anchor happened and whose condition holds is owed; its clock starts at the anchor, or when it came to be owed.
 * - It is pending, due soon, missed by the clock alone; an act makes it met, or late once it was missed. Late never heals.
 * - A cadence is a row of turns: each act, waiver or miss starts the next one. One act makes good what was missed or keeps the turn
 *   that runs, never both: an act that came late starts the turn that runs anew.
 * - What the policy no longer asks for is dropped unless it was missed already; asked for again, it gets a new clock.
 * - Once resolved nothing new is owed but what starts there; acknowledging and filling roles are owed no more.
 * - What goes on elsewhere owes nothing here but what was promised by hand to those outside.
 * - An announcement is owed anew each time its anchor happens anew; what was completed stays complete.
 */
export function reconcile(current: Obligation[], view: View, now: Temporal.Instant): Reconciled {
  const rules = view.rules ?? rulesOf(view.policy)
  const work: Work = { view, now, changes: [] }
  const list = rules.flatMap((rule) =>
    forRule(
      rule,
      current.filter((each) => each.rule === rule.id),
      work,
    ),
  )
  const promises = current.filter((one) => !rules.some((rule) => rule.id === one.rule)).map((each) => agePromise(each, work))
  const all = [...list, ...prune(promises)]
  return { list: all, changes: work.changes, next: nextOf(all, view.moot ? [] : rules, work) }
}

type Work = { view: View; now: Temporal.Instant; changes: Change[] }

function forRule(rule: OwedRule, existing: Obligation[], work: Work): Obligation[] {
  const why = notOwedWhy(rule, work.view)
  if (why) return existing.map((each) => drop(each, why, work.changes))
  const isNew = isOwedAnew(rule, existing, work.view)
  if (isNew && isClosedToNew(rule, work.view)) return existing.map((each) => age(each, work))
  return prune(advance(rule, isNew ? [...existing, openFirst(rule, existing, work)] : existing, work))
}

/** Why nothing is owed under this rule at the moment, or null when something is. */
function notOwedWhy(rule: OwedRule, view: View): string | null {
  if (view.moot) return view.moot
  if (view.isPrivate && rule.must === 'publish') return 'it is private to its responders and is not published'
  if (!view.anchors[anchorOf(rule)]) return view.anchors.resolved ? 'it was never due' : 'the incident was reopened'
  if (untilOf(rule, view)) return `it was owed until ${rule.until ?? 'resolved'}`
  if (view.anchors.resolved && isMootOnceResolved(rule)) return 'the incident is resolved'
  return isAskedFor(rule, view.facts) ? null : 'the policy no longer asks for it'
}

function untilOf(rule: ObligationRule, view: View): Moment | null {
  if (rule.until) return view.anchors[rule.until] ?? null
  return rule.every ? (view.anchors.resolved ?? null) : null
}

/** Whether the rule needs an occurrence that the list does not have. */
function isOwedAnew(rule: ObligationRule, existing: Obligation[], view: View): boolean {
  const last = existing.at(-1)
  if (!last || (last.why !== null && last.status !== 'waived')) return true
  const anchor = view.anchors[anchorOf(rule)] as Moment
  return isAnnouncement(rule) && !rule.every && last.closedAt !== null && last.closedAt < anchor
}

/** After the end only what starts with the end begins. */
const isClosedToNew = (rule: ObligationRule, view: View): boolean =>
  view.anchors.resolved !== undefined && anchorOf(rule) !== 'resolved' && anchorOf(rule) !== 'closed'

function drop(obligation: Obligation, why: string, changes: Change[]): Obligation {
  if (!isOwed(obligation)) return obligation
  // What was missed before it ceased to be owed stays missed; only the nagging and the asking end.
  if (obligation.status === 'missed') return { ...obligation, why, nagAt: null }
  const dropped: Obligation = { ...obligation, status: 'dropped', why, nagAt: null }
  changes.push({ obligation: dropped, what: 'dropped', was: obligation.status })
  return dropped
}

function openFirst(rule: ObligationRule, existing: Obligation[], work: Work): Obligation {
  const { view, changes } = work
  const anchor = view.anchors[anchorOf(rule)] as Moment
  const since = view.owedAnewAt && view.owedAnewAt > anchor ? view.owedAnewAt : anchor
  const occurrence = (existing.at(-1)?.occurrence ?? 0) + 1
  const opened = openAt(rule, { since, span: rule.within ?? (rule.every as Duration), occurrence }, work)
  const done = view.done[doneKey(rule.must, aboutOf(rule))]
  // Done before it was owed is done, except a cadence, which restarts with its first turn, and words said before their cause.
  if (!done || rule.every || (isAnnouncement(rule) && done.at < anchor)) return opened
  const closed = close(opened, done.at, done.by)
  changes.push({ obligation: closed, what: closed.status === 'met' ? 'met' : 'late', was: opened.status })
  return closed
}

function openAt(
  rule: ObligationRule,
  { since, span, occurrence }: { since: Moment; span: Duration; occurrence: number },
  { view, changes }: Work,
): Obligation {
  const opened: Obligation = {
    id: `${rule.id}#${occurrence}`,
    rule: rule.id,
    must: rule.must,
    title: titleOf(rule),
    about: aboutOf(rule),
    occurrence,
    recurs: rule.every !== undefined,
    ...clockOf(rule, { since, span }, view.policy),
    status: 'pending',
    closedAt: null,
    closedBy: null,
    why: null,
    nagAt: null,
    nags: 0,
  }
  changes.push({ obligation: opened, what: 'opened', was: null })
  return opened
}

/** Ages every occurrence; a turn of a cadence that is over is followed by the next, so that each missed turn counts. */
function advance(rule: ObligationRule, list: Obligation[], work: Work): Obligation[] {
  const aged = restartLast(rule, list, work).map((each) => age(each, work))
  const { every } = rule
  for (let turns = 0; every; turns += 1) {
    const last = aged.at(-1)
    const over = last?.closedAt ?? (last?.status === 'missed' ? last.dueAt : null)
    if (!last || over === null) break
    const since = turns < turnsAtOnce ? over : momentOf(work.now)
    aged.push(age(openAt(rule, { since, span: every, occurrence: last.occurrence + 1 }, work), work))
  }
  return aged
}

/** The turn before was made good while this one ran already: it counts from there. */
function restartLast(rule: ObligationRule, list: Obligation[], { view, changes }: Work): Obligation[] {
  const [before, last] = [list.at(-2), list.at(-1)]
  const since = before?.status === 'late' ? before.closedAt : null
  if (!rule.every || !last || !isOwed(last) || last.status === 'missed' || !since || since <= last.since) return list
  const restarted: Obligation = { ...last, ...clockOf(rule, { since, span: rule.every }, view.policy), status: 'pending' }
  changes.push({ obligation: restarted, what: 'restarted', was: last.status })
  return [...list.slice(0, -1), restarted]
}

/** What was promised in a message ages like a rule; a promise among colleagues ends with the incident. */
function agePromise(obligation: Obligation, work: Work): Obligation {
  const { anchors, moot } = work.view
  if (moot && obligation.must !== 'publish') return drop(obligation, moot, work.changes)
  if (anchors.resolved && obligation.must === 'update') return drop(obligation, 'the incident is resolved', work.changes)
  return age(obligation, work)
}

function age(obligation: Obligation, { now, changes }: Pick<Work, 'now' | 'changes'>): Obligation {
  if (!isOwed(obligation)) return obligation
  const { status } = standingOf(obligation, now)
  if (status !== obligation.status) return turn(obligation, status, { now, changes })
  if (status !== 'missed' || !obligation.nagAt || isBefore(now, instantOf(obligation.nagAt))) return obligation
  const nags = obligation.nags + 1
  const nagged = { ...obligation, nags, nagAt: nags < maxNags ? momentOf(now.add({ milliseconds: nagEveryMs })) : null }
  changes.push({ obligation: nagged, what: 'nagged', was: 'missed' })
  return nagged
}

function turn(
  obligation: Obligation,
  status: 'pending' | 'due-soon' | 'missed',
  { now, changes }: Pick<Work, 'now' | 'changes'>,
): Obligation {
  const nagAt = status === 'missed' && !obligation.recurs ? firstNagAt(obligation, now) : null
  const turned: Obligation = { ...obligation, status, nagAt }
  if (status !== 'pending') changes.push({ obligation: turned, what: status === 'missed' ? 'missed' : 'due_soon', was: obligation.status })
  return turned
}

/** Counted from when it was due; where nothing ran meanwhile from now, so that nobody is told and reminded in one breath. */
function firstNagAt({ dueAt }: Obligation, now: Temporal.Instant): Moment {
  const usual = instantOf(dueAt).add({ milliseconds: nagEveryMs })
  return momentOf(isBefore(now, usual) ? usual : now.add({ milliseconds: nagEveryMs }))
}

/** Keeps what is still open and the latest of what is over; what was missed is over as soon as another turn follows. */
function prune(list: Obligation[]): Obligation[] {
  const last = list.at(-1)
  const isOver = (each: Obligation): boolean => each !== last && (!isOwed(each) || (each.recurs && each.status === 'missed'))
  let surplus = list.filter(isOver).length - rememberedOccurrences
  return list.filter((each) => {
    if (surplus <= 0 || !isOver(each)) return true
    surplus -= 1
    return false
  })
}

function nextOf(list: Obligation[], rules: readonly OwedRule[], { view, now }: Work): Temporal.Instant | null {
  const clocks = list.filter(isOwed).flatMap((each) => [standingOf(each, now).next, each.nagAt ? instantOf(each.nagAt) : null])
  return earliest(
    ...clocks,
    conditionChangesAt(
      rules.flatMap((rule) => [...rule.when, ...(rule.also ?? [])]),
      view.facts,
      now,
    ),
  )
}

type Act = { must: string; about: string | null; at: Moment; by: string; id?: string }

/**
 * Closes what an act meets: every open obligation with this `must` about this, or the one with `id` only. Where it makes missed
 * turns of a cadence good it keeps none besides. Recurring ones are followed by `reconcile`.
 */
export function meet(list: Obligation[], act: Act): { list: Obligation[]; changes: Change[] } {
  const met = list.filter((each) => isOwed(each) && isMetBy(each, act))
  const isLate = ({ status, dueAt }: Obligation): boolean => status === 'missed' || dueAt <= act.at
  const madeGood = new Set(met.filter((each) => each.recurs && isLate(each)).map(({ rule }) => rule))
  const changes: Change[] = []
  const closed = list.map((each) => {
    if (!met.includes(each) || (madeGood.has(each.rule) && !isLate(each))) return each
    const done = close(each, act.at, act.by)
    changes.push({ obligation: done, what: done.status === 'met' ? 'met' : 'late', was: each.status })
    return done
  })
  return { list: closed, changes }
}

const isMetBy = ({ id, must, about }: Obligation, act: Act): boolean =>
  must === act.must && (act.id === undefined || id === act.id) && (act.about === null || about === act.about)
