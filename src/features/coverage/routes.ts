import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { coverageReport } from '../../core/coverage/report.ts'
import type { App } from '../feature.ts'
import { coverageAnswer, coverageQuery } from './contract.ts'

const HOURS = 24
const MINUTE_MS = 60_000

export function coverageRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'oncall.read' } as const
  api.get('/api/v1/coverage', { config, schema: { querystring: coverageQuery, response: { 200: coverageAnswer } } }, async ({ query }) => {
    // From the minute, so that two looks in one minute are one answer.
    const now = app.clock.now().epochMilliseconds
    const from = Temporal.Instant.fromEpochMilliseconds(now - (now % MINUTE_MS))
    return coverageReport(app.policies.live(), { from, to: from.add({ hours: query.days * HOURS }), canSend: app.canSend })
  })
}
