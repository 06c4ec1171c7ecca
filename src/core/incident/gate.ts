import type { Context, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { isBlank, refusal } from './change.ts'
import type { Gate } from './record.ts'
import { dwellLeft } from './recurrence.ts'
import type { IncidentState } from './state.ts'

/** What stands before `resolve` or `close`, in words; empty when nothing does. */
export function missingFor(gate: Gate, state: IncidentState, context: Context): string[] {
  const open = (state.tasks ?? []).filter((task) => task.gate === gate && task.status === 'open').map((task) => `${task.text} (${task.id})`)
  const watching = gate === 'resolve' ? dwellLeft(state, context) : null
  return watching ? [...open, watching] : open
}

/** `force` goes through a gate that is not open, with a reason that stays in the timeline. */
export type Forced = { force?: boolean; reason?: string }

/** Refuses with everything that is missing, or records that somebody went through all the same. */
export function passGate(
  draft: Draft<IncidentState>,
  { gate, force, reason }: Forced & { gate: Gate },
  context: Context,
): Refusal | undefined {
  const missing = missingFor(gate, draft.state, context)
  if (missing.length === 0) return undefined
  if (!force)
    return refusal(
      'checklist-open',
      `before ${draft.state.reference} can be ${gate === 'resolve' ? 'resolved' : 'closed'}: ${missing.join('; ')}. Tick it (done …), waive it with a reason (skip …), or force it with a reason`,
    )
  if (isBlank(reason))
    return refusal('reason-missing', `forcing past ${missing.length} open points needs a reason; say why it cannot wait`, 400)
  draft.tell('incident.gate_forced', { gate, missing, reason: reason?.trim() })
  return undefined
}
