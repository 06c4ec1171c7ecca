import type { Refusal } from '../command/command.ts'
import { clockUnder } from '../obligation/clock-of.ts'
import { closestTo } from '../policy/did-you-mean.ts'
import { type Policy, plainSpelling } from '../policy/policy.ts'
import { holds } from '../policy/when.ts'
import { momentOf } from '../time/moment.ts'
import { classify } from './assess.ts'
import { type Change, type Changes, isBlank, refusal } from './change.ts'
import { moveClocks } from './move-clocks.ts'
import { sourceIn } from './noticed.ts'
import { openPlaces } from './places.ts'
import { isOver } from './state.ts'
import { pagingOf, viewOf } from './view.ts'

/** Says which levels there are, and which one was probably meant. */
export function severityUnknown(written: string, policy: Policy): Refusal {
  const names = policy.severities.flatMap((each) => [each.id, ...each.aliases, ...(each.name ? [each.name] : [])])
  const close = closestTo(plainSpelling(written), names.map(plainSpelling))
  const meant = close ? policy.severity(close) : undefined
  const hint = meant ? `did you mean ${meant.id}? ` : ''
  return refusal(
    'severity-unknown',
    `"${written}" is no severity of this policy; ${hint}use one of ${policy.severities.map((each) => each.id).join(', ')}`,
    400,
  )
}

export type SetSeverity = { severity: string; reason?: string }

const setSeverity: Change = (draft, command, context) => {
  const { severity, reason } = command.data as SetSeverity
  const { state } = draft
  const policy = context.policyAt(state.policy)
  const wanted = policy.severity(severity)
  if (!wanted) return severityUnknown(severity, policy)
  if (wanted.id === state.severity) return refusal('same-severity', `${state.reference} is ${wanted.id} already`)
  const rank = policy.rankOf(wanted.id)
  const at = momentOf(draft.now)
  draft.set({ severity: wanted.id, rank, owedAnewAt: at, ...(rank < state.rank ? { at: { ...state.at, severity_raised: at } } : {}) })
  draft.tell('incident.severity_changed', {
    ...{ from: state.severity, to: wanted.id, rank, reason },
    ...{ flags: state.flags, paging: pagingOf(draft.state) },
  })
  openPlaces(draft, context)
  return undefined
}

/** How it was noticed: a word of the policy's `sources`, where it lists any. */
const source: Change = (draft, command, context) => {
  const { source: wanted, note } = command.data as { source: string; note?: string }
  if (isBlank(wanted)) return refusal('source-missing', 'say how it was noticed, for example customer', 400)
  const found = sourceIn(context.policyAt(draft.state.policy), wanted)
  if (typeof found !== 'string') return found
  draft.tell('incident.source_changed', { from: draft.state.source, to: found, note })
  draft.set({ source: found })
  return undefined
}

/** The incident keeps the version it began under until somebody moves it to the one in force. */
const movePolicy: Change = (draft, command, context) => {
  const { version } = command.data as { version?: number }
  const { state } = draft
  const { policy } = context
  if (version !== undefined && version !== policy.version)
    return refusal('policy-moved-on', `version ${policy.version} is in force, not ${version}; look at what it changes, then move`)
  if (policy.version === state.policy) return refusal('same-policy', `${state.reference} runs under version ${state.policy} already`)
  const severity = policy.severity(state.severity)
  if (!severity)
    return refusal(
      'severity-gone',
      `version ${policy.version} has no ${state.severity}; it knows ${policy.severities.map((each) => each.id).join(', ')}. Change the level of this incident first`,
    )
  const rank = policy.rankOf(severity.id)
  draft.set({ policy: policy.version, severity: severity.id, rank, owedAnewAt: momentOf(draft.now) })
  classify(draft, context)
  draft.tell('incident.policy_moved', { from: state.policy, to: policy.version, paging: pagingOf(draft.state) })
  const versions = { before: context.policyAt(state.policy), after: policy, now: context.now }
  moveClocks(draft, `version ${policy.version} of the policy says so`, (each) => clockUnder(each, versions))
  openPlaces(draft, context)
  return undefined
}

export type Reclassify = { type: string | null; reason: string }

/** Another kind of incident, or none: the way back from one that became private by a slip. What still speaks for a private kind is taken back first. */
const reclassify: Change = (draft, command, context) => {
  const { type: wanted, reason } = command.data as Reclassify
  const { state } = draft
  const types = context.policyAt(state.policy).bundle.incident?.types ?? []
  const type = types.find((each) => each.id === wanted)
  if (isBlank(reason)) return refusal('reason-missing', 'say why it is of another kind', 400)
  if (wanted !== null && !type)
    return refusal(
      'type-unknown',
      `"${wanted}" is no type of this policy; use one of ${['none', ...types.map((each) => each.id)].join(', ')}`,
      400,
    )
  if (wanted === state.type) return refusal('same-type', `${state.reference} is ${wanted ?? 'of no type'} already`)
  const held = types.find(
    (each) => each.private && each.when.length > 0 && holds(each.when, viewOf({ ...state, type: wanted }, context).facts),
  )
  if (held && !type)
    return refusal(
      'still-private',
      `what is known still makes it ${held.id}, which is private; take that back in the impact first, then say it again`,
    )
  draft.set({ type: wanted, isPrivate: type?.private ?? false, owedAnewAt: momentOf(draft.now) })
  draft.tell('incident.reclassified', {
    ...{ from: state.type, to: wanted, isPrivate: draft.state.isPrivate, reason },
    ...{ flags: state.flags, paging: pagingOf(draft.state) },
  })
  return undefined
}

/** Somebody declared it without paging, and now wants the service's people. */
const summon: Change = (draft) => {
  const { state } = draft
  if (isOver(state)) return refusal('already-resolved', `${state.reference} is ${state.status}; nobody is paged for it`)
  if (!state.isPageOffered) return refusal('already-paged', `the ladders of ${state.reference} have begun already; page somebody by name`)
  draft.set({ isPageOffered: false })
  draft.tell('incident.summoned', { paging: pagingOf(state) })
  return undefined
}

/** Whoever keeps the backlog has it now. */
const ticket: Change = (draft, command) => {
  const { integration, url } = command.data as { integration: string; url: string | null }
  draft.set({ ticket: { integration, url, at: momentOf(draft.now) } })
  draft.tell('incident.ticket_opened', { integration, url })
  return undefined
}

export const reclassifyChanges: Changes = { ticket, severity: setSeverity, source, policy: movePolicy, reclassify, summon }
