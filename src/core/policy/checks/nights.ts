import type { Draft } from '../draft.ts'
import type { Problem } from '../finding.ts'
import { eachValue } from './walk.ts'

/** Where a condition knows whose night is meant: in the rules of a person. */
const OF_A_PERSON = 'users.rules.when.night'

/** A condition on the night that belongs to nobody: it would never hold. */
export function strayNights({ raw }: Draft): Problem[] {
  const problems: Problem[] = []
  eachValue(raw, ({ value, path, keys }) => {
    if (typeof value !== 'boolean' || path.at(-1) !== 'night' || keys === OF_A_PERSON) return
    const message = '`night` is asked where no person is: it is the night of whoever is paged'
    const remedy = 'write `business_hours: false`, or move the condition into the rules of a user'
    problems.push({ level: 'error', rule: 'stray-night', path: [...path], message, remedy })
  })
  return problems
}
