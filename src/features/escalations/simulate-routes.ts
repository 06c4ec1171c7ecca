import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { App } from '../feature.ts'
import { simulateAnswer, simulateBody } from './contract/simulate.ts'
import { simulated } from './reads/simulate.ts'

/** "If an alert came …": asks much of the processor and changes nothing. */
export function simulateRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const options = { config: { action: 'oncall.read' as const }, schema: { body: simulateBody, response: { 200: simulateAnswer } } }
  api.post('/api/v1/simulate', options, ({ body }) =>
    simulated(body, { policy: app.policies.live(), now: () => app.clock.now(), canSend: app.canSend }),
  )
}
