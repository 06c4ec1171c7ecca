import type { Context, JsonObject } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import type { View } from '../obligation/reconcile.ts'
import { isBusinessHours } from '../time/business-calendar.ts'
import { instantOf } from '../time/moment.ts'
import { originalOf } from './record.ts'
import type { IncidentState } from './state.ts'

/** What the obligations of an incident depend on, seen from its state. */
export function viewOf(state: IncidentState, context: Context): View {
  const policy = context.policyAt(state.policy)
  const since = (moment: string | undefined): number | undefined =>
    moment ? context.now.epochMilliseconds - instantOf(moment).epochMilliseconds : undefined
  const unresolvedFor = state.at.resolved ? undefined : since(state.reopenedAt ?? state.at.declared)
  const original = originalOf(state)
  const unacknowledgedFor = state.at.acknowledged ? undefined : since(state.at.accepted ?? state.at.declared)
  return {
    policy,
    facts: {
      policy,
      severity: state.severity,
      flags: state.flags,
      source: state.source,
      causeKnown: state.isCauseKnown,
      ...(state.type ? { type: state.type } : {}),
      ...(state.service ? { service: state.service } : {}),
      ...(unresolvedFor === undefined ? {} : { unresolvedFor }),
      ...(unacknowledgedFor === undefined ? {} : { unacknowledgedFor }),
      businessHours: isBusinessHours(context.now, policy.calendar),
    },
    anchors: { ...state.at, accepted: state.at.accepted ?? state.at.declared },
    owedAnewAt: state.owedAnewAt,
    done: state.done,
    isPrivate: state.isPrivate,
    moot: original && `it is a duplicate of ${original.reference}`,
  }
}

/** Holders by role, as targets are resolved with. */
export const holdersOf = (state: IncidentState): Record<string, string[]> =>
  Object.fromEntries(Object.entries(state.roles).map(([role, holder]) => [role, [holder.user]]))

/** What a ladder that starts for an incident is told about it. */
export const pagingOf = (state: IncidentState): JsonObject => ({
  service: state.service,
  severity: state.severity,
  rank: state.rank,
  flags: state.flags,
  type: state.type,
  holders: holdersOf(state),
  title: state.title,
  policy: state.policy,
  round: state.reopenings ?? 0,
})

/** What every message of an incident says about it. */
export function headOf(draft: Draft<IncidentState>): JsonObject {
  const { reference, title, severity, rank, service, status, room } = draft.state
  return { incident: draft.subject.id, reference, title, severity, rank, service, status, room }
}
