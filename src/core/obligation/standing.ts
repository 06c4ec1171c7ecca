import type { Addressed, Context, Decision, Machine, Refusal } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { noticeOutcome } from '../duty/quiet-notice.ts'
import { resolveTarget } from '../oncall/targets.ts'
import { quietWay, waysTo } from '../paging/roads.ts'
import { earliest, type Moment, momentOf } from '../time/moment.ts'
import { isOwed, type Obligation, waive } from './obligation.ts'
import { type Change, meet, reconcile, type View } from './reconcile.ts'
import type { OwedRule } from './rules.ts'
import { DOCUMENT_REVIEW, isAfterIncident, isOnTime, reviewAfter, standingRulesOf, writtenAt } from './standing-rules.ts'

/** There is one: what the organisation owes itself, whether or not anything happens. */
export const STANDING = { kind: 'standing', id: 'organization' }

/** A reminder of a routine is worth reading for this long. */
const nudgeLifeDays = 2

/** `begun` is when each rule was first seen, or last done: its turn counts from there. `writtenAt` is the date on the document. */
export type StandingState = { obligations: Obligation[]; begun: Record<string, Moment>; writtenAt: Moment | null }

type Work = { draft: Draft<StandingState>; command: Addressed; context: Context }
type Act = (work: Work) => Refusal | undefined

const refusal = (code: string, message: string, status = 409): Refusal => ({ code, status, message })

/** A new date on the document says that somebody looked at it. */
const follow: Act = ({ draft, context }) => {
  const written = writtenAt(context.policy)
  const { writtenAt: before, obligations } = draft.state
  if (written !== before) draft.set({ writtenAt: written })
  if (obligations.length > 0 && written && before && written > before) fulfil({ draft, context }, DOCUMENT_REVIEW)
  return undefined
}

/** `what` is a thing to complete (`drill:tabletop`) or the id of a clock. */
const done: Act = ({ draft, command, context }) => {
  const { what, note } = command.data as { what: string; note?: string }
  const owed = draft.state.obligations.find((each) => isOwed(each) && [each.id, each.rule, each.about].includes(what))
  if (!owed) {
    const known = draft.state.obligations.filter(isOwed).map((each) => each.about)
    return refusal('not-owed', `"${what}" is not owed; use one of ${[...new Set(known)].join(', ') || 'none (nothing is)'}`, 404)
  }
  draft.tell('standing.done', { what: owed.about, title: owed.title, note })
  fulfil({ draft, context }, owed.about)
  return undefined
}

const letGo: Act = ({ draft, command }) => {
  const { obligation, why } = command.data as { obligation: string; why: string }
  const waived = waive(draft.state.obligations, { id: obligation, why, at: momentOf(draft.now), by: draft.by })
  if ('code' in waived) return waived
  draft.set({ obligations: waived.list })
  draft.tell('obligation.waived', { ...namesOf(waived.obligation), why: waived.obligation.why })
  return undefined
}

const incidentOver: Act = ({ draft, command, context }) => {
  const owed = reviewAfter(context.policy, command.data as { reference: string | null; severity: string }, context.now)
  if (!owed || draft.state.obligations.some((each) => each.id === owed.id)) return undefined
  draft.set({ obligations: [...draft.state.obligations, owed] })
  tell(draft, { obligation: owed, what: 'opened', was: null })
  return undefined
}

const acts: Record<string, Act> = { follow, tick: () => undefined, done, waive: letGo, 'incident-over': incidentOver }

/** Clocks that belong to no incident: the review of the document, routines and exercises. `follow` begins them and looks at a new policy. */
export const standingMachine: Machine<StandingState> = {
  kind: STANDING.kind,
  decide(state, command, context) {
    const draft = new Draft({
      subject: command.to,
      by: command.by,
      now: context.now,
      state: state ?? { obligations: [], begun: {}, writtenAt: null },
    })
    const outcome = noticeOutcome(command.name, command.data as Record<string, unknown>)
    if (outcome) {
      draft.tell(outcome.name, outcome.data)
      return draft.decision()
    }
    const act = acts[command.name]
    if (!act) return refuse('unknown-command', `what stands does not know "${command.name}"`, 400)
    const refused = act({ draft, command, context })
    return refused ? { facts: [], refusal: refused } : keep(draft, context)
  },
  columns: () => ({ key: null }),
}

function fulfil({ draft, context }: Pick<Work, 'draft' | 'context'>, about: string | null): void {
  const at = momentOf(context.now)
  const { list, changes } = meet(draft.state.obligations, { must: 'complete', about, at, by: draft.by })
  // A look after one incident is owed once: nothing counts from it, and there will be many.
  const turns = changes.filter(({ obligation }) => !isAfterIncident(obligation))
  const begun = Object.fromEntries(turns.map(({ obligation }) => [obligation.rule, at]))
  draft.set({ obligations: list, begun: { ...draft.state.begun, ...begun } })
  for (const change of changes) tell(draft, change)
}

