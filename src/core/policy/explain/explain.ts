import { LINT_RULES } from '../lint.ts'
import { clockExplanations } from './clocks.ts'
import type { Explanation, Explanations } from './explanation.ts'
import { readingExplanations } from './reading.ts'
import { scheduleExplanations } from './schedules.ts'
import { structureExplanations } from './structure.ts'
import { wakingExplanations } from './waking.ts'

/** Every rule by which a bundle is judged, with what it means, an example and its repair: the one table behind `lint --explain`. */
export const EXPLANATIONS: Explanations = {
  ...wakingExplanations,
  ...scheduleExplanations,
  ...clockExplanations,
  ...structureExplanations,
  ...readingExplanations,
}

/** How heavily a rule weighs; what must hold before a bundle can be read is an error or says itself that it is none. */
export const levelOf = (rule: string): string | null => LINT_RULES.find(({ id }) => id === rule)?.level ?? null

export const explanationOf = (rule: string): Explanation | undefined => (Object.hasOwn(EXPLANATIONS, rule) ? EXPLANATIONS[rule] : undefined)
