import type { Policy } from '../policy/policy.ts'
import type { ANCHORS } from '../policy/schema/obligation.ts'
import { STATUSES } from '../policy/schema/organization.ts'
import type { IncidentState } from './state.ts'

export type PhaseView = { id: string; name: string; isCurrent: boolean }

/** The policy's phases; current is the last one that has begun: at a moment (`declared`) or with a status (`status:mitigating`). */
export function phasesOf(state: IncidentState, { bundle }: Policy): PhaseView[] {
  const phases = bundle.incident?.phases ?? []
  const begun = phases.findLastIndex(({ from }) => hasBegun(from, state))
  return phases.map(({ id, name }, i) => ({ id, name: name ?? id.replaceAll('-', ' '), isCurrent: i === begun }))
}

function hasBegun(from: string, { at, status }: IncidentState): boolean {
  if (!from.startsWith('status:')) return at[from as (typeof ANCHORS)[number]] !== undefined
  const order: readonly string[] = [...STATUSES, 'closed']
  return order.indexOf(status) >= order.indexOf(from.slice('status:'.length))
}
