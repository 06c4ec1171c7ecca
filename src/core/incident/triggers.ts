import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { conditionChangesAt } from '../obligation/condition-changes.ts'
import type { Trigger } from '../policy/schema/obligation.ts'
import { holds } from '../policy/when.ts'
import { wordsOfWhen } from '../policy/when-words.ts'
import { earliest } from '../time/moment.ts'
import { type IncidentState, isOver } from './state.ts'
import { pagingOf, viewOf } from './view.ts'

/**
 * Fires every trigger of the policy whose facts have come true, each once for an incident (once more after it was reopened).
 * Who is paged is told in the fact, and why in words. Returns when the passing of time may fire another.
 */
export function pullTriggers(draft: Draft<IncidentState>, context: Context): Temporal.Instant | null {
  if (isOver(draft.state)) return null
  const { facts } = viewOf(draft.state, context)
  const armed = armedOf(draft.state, context)
  for (const trigger of armed) if (holds(trigger.when, facts)) fire(draft, trigger, context)
  return earliest(...armedOf(draft.state, context).map((trigger) => conditionChangesAt(trigger.when, facts, context.now)))
}

/** A trigger without a condition would page for everything; it waits for one. */
const armedOf = (state: IncidentState, context: Context): Trigger[] =>
  (context.policyAt(state.policy).bundle.triggers ?? []).filter((each) => each.when.length > 0 && !state.triggered?.includes(each.id))

function fire(draft: Draft<IncidentState>, trigger: Trigger, context: Context): void {
  const { state } = draft
  const words = wordsOfWhen(trigger.when, viewOf(state, context).facts)
  const name = trigger.name ?? trigger.id.replaceAll('-', ' ')
  draft.set({ triggered: [...(state.triggered ?? []), trigger.id] })
  draft.tell('incident.triggered', {
    paging: pagingOf(state),
    trigger: trigger.id,
    name,
    page: trigger.page,
    escalation: trigger.escalation,
    callOut: trigger.call_out,
    reason: words ? `${name}: ${words}` : name,
  })
}
