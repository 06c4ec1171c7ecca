import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { EscalationPolicy, Step } from '../../../core/policy/schema/escalation.ts'
import type { When } from '../../../core/policy/schema/when-clause.ts'
import { parseDuration } from '../../../core/time/duration.ts'
import type { StepEdit } from '../contract/ladders.ts'
import { severitiesOnly } from './condition-words.ts'

/** A field of the form that cannot be read: which, and what to write instead. */
export type Misread = { field: string; message: string }

type Edited = { steps: readonly StepEdit[]; repeat: number }

/** The ladder as the form leaves it, or what of the form cannot be read. */
export function ladderAfter(before: EscalationPolicy, { steps, repeat }: Edited): { ladder: EscalationPolicy } | { misread: Misread[] } {
  const misread = steps.flatMap((step, index) => [
    ...unreadable(step.wait, `steps.${index}.wait`),
    ...unreadable(step.at, `steps.${index}.at`),
    ...(step.from !== null && !before.steps[step.from]
      ? [
          {
            field: `steps.${index}.from`,
            message: `"${step.from}" is no step of this ladder; it has ${before.steps.length}, counted from 0`,
          },
        ]
      : []),
  ])
  if (misread.length > 0) return { misread }
  return { ladder: { ...before, repeat, steps: steps.map((step) => stepAfter(step, before)) } }
}

const unreadable = (text: string | null, field: string): Misread[] =>
  text === null || parseDuration(text) ? [] : [{ field, message: `"${text}" is not a duration; write 90s, 15m, 2h or 1d` }]

function stepAfter({ from, page, wait, at, severity, reason }: StepEdit, before: EscalationPolicy): Step {
  const old = from === null ? undefined : before.steps[from]
  const waits = wait === null ? null : parseDuration(wait)
  const since = at === null ? null : parseDuration(at)
  return {
    ...(old?.name ? { name: old.name } : {}),
    page,
    when: conditionAfter(old?.when ?? [], severity),
    reason,
    ...(waits ? { wait: waits } : {}),
    ...(since ? { at: since } : {}),
  }
}

function conditionAfter(old: When[], severity: string[] | null): When[] {
  if (severity === null) return old
  const was = severitiesOnly(old)
  if (was && was.join() === severity.join()) return old
  return severity.length === 0 ? [] : [{ severity, flag: [], not_flag: [], type: [], service: [], tag: [], alert_severity: [], source: [] }]
}

export const withLadder = (bundle: Bundle, ladder: EscalationPolicy): Bundle => ({
  ...bundle,
  escalation_policies: (bundle.escalation_policies ?? []).map((each) => (each.id === ladder.id ? ladder : each)),
})
