import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { isPermitted } from '../../platform/auth/permissions.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { runbookText, serviceAnswer, servicesAnswer } from './contract.ts'
import { countsByService, openOf, runbookIn } from './reads.ts'
import { countsOf, detailOf, rowOf } from './rules.ts'

const nothing = { alerts: 0, incidents: 0, worst: null }

export function catalogRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'service.read' } as const

  api.get('/api/v1/services', { config, schema: { response: { 200: servicesAnswer } } }, async () => {
    const policy = app.policies.live()
    const counts = await countsByService(app)
    const at = app.clock.now()
    const items = (policy.bundle.services ?? []).map((service) => rowOf(policy, service, { open: counts.get(service.id) ?? nothing, at }))
    return { items, next: null }
  })

  const one = { config, schema: { params: z.object({ id: z.string() }), response: { 200: serviceAnswer } } }
  api.get('/api/v1/services/:id', one, async ({ params, principal }) => {
    const policy = app.policies.live()
    const service = policy.service(params.id)
    if (!service)
      throw new Problem({ code: 'not-found', status: 404, detail: `There is no service "${params.id}"; /api/v1/services lists them.` })
    const open = await openOf(app, service.id)
    const at = app.clock.now()
    const can = { edit: principal !== null && isPermitted(principal, 'policy.write') }
    return { ...rowOf(policy, service, { open: countsOf(open), at }), ...detailOf(policy, service, at), ...open, can }
  })

  const runbook = { config, schema: { params: z.object({ id: z.string() }), response: { 200: runbookText } } }
  api.get('/api/v1/runbooks/:id', runbook, ({ params }) => runbookIn(app.policies.live(), params.id))
}
