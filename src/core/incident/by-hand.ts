import type { Context, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { isOwed, type Obligation, waive as waiveOne } from '../obligation/obligation.ts'
import { aboutOf, rulesOf } from '../obligation/rules.ts'
import { closestTo } from '../policy/did-you-mean.ts'
import { momentOf } from '../time/moment.ts'
import { type Change, type Changes, refusal } from './change.ts'
import { fulfil } from './clocks.ts'
import { postToChannels } from './notices.ts'
import type { IncidentState } from './state.ts'

/**
 * `what` is a thing to complete, or the id of an open obligation that only a person can see done, such as an e-mail. `note` says how
 * it was done: "our own CRM wrote to 412 accounts".
 */
const complete: Change = (draft, command, context) => {
  const { what, note } = command.data as { what: string; note?: string }
  const owed = draft.state.obligations.find((each) => isOwed(each) && (each.id === what || each.rule === what))
  if (owed && !BY_HAND.includes(owed.must)) {
    return refusal('not-by-hand', `"${owed.title}" is met by doing it (${owed.must}), not by ticking it off`, 400)
  }
  if (owed?.about?.startsWith('approval:') || what.startsWith('approval:'))
    return refusal('not-by-hand', `"${owed?.title ?? what}" is met by approving or declining it, not by ticking it off`, 400)
  if (!owed && !thingsOf(draft.state, context).includes(what)) return nothingOwed(draft.state, what)
  draft.tell('incident.completed', { what, title: owed?.title, note: note?.trim() || undefined })
  fulfil(draft, owed ? { must: owed.must, about: owed.about } : { must: 'complete', about: what })
  if ((owed?.about ?? what) === 'postmortem') postToChannels(draft, { moment: 'reviewed' }, context)
  return undefined
}

/** What can be done before it is owed: things of the policy's rules, and what the review reports. */
function thingsOf({ policy, obligations }: IncidentState, { policyAt }: Context): string[] {
  const stated = rulesOf(policyAt(policy)).flatMap((rule) => (rule.must === 'complete' ? [aboutOf(rule)] : []))
  const owed = obligations.flatMap((each) => (each.must === 'complete' ? [each.about] : []))
  const steps = (policyAt(policy).bundle.postmortem?.steps ?? []).map(({ id }) => `postmortem:${id}`)
  return [...stated, ...owed, ...steps, 'postmortem'].filter((each) => each !== null)
}

const BY_HAND: readonly Obligation['must'][] = ['complete', 'email', 'escalate', 'notify']

function nothingOwed({ obligations }: IncidentState, what: string): Refusal {
  const open = obligations.filter((each) => isOwed(each) && BY_HAND.includes(each.must) && !each.about?.startsWith('approval:'))
  const ids = open.map(({ id }) => id)
  const close = closestTo(what, [...ids, ...open.map(({ rule }) => rule)])
  const known = open.map(({ id, title }) => `${id} (${title})`).join(', ') || 'nothing'
  return refusal(
    'nothing-owed',
    `"${what}" is not owed here; ${close ? `did you mean ${close}? ` : ''}what can be ticked off now: ${known}`,
    404,
  )
}

/** Gives a promise up, with the reason. */
export function waivePromise(draft: Draft<IncidentState>, { id, why }: { id: string; why: string }): Refusal | undefined {
  const waived = waiveOne(draft.state.obligations, { id, why, at: momentOf(draft.now), by: draft.by })
  if ('code' in waived) return waived
  const { obligation, was } = waived
  const { score } = draft.state
  // Counted once: what was missed and then waived is waived.
  const missed = was === 'missed' ? score.missed - 1 : score.missed
  draft.set({ obligations: waived.list, score: { ...score, missed, waived: score.waived + 1 } })
  const { rule, must, title, dueAt } = obligation
  draft.tell('obligation.waived', { id, rule, must, title, dueAt, why: obligation.why, was })
  return undefined
}

const waive: Change = (draft, command) => {
  const { obligation, why } = command.data as { obligation: string; why: string }
  return waivePromise(draft, { id: obligation, why })
}

export const byHandChanges: Changes = { complete, waive }
