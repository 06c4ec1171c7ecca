import type { Draft } from '../command/draft.ts'
import { isOwed, type Obligation } from '../obligation/obligation.ts'
import type { IncidentState } from './state.ts'

/** Puts open clocks right, in sight. `right` answers null where a clock stays as it is; what is missed stays missed. */
export function moveClocks(draft: Draft<IncidentState>, why: string, right: (each: Obligation) => Obligation | null): void {
  const pairs = draft.state.obligations.map((each) => ({ each, moved: isOwed(each) && each.status !== 'missed' ? right(each) : null }))
  draft.set({ obligations: pairs.map(({ each, moved }) => moved ?? each) })
  for (const { each, moved } of pairs) {
    if (!moved) continue
    const { id, rule, must, title, since, dueAt } = moved
    draft.tell('obligation.moved', { id, rule, must, title, since, dueAt, before: each.dueAt, why })
  }
}
