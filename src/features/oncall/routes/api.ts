import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { idOf } from '../../../core/policy/policy.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { Reader } from '../../alerts/reads/people.ts'
import type { App } from '../../feature.ts'
import { personOf } from '../../policies/reads.ts'

export const api = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()
export type Api = ReturnType<typeof api>

export const idParams = z.object({ id: z.string().min(1).max(100) })

export const readerOf = (app: App, request: FastifyRequest): Reader => ({ policy: app.policies.live(), principal: request.principal })

const notYou = (): Problem =>
  new Problem({
    code: 'not-in-policy',
    status: 409,
    detail: 'You are not among the people of the policy, so you are never on call. An admin can add you under Settings, People.',
  })

/** Who asks, as a person of the policy. */
export function you(app: App, request: FastifyRequest): string {
  const person = personOf(app.policies.live(), request.principal)
  if (!person) throw notYou()
  return person.id
}

/**
 * For whom somebody acts: for themselves, or for whom they name. People may name others only when they may write the policy;
 * tokens and the command line are nobody and must.
 */
export function personMeant(app: App, request: FastifyRequest, named: string | undefined): string {
  const { principal } = request
  const own = personOf(app.policies.live(), principal)?.id
  const wanted = named === undefined ? own : idOf(named)
  if (wanted === undefined) {
    if (principal?.kind === 'user') throw notYou()
    throw new Problem({ code: 'person-missing', status: 400, detail: 'A token is nobody: say in `user` (or `asker`) for whom it acts.' })
  }
  const isOther = wanted !== own && principal?.kind === 'user'
  if (isOther && !isPermitted(principal, 'policy.write'))
    throw new Problem({ code: 'not-yours', status: 403, detail: `Only ${wanted} or an admin can do this for ${wanted}.` })
  return wanted
}
