import type { Policy } from '../policy/policy.ts'
import { namesOf } from '../policy/reference-words.ts'

/** A ladder and whom it asks first: `{ ladder: 'Technical', who: 'System Administrator' }`. */
export type AlwaysAsked = { ladder: string; who: string }

/** Where there is no schedule: who is asked first at any hour, ladder by ladder. Empty where a schedule says it. */
export function alwaysAsked(policy: Policy): AlwaysAsked[] {
  const { schedules = [], escalation_policies: ladders = [] } = policy.bundle
  if (schedules.length > 0) return []
  return ladders.flatMap(({ id, name, basis, steps }) => {
    const who = basis === 'acknowledged' ? namesOf(policy, steps[0]?.page ?? []) : ''
    return who ? [{ ladder: name ?? id, who }] : []
  })
}
