import { useState } from 'react'
import type { Schedule } from '../../../../core/policy/schema/schedule.ts'

/** So many steps can be taken back. */
const MOST_STEPS = 100

/** A schedule under edit, with every step back. */
export function useDraft(initial: Schedule) {
  const [steps, setSteps] = useState<readonly Schedule[]>([initial])
  const draft = steps.at(-1) ?? initial
  return {
    draft,
    isEdited: JSON.stringify(draft) !== JSON.stringify(steps[0] ?? initial),
    change: (edit: (schedule: Schedule) => Schedule) =>
      setSteps((before) => {
        const next = edit(before.at(-1) ?? initial)
        if (next === before.at(-1)) return before
        const kept = before.length > MOST_STEPS ? [before[0] ?? initial, ...before.slice(2)] : before
        return [...kept, next]
      }),
    undo: () => setSteps((before) => (before.length > 1 ? before.slice(0, -1) : before)),
    discard: () => setSteps((before) => before.slice(0, 1)),
  }
}

export type DraftState = ReturnType<typeof useDraft>