function keep(draft: Draft<StandingState>, context: Context): Decision<StandingState> {
  const rules = standingRulesOf(context.policy)
  const kept = rules.map((rule) => keepRule(rule, draft, context))
  const asides = reconcile(draft.state.obligations.filter(isAfterIncident), viewFor(context, { rules: [] }), context.now)
  const gone = draft.state.obligations.filter((each) => !isAfterIncident(each) && !rules.some((rule) => rule.id === each.rule))
  const changes = [...gone.filter(isOwed).map(dropped), ...[...kept, asides].flatMap((each) => each.changes)]
  // A routine is nothing to be reminded of every quarter of an hour.
  draft.set({ obligations: [...kept, asides].flatMap(({ list }) => list).map((each) => ({ ...each, nagAt: null })) })
  for (const change of changes) {
    tell(draft, change)
    if (change.what === 'due_soon' || change.what === 'missed') remind(draft, change, { context, rules })
  }
  return draft.decision(earliest(...[...kept, asides].map((each) => each.next)))
}

function keepRule(rule: OwedRule, draft: Draft<StandingState>, context: Context): ReturnType<typeof reconcile> {
  const { state } = draft
  const written = rule.what === DOCUMENT_REVIEW ? state.writtenAt : null
  const anchor = state.begun[rule.id] ?? written ?? momentOf(context.now)
  if (!state.begun[rule.id]) draft.set({ begun: { ...state.begun, [rule.id]: anchor } })
  const own = state.obligations.filter((each) => each.rule === rule.id)
  const stale = own.filter((each) => isOwed(each) && each.status !== 'missed' && !isOnTime(each, rule, context.policy)).map(dropped)
  const current = own.map((each) => stale.find(({ obligation }) => obligation.id === each.id)?.obligation ?? each)
  const view = viewFor(context, { rules: [rule], anchor })
  const settled = reconcile(current, view, context.now)
  return { ...settled, changes: [...stale, ...settled.changes] }
}

const dropped = (obligation: Obligation): Change => ({
  obligation: { ...obligation, status: 'dropped', why: 'the policy no longer asks for it in this way', nagAt: null },
  what: 'dropped',
  was: obligation.status,
})

function viewFor({ policy }: Context, { rules, anchor }: { rules: OwedRule[]; anchor?: Moment }): View {
  return { policy, facts: { policy }, anchors: anchor ? { declared: anchor } : {}, owedAnewAt: null, done: {}, rules }
}

/** What `explain` needs to say why one of these is owed. */
export const standingView = (state: StandingState, { rule }: Obligation, context: Context): View =>
  viewFor(context, { rules: standingRulesOf(context.policy), ...(state.begun[rule] ? { anchor: state.begun[rule] } : {}) })

const namesOf = ({ id, rule, must, title, about, since, dueAt }: Obligation) => ({ id, rule, must, title, about, since, dueAt })

function tell(draft: Draft<StandingState>, { obligation, what }: Change): void {
  const { closedAt, closedBy, why } = obligation
  draft.tell(`obligation.${what}`, {
    ...namesOf(obligation),
    closedAt: closedAt ?? undefined,
    closedBy: closedBy ?? undefined,
    why: why ?? undefined,
  })
}

/** Who is asked: the rule's owner, the document's, else whoever stands in for everybody. */
export function standingOwners(obligation: Obligation, { policy, now }: Context): string[] {
  const { document, organization } = policy.bundle
  const rule = standingRulesOf(policy).find((each) => each.id === obligation.rule)
  const targets = [rule?.owner ?? document?.owner].flatMap((each) => each ?? [])
  const found = targets.flatMap((target) => resolveTarget(policy, target, { at: now }).map(({ user }) => user))
  const fallback = () =>
    (organization.fallback?.page ?? []).flatMap((target) => resolveTarget(policy, target, { at: now }).map(({ user }) => user))
  return [...new Set(found.length > 0 ? found : fallback())]
}

function remind(draft: Draft<StandingState>, { obligation, what }: Change, { context }: { context: Context; rules: OwedRule[] }): void {
  for (const user of standingOwners(obligation, context)) {
    const person = context.policy.user(user)
    const way = person && quietWay(waysTo(person, context.canSend))
    if (!way) continue
    draft.send({
      // A turn that was begun anew is due soon anew.
      id: `standing.${obligation.id}.${what}.${obligation.dueAt}.${user}/${way.channel}`,
      channel: way.channel,
      target: `user:${user}`,
      road: way.road,
      content: { kind: 'nag', what, title: obligation.title, obligation: obligation.title, dueAt: obligation.dueAt },
      until: momentOf(context.now.add({ hours: 24 * nudgeLifeDays })),
      generation: 0,
    })
  }
}
