import type { FastifyRequest } from 'fastify'
import type { User } from '../../core/policy/schema/people.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { personOf } from '../policies/reads.ts'

/** The person of the policy who asks for something of their own. Throws a `Problem` when the policy does not know them. */
export function whoAsks(app: App, { principal }: FastifyRequest): User {
  const person = personOf(app.policies.live(), principal)
  if (person) return person
  throw new Problem({
    code: 'not-in-policy',
    status: 409,
    detail: 'You are not among the people of the policy, so nothing would page you. An admin can add you under Settings, People.',
  })
}
