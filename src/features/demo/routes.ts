import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { App } from '../feature.ts'
import { actorOf } from '../policies/reads.ts'
import { demoState } from './reads.ts'
import { removeDemo, seedDemo } from './seed.ts'

const answer = z.object({ isPresent: z.boolean(), incidents: z.int(), alerts: z.int() })

export function demoRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const response = { 200: answer }
  const write = { config: { action: 'demo.write' }, schema: { response } } as const
  api.get('/api/v1/demo', { config: { action: 'setting.read' }, schema: { response } }, () => demoState(app))
  api.post('/api/v1/demo', write, ({ principal }) => seedDemo(app, actorOf(principal, app.policies.live())))
  api.delete('/api/v1/demo', write, ({ principal }) => removeDemo(app, actorOf(principal, app.policies.live())))
}
