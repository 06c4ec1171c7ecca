import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { durationOfMs } from '../review/span-words.ts'
import { addDuration } from '../time/duration.ts'
import { instantOf, isBefore, momentOf } from '../time/moment.ts'
import type { Change, Changes } from './change.ts'
import { originalOf, type Relation } from './record.ts'
import { type IncidentState, isOver } from './state.ts'
import { pagingOf } from './view.ts'

const rulesOf = (state: IncidentState, context: Context) => context.policyAt(state.policy).bundle.incident?.recurrence

/** How much of the least time in monitoring is left, in words; null when it has been watched long enough. */
export function dwellLeft(state: IncidentState, context: Context): string | null {
  const dwell = rulesOf(state, context)?.dwell
  if (!dwell) return null
  if (!state.monitoringSince) return `it is watched in monitoring for ${dwell.text}`
  const until = addDuration(instantOf(state.monitoringSince), dwell, context.policy.calendar)
  if (!isBefore(context.now, until)) return null
  return `it is watched for ${durationOfMs(until.epochMilliseconds - context.now.epochMilliseconds)} more`
}

/** While it is watched a matching alert finds it: in monitoring, and for the window after it was resolved. */
export function keepWatch(draft: Draft<IncidentState>, context: Context): Temporal.Instant | null {
  const { state } = draft
  const rules = rulesOf(state, context)
  // What comes back belongs to the incident that goes on.
  if (!rules || originalOf(state)) return null
  const monitoringSince = state.status === 'monitoring' ? (state.monitoringSince ?? momentOf(context.now)) : null
  if (!isOver(state) && monitoringSince !== (state.monitoringSince ?? null)) draft.set({ monitoringSince })
  if (!state.at.resolved) {
    if (state.watchUntil) draft.set({ watchUntil: null })
    return null
  }
  const until = rules.window ? addDuration(instantOf(state.at.resolved), rules.window, context.policy.calendar) : null
  if (until && isBefore(context.now, until)) {
    if (!state.watchUntil) draft.set({ watchUntil: momentOf(until) })
    return until
  }
  if (!draft.state.watchUntil) return null
  draft.set({ watchUntil: null })
  draft.tell('incident.watch_ended', {}, 'engine')
  return null
}

/** The service whose alerts come back to this incident, null when none does. */
export const watchedServiceOf = ({ status, service, watchUntil, relations }: IncidentState): string | null =>
  service && !originalOf({ relations }) && (status === 'monitoring' || (isOver({ status } as IncidentState) && watchUntil)) ? service : null

export type AlertCame = { alert: string; title: string }

/** An alert of the same service while it is watched: it belongs here, and what was over may not have been. */
const recur: Change = (draft, command, context) => {
  const { alert, title } = command.data as AlertCame
  const { state } = draft
  if (state.alerts.includes(alert) || !watchedServiceOf(state)) return undefined
  const reopens = isOver(state) && rulesOf(state, context)?.on_alert === 'reopen'
  draft.set({ alerts: [...state.alerts, alert] })
  draft.tell('incident.recurred', { alert, title, effect: reopens ? 'reopen' : 'link' }, 'engine')
  draft.tell('incident.alert_linked', { alert }, 'engine')
  if (reopens) reopenState(draft, `an alert came back: ${title}`)
  return undefined
}

const ANEW = { status: 'open', closedAt: null, closedBy: null, why: null } as const

/** Somebody took it for a duplicate, and it was none. */
const asRelated = (each: Relation): Relation => (each.kind === 'duplicate-of' ? { ...each, kind: 'related' } : each)

/** Back to the beginning: its clocks and ladders begin anew. */
export function reopenState(draft: Draft<IncidentState>, reason: string | undefined): void {
  const { state } = draft
  const { resolved: _, closed: __, mitigated: ___, ...at } = state.at
  // What was verified before the end has to be verified again.
  const tasks = state.tasks?.map((task) => (task.gate && task.status === 'done' ? { ...task, ...ANEW } : task))
  const original = originalOf(state)
  draft.set({
    status: 'investigating',
    at,
    resolution: null,
    owedAnewAt: momentOf(draft.now),
    triggered: [],
    reopenedAt: momentOf(draft.now),
    reopenings: (state.reopenings ?? 0) + 1,
    monitoringSince: null,
    watchUntil: null,
    stoodDown: null,
    ...(tasks ? { tasks } : {}),
    ...(original ? { relations: state.relations?.map(asRelated) ?? [] } : {}),
  })
  draft.tell('incident.reopened', {
    ...{ reason, paging: pagingOf(draft.state) },
    ...(original ? { incident: original.incident, own: state.reference } : {}),
  })
}

export const recurrenceChanges: Changes = { recur }
