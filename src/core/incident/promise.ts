import type { Context, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { isOwed, type Obligation } from '../obligation/obligation.ts'
import { rulesOf } from '../obligation/rules.ts'
import { holds } from '../policy/when.ts'
import { addDuration, durationOf } from '../time/duration.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'
import { clockSaid, nextAt, spanSaid } from '../time/said-time.ts'
import { DAY_MS } from '../time/zone-clock.ts'
import { refusal } from './change.ts'
import { originalOf } from './record.ts'
import type { IncidentState } from './state.ts'
import { viewOf } from './view.ts'

/** A promise is due; the nudge comes when a fifth of the time is left. */
const promiseWarn = 0.8
/** Customers who were told of a problem are told within this that it is over. Assumed: no policy says so, and nobody should have to. */
const publicEnd = durationOf('15m')

/** Sooner is a slip that is missed at once; later is no promise anybody waits for. */
const SHORTEST_MS = 60_000
const LONGEST_DAYS = 30
/** A time of day that is further off than this has just passed, more often than it means tomorrow. */
const LONGEST_TO_CLOCK_MS = 12 * 3_600_000
const REMEDY = 'write 15m, 45 min, 1h30m, or by 14:30'

/** The moment that `30m`, `half an hour` or `by 14:30` lead to from now; null without words, a refusal where they promise nothing. */
export function momentIn(written: string | null | undefined, context: Context): Moment | null | Refusal {
  if (!written) return null
  const { now } = context
  const at = momentSaid(written, context)
  if (!at) return refusal('duration-unknown', `"${written}" is no time that can be promised; ${REMEDY}`, 400)
  const left = at.epochMilliseconds - now.epochMilliseconds
  if (left < SHORTEST_MS)
    return refusal(
      'promise-too-short',
      `"${written}" is less than a minute from now, and missed before anybody can keep it; ${REMEDY}`,
      400,
    )
  if (left > LONGEST_DAYS * DAY_MS)
    return refusal('promise-too-long', `"${written}" is more than ${LONGEST_DAYS} days from now; promise something nearer: ${REMEDY}`, 400)
  if (clockSaid(written) && left > LONGEST_TO_CLOCK_MS)
    return refusal('promise-passed', `"${written}" has passed today; name a later time, or how long it takes: ${REMEDY}`, 400)
  return momentOf(at)
}

function momentSaid(written: string, { now, policy }: Context): Temporal.Instant | null {
  const span = spanSaid(written)
  if (span) return addDuration(now, span, policy.calendar)
  const clock = clockSaid(written)
  return clock && nextAt(clock, { now, timezone: policy.bundle.organization.timezone })
}

export const isRefusal = (moment: Moment | null | Refusal): moment is Refusal => moment !== null && typeof moment !== 'string'

const END = { rule: 'promised-eta', must: 'complete', about: 'eta' } as const

/** When it will be over was said: that is a clock of its own, met by the mitigation, replaced by the next estimate. */
export function expectEnd(draft: Draft<IncidentState>, dueAt: Moment | null, context: Context): void {
  if (!dueAt) return
  dropEstimate(draft, 'another estimate was given')
  draft.set({ eta: dueAt })
  draft.tell('incident.expected', { by: dueAt })
  promise(draft, { ...END, title: 'Over by the time that was said', dueAt }, context)
}

/** Nobody waits for the estimate that stood. */
export function dropEstimate(draft: Draft<IncidentState>, why: string): void {
  const isOld = (each: Obligation): boolean => each.rule === END.rule && isOwed(each)
  for (const old of draft.state.obligations.filter(isOld)) drop(draft, old, why)
}

function drop(draft: Draft<IncidentState>, { id }: Obligation, why: string): void {
  const { state } = draft
  const isMissed = state.obligations.some((each) => each.id === id && each.status === 'missed')
  draft.set({
    obligations: state.obligations.map((each) =>
      each.id === id ? { ...each, status: isMissed ? 'missed' : 'dropped', why, nagAt: null } : each,
    ),
    ...(isMissed ? {} : { score: { ...state.score, dropped: state.score.dropped + 1 } }),
  })
  const { rule, must, title, about, dueAt, since } = state.obligations.find((each) => each.id === id) as Obligation
  if (!isMissed) draft.tell('obligation.dropped', { id, rule, must, title, about, since, dueAt, why })
}

/** What was promised about this is owed no more. */
export function dropAbout(draft: Draft<IncidentState>, about: string, why: string): void {
  for (const each of draft.state.obligations.filter((one) => one.about === about && isOwed(one))) drop(draft, each, why)
}

/** What ends the clock of an estimate: the first mitigation or end after it was given. A duplicate's end is none. */
export function endOfEstimate({ obligations, at, relations }: IncidentState): Moment | null {
  if (originalOf({ relations })) return null
  const open = obligations.find((each) => each.rule === END.rule && isOwed(each))
  return open ? ([at.mitigated, at.resolved].find((moment) => moment && moment > open.since) ?? null) : null
}

type Promised = Pick<Obligation, 'rule' | 'must' | 'title' | 'dueAt'> & { about?: string }

/** What was promised in a message is owed like what the policy asks, unless the policy's own cadence comes no later anyway. */
export function promise(draft: Draft<IncidentState>, { rule, must, title, dueAt, about }: Promised, context: Context): void {
  if (rhythmBefore(dueAt, must, { draft, context })) return
  const occurrence = draft.state.obligations.filter((each) => each.rule === rule).length + 1
  const left = instantOf(dueAt).epochMilliseconds - draft.now.epochMilliseconds
  const obligation: Obligation = {
    id: `${rule}#${occurrence}`,
    rule,
    must,
    title,
    about: about ?? null,
    occurrence,
    recurs: false,
    since: momentOf(draft.now),
    warnAt: momentOf(draft.now.add({ milliseconds: Math.round(left * promiseWarn) })),
    dueAt,
    status: 'pending',
    closedAt: null,
    closedBy: null,
    why: null,
    nagAt: null,
    nags: 0,
  }
  draft.set({ obligations: [...draft.state.obligations, obligation] })
  draft.tell('obligation.opened', { id: obligation.id, rule, must, title, about: about ?? null, since: obligation.since, dueAt })
}

type Here = { draft: Draft<IncidentState>; context: Context }

/** The rhythm (`15m`) of a rule that will ask for the same by then, null without one: two clocks for one deed would only be louder, not clearer. */
export function rhythmBefore(dueAt: Moment, must: Obligation['must'], { draft, context }: Here): string | null {
  const view = viewOf(draft.state, context)
  const cadences = rulesOf(view.policy).filter(
    (rule) => rule.must === must && rule.every && !view.anchors[rule.until ?? 'resolved'] && holds(rule.when, view.facts),
  )
  const asks = cadences.find((rule) => rule.every && momentOf(addDuration(draft.now, rule.every, view.policy.calendar)) <= dueAt)
  return asks?.every?.text ?? null
}

/** What was published and not ended still stands on the status page as a problem: saying that it is over is owed. */
export function promisePublicEnd(draft: Draft<IncidentState>, context: Context): void {
  const { posts, obligations } = draft.state
  const last = posts.at(-1)
  const isPromised = obligations.some((each) => isOwed(each) && each.rule === 'promised-public-update')
  if (!last || last.status === 'resolved' || last.status === 'closed' || isPromised) return
  const dueAt = momentOf(addDuration(draft.now, publicEnd, context.policy.calendar))
  promise(draft, { rule: 'public-end', must: 'publish', title: 'Tell customers that it is over', dueAt }, context)
}
