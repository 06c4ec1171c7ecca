import type { Context, Json, JsonObject, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import type { ImpactField } from '../policy/schema/organization.ts'
import { holds } from '../policy/when.ts'
import { momentOf } from '../time/moment.ts'
import { takeBackWords } from './approval.ts'
import { type Change, refusal } from './change.ts'
import { takeBackMails } from './mail-taken-back.ts'
import type { IncidentState } from './state.ts'
import { pagingOf, viewOf } from './view.ts'

/** `null` clears a field. */
export type SetImpact = { fields: JsonObject; service?: string | null }

/** An incident that no type has claimed yet takes the first whose condition holds; a private one is its responders' own. */
export function classify(draft: Draft<IncidentState>, context: Context): void {
  const types = context.policyAt(draft.state.policy).bundle.incident?.types ?? []
  const named = types.find((each) => each.id === draft.state.type)
  const type = named ?? types.find((each) => each.when.length > 0 && holds(each.when, viewOf(draft.state, context).facts))
  if (!type) return
  draft.set({ type: type.id, isPrivate: type.private })
  if (!type.private) return
  const why = `${draft.state.reference} has become private to its responders`
  takeBackWords(draft, why)
  takeBackMails(draft, why)
}

/** Whether this flag, set now, would make the incident private to its responders. */
export function wouldHide(flag: string, state: IncidentState, context: Context): boolean {
  const types = context.policyAt(state.policy).bundle.incident?.types ?? []
  if (state.isPrivate || types.some((each) => each.id === state.type) || state.flags.includes(flag)) return false
  const flagged = { ...state, impact: { ...state.impact, [flag]: true }, flags: [...state.flags, flag] }
  return types.find((each) => each.when.length > 0 && holds(each.when, viewOf(flagged, context).facts))?.private ?? false
}

export const setImpact: Change = (draft, command, context) => {
  const { fields, service } = command.data as SetImpact
  const { state } = draft
  const known = context.policyAt(state.policy).bundle.incident?.impact ?? {}
  const wrong =
    problemWith(fields, known) ??
    (service && !context.policy.service(service)
      ? refusal('service-unknown', `"${service}" is no service of this policy; add it under services: or leave it out`, 400)
      : undefined)
  if (wrong) return wrong
  const impact = Object.fromEntries(Object.entries({ ...state.impact, ...fields }).filter(([, value]) => value !== null))
  const flagged = Object.keys(known).filter((name) => known[name]?.type === 'flag')
  const flags = [...state.flags.filter((flag) => !flagged.includes(flag)), ...flagged.filter((name) => impact[name] === true)]
  const isChanged =
    flags.length !== state.flags.length ||
    flags.some((flag) => !state.flags.includes(flag)) ||
    (service !== undefined && service !== state.service)
  draft.set({
    impact,
    flags,
    ...(service === undefined ? {} : { service: service && (context.policy.service(service)?.id ?? null) }),
    ...(isChanged ? { owedAnewAt: momentOf(draft.now) } : {}),
  })
  classify(draft, context)
  draft.tell('incident.impact_changed', {
    fields,
    service,
    flags,
    severity: state.severity,
    rank: state.rank,
    type: draft.state.type ?? undefined,
    paging: pagingOf(draft.state),
  })
  return undefined
}

const expected: Record<ImpactField['type'], (value: Json, field: ImpactField) => string | null> = {
  number: (value) => (typeof value === 'number' ? null : 'a number'),
  text: (value) => (typeof value === 'string' ? null : 'a text'),
  flag: (value) => (typeof value === 'boolean' ? null : 'true or false'),
  list: (value, { options }) => (isListOf(value, options) ? null : `a list of ${options.join(', ') || 'texts'}`),
}

const isListOf = (value: Json, options: readonly string[]): boolean =>
  Array.isArray(value) && value.every((each) => typeof each === 'string' && (options.length === 0 || options.includes(each)))

/** Why these values cannot stand: a field the policy does not have, or a value of another type. */
export function problemWith(fields: JsonObject, known: Record<string, ImpactField>): Refusal | undefined {
  for (const [name, value] of Object.entries(fields)) {
    const field = known[name]
    if (!field)
      return refusal(
        'impact-unknown',
        `"${name}" is no impact field of this policy; use one of ${Object.keys(known).join(', ') || 'none (add incident.impact to the policy)'}`,
        400,
      )
    const wanted = value === null ? null : expected[field.type](value, field)
    if (wanted) return refusal('impact-value', `${name} is ${JSON.stringify(value)}; write ${wanted}`, 400)
  }
  return undefined
}
