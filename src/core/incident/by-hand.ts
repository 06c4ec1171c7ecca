import type { Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { isOwed, waive as waiveOne } from '../obligation/obligation.ts'
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
  if (owed && owed.must !== 'complete' && owed.must !== 'email' && owed.must !== 'escalate' && owed.must !== 'notify') {
    return refusal('not-by-hand', `"${owed.title}" is met by doing it (${owed.must}), not by ticking it off`, 400)
  }
  if (owed?.about?.startsWith('approval:') || what.startsWith('approval:'))
    return refusal('not-by-hand', `"${owed?.title ?? what}" is met by approving or declining it, not by ticking it off`, 400)
  draft.tell('incident.completed', { what, title: owed?.title, note: note?.trim() || undefined })
  fulfil(draft, owed ? { must: owed.must, about: owed.about } : { must: 'complete', about: what })
  if ((owed?.about ?? what) === 'postmortem') postToChannels(draft, { moment: 'reviewed' }, context)
  return undefined
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
