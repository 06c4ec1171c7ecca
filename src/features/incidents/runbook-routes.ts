import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { runbookText } from '../catalog/contract.ts'
import { runbookIn } from '../catalog/reads.ts'
import type { App } from '../feature.ts'
import { incidentFor } from './reads/one-incident.ts'

const params = z.object({ name: z.string().min(1).max(300), runbook: z.string().min(1).max(200) })

/** A runbook as it stands in the policy that the incident runs under: its steps keep their numbers while they are ticked off. */
export function runbookRoutes(server: FastifyInstance, app: App): void {
  const schema = { params, response: { 200: runbookText } }
  const config = { action: 'incident.read' as const }
  server
    .withTypeProvider<ZodTypeProvider>()
    .get('/api/v1/incidents/:name/runbooks/:runbook', { config, schema }, async ({ params: { name, runbook }, principal }) => {
      const { state } = await incidentFor(app, name, principal)
      await app.policies.ensure([state.policy])
      return runbookIn(app.policies.at(state.policy), runbook)
    })
}
