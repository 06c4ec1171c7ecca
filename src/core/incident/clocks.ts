import type { Context, JsonObject } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import type { Obligation } from '../obligation/obligation.ts'
import { type Change as ClockChange, doneKey, meet, reconcile, type View } from '../obligation/reconcile.ts'
import { rulesOf } from '../obligation/rules.ts'
import { resolveTarget } from '../oncall/targets.ts'
import { quietWay, waysTo } from '../paging/roads.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'
import type { Change } from './change.ts'
import { notify } from './notices.ts'
import { endOfEstimate } from './promise.ts'
import { standInsFor } from './stand-ins.ts'
import type { IncidentState } from './state.ts'
import { headOf, holdersOf, viewOf } from './view.ts'

/** A reminder that is older than this is no reminder. */
const nudgeLifeHours = 2

/** Brings the clocks up to date, tells what changed, reminds and notifies. Returns when to ask again. */
export function keepClocks(draft: Draft<IncidentState>, context: Context): Temporal.Instant | null {
  const ended = endOfEstimate(draft.state)
  if (ended) fulfil(draft, { must: 'complete', about: 'eta', at: ended })
  const { list, changes, next } = reconcile(draft.state.obligations, viewOf(draft.state, context), context.now)
  draft.set({ obligations: list, notices: noticesOf(draft.state, list) })
  for (const change of changes) tellChange(draft, change, context)
  for (const change of lastOfEach(changes)) remind(draft, change, context)
  return next
}

/** Of turns that are forgotten the deliveries are forgotten, too; a round of mail belongs to no turn and stays. The facts keep all. */
function noticesOf({ notices }: IncidentState, list: readonly Obligation[]): IncidentState['notices'] {
  const isKept = (id: string): boolean => !id.includes('#') || list.some((each) => each.id === id)
  return Object.keys(notices).every(isKept) ? notices : Object.fromEntries(Object.entries(notices).filter(([id]) => isKept(id)))
}

const loud: readonly ClockChange['what'][] = ['due_soon', 'missed', 'nagged']

/** After a pause many turns of one rule are told at once; its people are reminded of the last one only. */
function lastOfEach(changes: ClockChange[]): ClockChange[] {
  const told = changes.filter(({ what }) => loud.includes(what))
  return [...new Map(told.map((change) => [change.obligation.rule, change])).values()]
}

type Deed = { must: string; about: string | null; by?: string; at?: Moment; id?: string }

/** Something was done that obligations may have waited for; `at` when that was not now, `id` when it was done for one of them only. */
export function fulfil(draft: Draft<IncidentState>, act: Deed): void {
  const at = act.at ?? momentOf(draft.now)
  const by = act.by ?? draft.by
  const { list, changes } = meet(draft.state.obligations, { ...act, at, by })
  const done = act.id ? draft.state.done : { ...draft.state.done, [doneKey(act.must, act.about)]: { at, by } }
  draft.set({ obligations: list, done })
  for (const change of changes) count(draft, change)
}

type Paged = { targets: string[]; users: string[]; ladder: string | null }

/** Somebody was paged for the incident: an escalation to them, to whoever they stand for, or by that ladder, is kept. */
export const paged: Change = (draft, command, context) => {
  const { targets, users, ladder } = command.data as Paged
  const { state } = draft
  const asked = { at: context.now, holders: holdersOf(state), service: state.service, type: state.type }
  const isReached = (about: string): boolean =>
    targets.includes(about) || about === ladder || resolveTarget(context.policy, about, asked).some(({ user }) => users.includes(user))
  const kept = state.obligations.flatMap(({ must, about }) => (must === 'escalate' && about && isReached(about) ? [about] : []))
  for (const about of new Set(kept)) fulfil(draft, { must: 'escalate', about })
  return undefined
}

function tellChange(draft: Draft<IncidentState>, change: ClockChange, context: Context): void {
  count(draft, change, context)
  if (change.what === 'opened' && change.obligation.must === 'notify') notify(draft, change.obligation, context)
}

const scored: Partial<Record<ClockChange['what'], keyof IncidentState['score']>> = {
  met: 'met',
  late: 'late',
  missed: 'missed',
  dropped: 'dropped',
}

function count(draft: Draft<IncidentState>, { obligation, what, was }: ClockChange, context?: Context): void {
  const { score } = draft.state
  const name = scored[what]
  // A late one that was counted as missed moves; one that was closed before its clock had been asked is counted once.
  if (name)
    draft.set({
      score: { ...score, [name]: score[name] + 1, ...(what === 'late' && was === 'missed' ? { missed: score.missed - 1 } : {}) },
    })
  const { id, rule, must, title, about, dueAt, since, closedAt, closedBy, why } = obligation
  const page = context ? pageTargets(draft.state, { obligation, what }, context) : []
  draft.tell(`obligation.${what}`, {
    id,
    rule,
    must,
    title,
    about,
    since,
    dueAt,
    closedAt: closedAt ?? undefined,
    closedBy: closedBy ?? undefined,
    why: why ?? undefined,
    ...(page.length > 0
      ? {
          page,
          service: draft.state.service,
          severity: draft.state.severity,
          rank: draft.state.rank,
          policy: draft.state.policy,
          holders: holdersOf(draft.state),
          title: draft.state.title,
          name: title,
        }
      : {}),
  })
}

