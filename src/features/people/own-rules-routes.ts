import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { User } from '../../core/policy/schema/people.ts'
import { isPermitted } from '../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { actorOf, changePolicy, personOf } from '../policies/reads.ts'
import { type OwnRulesAnswer, type OwnRulesBody, ownRulesAnswer, ownRulesBody } from './contract.ts'
import { presentOwnRules, withOwnRules } from './own-rules.ts'

const params = z.object({ id: z.string().min(1).max(200) })
const config = { action: 'people.read' } as const

/** When a page takes which road: one's own rules, quiet hours and zone; admins may see and change those of others. */
export function ownRulesRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const response = { 200: ownRulesAnswer }
  api.get('/api/v1/me/rules', { config, schema: { response } }, async (request) => present(app, request, ownId(app, request)))
  api.post('/api/v1/me/rules', { config, schema: { body: ownRulesBody, response } }, (request) =>
    save(app, request, { id: ownId(app, request), body: request.body }),
  )
  api.get('/api/v1/people/:id/rules', { config, schema: { params, response } }, async (request) => present(app, request, request.params.id))
  api.post('/api/v1/people/:id/rules', { config, schema: { params, body: ownRulesBody, response } }, (request) =>
    save(app, request, { id: request.params.id, body: request.body }),
  )
}

function ownId(app: App, { principal }: FastifyRequest): string {
  const person = personOf(app.policies.live(), principal)
  if (person) return person.id
  throw new Problem({
    code: 'not-in-policy',
    status: 409,
    detail: 'You are not among the people of the policy, so nothing would page you. An admin can add you under Settings, People.',
  })
}

/** When somebody may be woken is between them and those who keep the rota. */
function personFor(app: App, { principal }: FastifyRequest, id: string): User {
  const policy = app.policies.live()
  const user = policy.user(id)
  const mayEdit = principal !== null && (personOf(policy, principal)?.id === user?.id || isPermitted(principal, 'people.write'))
  if (user && mayEdit) return user
  throw new Problem({
    code: 'not-found',
    status: 404,
    detail: `There is nobody called ${id.slice(0, 60)} whose rules you may see.`,
  })
}

const present = (app: App, request: FastifyRequest, id: string): OwnRulesAnswer =>
  presentOwnRules({ user: personFor(app, request, id), policy: app.policies.live(), canSend: app.canSend, mayEdit: true })

async function save(app: App, request: FastifyRequest, { id, body }: { id: string; body: OwnRulesBody }): Promise<OwnRulesAnswer> {
  const user = personFor(app, request, id)
  const by = actorOf(request.principal, app.policies.live())
  const note = `When ${user.name ?? user.id} is reached by what`
  const outcome = await changePolicy(app, { by, note }, (bundle) => withOwnRules(bundle, user.id, body))
  if (outcome.refusal) throw problemOf(outcome.refusal)
  return present(app, request, user.id)
}
