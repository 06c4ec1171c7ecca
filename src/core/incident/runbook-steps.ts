import type { Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { stepsOf } from '../policy/runbook.ts'
import { momentOf } from '../time/moment.ts'
import { refusal } from './change.ts'
import type { IncidentState } from './state.ts'

/** Without `step` it is said that the runbook is followed; with one that this step is finished, or with `undo` that it is not. */
export type FollowRunbook = { runbook: string; note?: string; step?: number; undo?: boolean }

type Following = FollowRunbook & { text: string | undefined }

export function follow(draft: Draft<IncidentState>, { runbook, note, step, undo = false, text }: Following): Refusal | undefined {
  if (step === undefined) {
    draft.set({ runbooks: { ...draft.state.runbooks, [runbook]: draft.state.runbooks?.[runbook] ?? [] } })
    draft.tell('incident.runbook_used', { runbook, note })
    return undefined
  }
  const steps = stepsOf(text ?? '')
  const words = steps[step - 1]
  if (!words) return refusal('step-unknown', `${runbook} has no step ${step}; it has ${steps.length}`, 400)
  const finished = draft.state.runbooks?.[runbook] ?? []
  const others = finished.filter((each) => each.step !== step)
  const isFinished = others.length < finished.length
  if (isFinished === !undo) return undefined
  draft.set({
    runbooks: { ...draft.state.runbooks, [runbook]: undo ? others : [...others, { step, at: momentOf(draft.now), by: draft.by }] },
  })
  draft.tell(undo ? 'incident.step_taken_back' : 'incident.step_finished', { runbook, step, of: steps.length, text: words, note })
  return undefined
}
