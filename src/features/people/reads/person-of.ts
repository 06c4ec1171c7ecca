import type { Policy } from '../../../core/policy/policy.ts'
import type { User } from '../../../core/policy/schema/people.ts'
import type { Principal } from '../../../platform/auth/permissions.ts'

/** The person of the policy that somebody signed in is: by the same id, else by the same e-mail address. Null for tokens and guests. */
export function personOf(policy: Policy, principal: Principal | null): User | null {
  if (principal?.kind !== 'user') return null
  return policy.user(principal.id) ?? (principal.email ? policy.userByEmail(principal.email) : undefined) ?? null
}
