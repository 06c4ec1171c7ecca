import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { JsonObject } from '../../core/command/command.ts'
import { callOutCommand } from '../../core/escalation/call-out.ts'
import { reasonRefusal } from '../../core/policy/reasons.ts'
import type { Principal } from '../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import { viaOf } from '../alerts/reads/people.ts'
import type { App } from '../feature.ts'
import { actorOf } from '../policies/reads.ts'
import { callOutBody, contactedBody, escalatePageBody, pageShape, remindBody } from './contract.ts'
import { pageOr404 } from './page-or-404.ts'

const params = z.object({ id: z.string().min(1).max(300) })
const response = { 200: pageShape }

type Api = ReturnType<typeof api>
const api = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()

/** What is done to a page that runs, and calling everybody out. */
export function pageActRoutes(server: FastifyInstance, app: App): void {
  const routes = api(server)
  answerRoutes(routes, app)
  climbRoutes(routes, app)
  callOutRoute(routes, app)
}

type Act = { id: string; name: string; data: JsonObject }

/** Asks the ladder; what it refuses becomes the answer. */
async function act(app: App, request: FastifyRequest, { id, name, data }: Act) {
  const { id: found } = await pageOr404(app, request, id)
  const by = actorOf(request.principal, app.policies.live())
  const { refusal } = await app.engine.execute({ name, to: { kind: 'escalation', id: found }, by, data })
  if (refusal) throw problemOf(refusal)
  return pageOr404(app, request, found)
}

function answerRoutes(routes: Api, app: App): void {
  const config = { action: 'alert.act' as const }
  const reason = z.string().trim().min(1).max(500).optional()
  const body = z.strictObject({ reason }).nullish()
  for (const name of ['acknowledge', 'take-over'] as const)
    routes.post(`/api/v1/pages/:id/${name}`, { config, schema: { params, body, response } }, (request) => {
      const via = viaOf(request.principal as Principal)
      const refusal = name === 'acknowledge' ? reasonRefusal(app.policies.live(), { act: name, via, reason: request.body?.reason }) : null
      if (refusal) throw problemOf(refusal)
      return act(app, request, {
        id: request.params.id,
        name,
        data: { via, ...(request.body?.reason ? { reason: request.body.reason } : {}) },
      })
    })
  routes.post('/api/v1/pages/:id/remind', { config, schema: { params, body: remindBody, response } }, (request) =>
    act(app, request, { id: request.params.id, name: 'remind', data: { every: request.body.every } }),
  )
}

function climbRoutes(routes: Api, app: App): void {
  const config = { action: 'alert.act' as const }
  routes.post('/api/v1/pages/:id/escalate', { config, schema: { params, body: escalatePageBody, response } }, (request) =>
    act(app, request, { id: request.params.id, name: 'escalate', data: { reason: request.body.reason } }),
  )
  routes.post('/api/v1/pages/:id/contacted', { config, schema: { params, body: contactedBody, response } }, (request) => {
    const { contact, caseNumber = null, note = null } = request.body
    return act(app, request, { id: request.params.id, name: 'contacted', data: { contact, caseNumber, note } })
  })
}

function callOutRoute(routes: Api, app: App): void {
  const options = { config: { action: 'page.send' as const }, schema: { body: callOutBody, response: { 201: pageShape } } }
  routes.post('/api/v1/call-outs', options, async (request, reply) => {
    const policy = app.policies.live()
    const { targets, title, reason = null, severity } = request.body
    const level = severity ? policy.severity(severity) : policy.mostSevere
    if (!level)
      throw new Problem({
        code: 'severity-unknown',
        status: 400,
        detail: `"${severity}" is no severity; use one of ${policy.severities.map((each) => each.id).join(', ')}`,
      })
    const what = { about: null, service: null, severity: level.id, rank: policy.rankOf(level.id), flags: [], holders: {}, title }
    const made = { policy, id: `esc-${app.newId()}`, by: actorOf(request.principal, policy) }
    const command = callOutCommand({ ...what, policy: policy.version, targets, reason }, made)
    if ('code' in command) throw problemOf(command)
    const { refusal } = await app.engine.execute(command)
    if (refusal) throw problemOf(refusal)
    return reply.code(201).send(await pageOr404(app, request, made.id))
  })
}
