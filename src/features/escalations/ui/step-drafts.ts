import type { LadderEdit, LadderStep, LadderView, StepEdit } from '../contract/ladders.ts'

/** A step as it stands in the form. `key` stays with it while it moves. */
export type StepDraft = StepEdit & { key: string; condition: string | null }
export type LadderDraft = { steps: StepDraft[]; repeat: number }

export const draftOf = ({ steps, repeat }: LadderView): LadderDraft => ({ repeat, steps: steps.map(draftStep) })

const draftStep = ({ page, wait, at, severity, reason, condition }: LadderStep, from: number): StepDraft => ({
  key: `step ${from}`,
  from,
  page: page.map(({ ref }) => ref),
  wait,
  at,
  severity,
  reason,
  condition,
})

export const newStep = (count: number): StepDraft => ({
  key: `new ${count}`,
  from: null,
  page: [],
  wait: null,
  at: null,
  severity: [],
  reason: [],
  condition: null,
})

/** Two steps change places, each with its own wait. */
export function swapped(draft: LadderDraft, first: number, second: number): LadderDraft {
  const [a, b] = [draft.steps[first], draft.steps[second]]
  if (!a || !b) return draft
  return { ...draft, steps: draft.steps.map((step, i) => (i === first ? b : i === second ? a : step)) }
}

export const changedStep = (draft: LadderDraft, index: number, change: Partial<StepDraft>): LadderDraft => ({
  ...draft,
  steps: draft.steps.map((step, i) => (i === index ? { ...step, ...change } : step)),
})

/** What the server is told; null while a step pages nobody. */
export function editOf({ steps, repeat }: LadderDraft, basedOn: number): LadderEdit | null {
  if (steps.length === 0 || steps.some(({ page }) => page.length === 0)) return null
  return { basedOn, repeat, steps: steps.map(({ key: _key, condition: _condition, ...step }) => step) }
}

export const isChanged = (draft: LadderDraft, ladder: LadderView): boolean => JSON.stringify(draft) !== JSON.stringify(draftOf(ladder))
