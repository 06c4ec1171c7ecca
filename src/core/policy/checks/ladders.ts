import { durationMs } from '../../time/duration.ts'
import type { Draft } from '../draft.ts'
import type { Problem } from '../finding.ts'
import type { EscalationPolicy, Step } from '../schema/escalation.ts'

type Complaint = { at: string; message: string; remedy: string }

/** Steps that no climb ever comes to, or that come in another order than they are written. */
export function unreachableSteps(draft: Draft): Problem[] {
  return (draft.bundle.escalation_policies ?? []).flatMap((ladder) =>
    ladder.steps.flatMap((step, index) => {
      const complaint = CHECKS[ladder.basis](step, index, ladder)
      if (!complaint) return []
      const { at, message, remedy } = complaint
      const path = [...draft.pathOf(ladder), 'steps', index, at]
      return [
        { level: 'error' as const, rule: 'unreachable-step', path, message: `step ${index + 1} of "${ladder.id}": ${message}`, remedy },
      ]
    }),
  )
}

type Check = (step: Step, index: number, ladder: EscalationPolicy) => Complaint | null

const CHECKS: Record<EscalationPolicy['basis'], Check> = { acknowledged: timed, unresolved: timed, manual: chosen }

function timed(step: Step, index: number, { steps }: EscalationPolicy): Complaint | null {
  const next = steps[index + 1]
  if (step.at && step.wait) return { at: 'wait', message: '`at` and `wait` are both given', remedy: 'keep one of them' }
  if (next && !step.wait && !next.at) {
    return {
      at: 'page',
      message: 'has no `wait`, so the next step has no moment',
      remedy: 'add `wait: 15m` (or `wait: 0m` to page both at once)',
    }
  }
  if (step.at && next?.at && durationMs(next.at) < durationMs(step.at)) {
    return {
      at: 'at',
      message: `comes at ${step.at.text}, after the next one (${next.at.text})`,
      remedy: 'write the steps in the order of their times',
    }
  }
  return null
}

function chosen(step: Step, index: number, { steps }: EscalationPolicy): Complaint | null {
  if (step.reason.length > 0 || steps.length === 1) return null
  const remedy = 'add `reason:` with a word by which it is chosen'
  return { at: 'page', message: `has no reason, so nobody can choose it among ${steps.length} (place ${index + 1})`, remedy }
}
