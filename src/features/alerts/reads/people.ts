import { idOf, type Policy } from '../../../core/policy/policy.ts'
import type { Principal } from '../../../platform/auth/permissions.ts'
import { nameOfToken } from '../../../platform/auth/token-names.ts'
import { actorOf } from '../../policies/reads.ts'

export type Who = { id: string; name: string; isYou: boolean }

/** Whose eyes the answer is for, and the words of the policy for everybody in it. */
export type Reader = { policy: Policy; principal: Principal | null }

/** `user:ann` → Ann; integrations and tokens by their names, the engine by the product's. */
export function whoIs(actor: string, { policy, principal }: Reader): Who {
  const id = idOf(actor)
  if (actor === 'engine') return { id: actor, name: 'Tocsin', isYou: false }
  if (actor.startsWith('local:')) return { id: actor, name: 'Command line', isYou: false }
  if (actor === 'integration:manual') return { id: actor, name: 'By hand', isYou: false }
  if (actor.startsWith('integration:')) return { id: actor, name: policy.integration(id)?.name ?? id, isYou: false }
  if (actor.startsWith('token:')) return { id: actor, name: nameOfToken(id), isYou: principal?.kind === 'token' && principal.id === id }
  const isYou = principal !== null && actor === actorOf(principal, policy)
  return { id: actor, name: actor.startsWith('user:') ? (policy.user(id)?.name ?? (isYou ? principal?.name : undefined) ?? id) : id, isYou }
}

/** The reader's id in the policy, null for tokens and the command line. */
export function yourId({ policy, principal }: Reader): string | null {
  return principal?.kind === 'user' ? idOf(actorOf(principal, policy)) : null
}

/** By which way a principal acts, unless it says so itself. */
export const viaOf = (principal: Principal): string => ({ user: 'console', token: 'api', local: 'cli' })[principal.kind]