type Turned = Pick<ClockChange, 'obligation' | 'what'>

/** What is missed pages whom its rule says; a role that nobody has taken yet pages those who stand in, where its level pages at all. */
function pageTargets(state: IncidentState, { obligation, what }: Turned, context: Context): string[] {
  const policy = context.policyAt(state.policy)
  if (what === 'missed') return missTargets(obligation, policy, 'page')
  return what === 'due_soon' && policy.severity(state.severity)?.pages !== false ? standInsFor(obligation, state, context) : []
}

/** A level that wakes nobody asks them quietly. */
const quietStandIns = (obligation: Obligation, state: IncidentState, context: Context): string[] =>
  context.policyAt(state.policy).severity(state.severity)?.pages === false ? standInsFor(obligation, state, context) : []

function missTargets(obligation: Obligation, policy: View['policy'], kind: 'page' | 'remind'): string[] {
  const rule = rulesOf(policy).find((each) => each.id === obligation.rule)
  return rule?.on_miss.flatMap((each) => each[kind]) ?? []
}

/** Who is asked for their word on what waits. */
function askedFor(state: IncidentState, about: string, context: Context): string[] {
  const waiting = (state.awaiting ?? []).find((each) => about === `approval:${each.id}`)
  const asked = { at: context.now, holders: holdersOf(state), service: state.service, type: state.type }
  return waiting ? resolveTarget(context.policy, waiting.of, asked).map(({ user }) => user) : []
}

/** Whom a clock is the business of: its rule's owner, the role that speaks, else whoever has the incident. */
export function ownersOf(state: IncidentState, obligation: Obligation, context: Context): string[] {
  const policy = context.policyAt(state.policy)
  const approvers = obligation.about ? askedFor(state, obligation.about, context) : []
  if (approvers.length > 0) return approvers
  const rule = rulesOf(policy).find((each) => each.id === obligation.rule)
  const speaking =
    obligation.must === 'update' || obligation.must === 'publish' || obligation.must === 'email'
      ? ['comms', 'communications', 'communications-lead', 'comms-lead']
      : []
  const candidates = [
    rule?.owner,
    ...speaking.map((id) => `role:${id}`),
    'role:commander',
    'role:lead',
    state.acknowledgedBy,
    state.declaredBy,
  ]
  for (const candidate of candidates) {
    const held = candidate?.startsWith('role:')
      ? state.roles[candidate.slice('role:'.length)]?.user
      : candidate?.startsWith('user:')
        ? candidate.slice('user:'.length)
        : undefined
    if (held && context.policy.user(held)) return [held]
  }
  return []
}

/** Reminded in vain: once more, or for the second turn in a row. Then whoever leads hears of it, too. */
function isIgnored({ obligations }: IncidentState, { obligation, what }: Turned): boolean {
  const { rule, occurrence, recurs } = obligation
  const isSecond =
    recurs && obligations.some((each) => each.rule === rule && each.occurrence === occurrence - 1 && each.status === 'missed')
  return what === 'nagged' || (what === 'missed' && isSecond)
}

const leadOf = ({ roles }: IncidentState): string[] => [roles.commander ?? roles.lead].flatMap((held) => held?.user ?? [])

function remind(draft: Draft<IncidentState>, { obligation, what }: ClockChange, context: Context): void {
  const { state } = draft
  const policy = context.policyAt(state.policy)
  const extra = what === 'due_soon' ? quietStandIns(obligation, state, context) : missTargets(obligation, policy, 'remind')
  const also = extra.flatMap((target) =>
    resolveTarget(context.policy, target, { at: context.now, holders: holdersOf(state), service: state.service, type: state.type }).map(
      (each) => each.user,
    ),
  )
  const lead = isIgnored(state, { obligation, what }) ? leadOf(state) : []
  for (const user of new Set([...ownersOf(state, obligation, context), ...also, ...lead])) {
    const person = context.policy.user(user)
    const way = person && quietWay(waysTo(person, context.canSend))
    if (!way) continue
    const content: JsonObject = { ...headOf(draft), kind: 'nag', what, obligation: obligation.title, dueAt: obligation.dueAt }
    // A clock that was set anew is due soon anew: that is another reminder.
    const turn = what === 'due_soon' ? instantOf(obligation.dueAt).epochMilliseconds : obligation.nags
    draft.send({
      id: `${draft.subject.id}.${obligation.id}.${what}${turn}.${user}/${way.channel}`,
      channel: way.channel,
      target: `user:${user}`,
      road: way.road,
      content,
      until: momentOf(context.now.add({ hours: nudgeLifeHours })),
      generation: 0,
    })
  }
}
