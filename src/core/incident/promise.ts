import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { isOwed, type Obligation } from '../obligation/obligation.ts'
import { rulesOf } from '../obligation/rules.ts'
import { holds } from '../policy/when.ts'
import { addDuration, durationOf } from '../time/duration.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'
import type { IncidentState } from './state.ts'
import { viewOf } from './view.ts'

/** A promise is due; the nudge comes when a fifth of the time is left. */
const promiseWarn = 0.8
/** Customers who were told of a problem are told within this that it is over. Assumed: no policy says so, and nobody should have to. */
const publicEnd = durationOf('15m')

type Promised = Pick<Obligation, 'rule' | 'must' | 'title' | 'dueAt'>

/** What was promised in a message is owed like what the policy asks, unless the policy's own cadence comes no later anyway. */
export function promise(draft: Draft<IncidentState>, { rule, must, title, dueAt }: Promised, context: Context): void {
  if (isOwedBy(dueAt, must, { draft, context })) return
  const occurrence = draft.state.obligations.filter((each) => each.rule === rule).length + 1
  const left = instantOf(dueAt).epochMilliseconds - draft.now.epochMilliseconds
  const obligation: Obligation = {
    id: `${rule}#${occurrence}`,
    rule,
    must,
    title,
    about: null,
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
  draft.tell('obligation.opened', { id: obligation.id, rule, must, title, about: null, since: obligation.since, dueAt })
}

/** Whether a recurring rule will ask for the same by then: two clocks for one deed would only be louder, not clearer. */
function isOwedBy(dueAt: Moment, must: Obligation['must'], { draft, context }: { draft: Draft<IncidentState>; context: Context }): boolean {
  const view = viewOf(draft.state, context)
  const cadences = rulesOf(view.policy).filter(
    (rule) => rule.must === must && rule.every && !view.anchors[rule.until ?? 'resolved'] && holds(rule.when, view.facts),
  )
  return cadences.some((rule) => rule.every && momentOf(addDuration(draft.now, rule.every, view.policy.calendar)) <= dueAt)
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
