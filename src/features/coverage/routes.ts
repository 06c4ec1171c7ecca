import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { coverageReport, type Report } from '../../core/coverage/report.ts'
import type { App } from '../feature.ts'
import { coverageAnswer, coverageQuery } from './contract.ts'

const HOURS = 24
const MINUTE_MS = 60_000

type Proof = { name: string; report: Report }

/** The last answer: however many look at the map, it is worked out once a minute. */
const proofs = new WeakMap<App, Proof>()

function proofOf(app: App, days: number): Report {
  // From the minute, so that two looks in one minute are one answer.
  const now = app.clock.now().epochMilliseconds
  const from = Temporal.Instant.fromEpochMilliseconds(now - (now % MINUTE_MS))
  const policy = app.policies.live()
  const name = `${policy.version} ${from} ${days}`
  const known = proofs.get(app)
  if (known?.name === name) return known.report
  const report = coverageReport(policy, { from, to: from.add({ hours: days * HOURS }), canSend: app.canSend })
  proofs.set(app, { name, report })
  return report
}

export function coverageRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'oncall.read' } as const
  api.get('/api/v1/coverage', { config, schema: { querystring: coverageQuery, response: { 200: coverageAnswer } } }, async ({ query }) =>
    proofOf(app, query.days),
  )
}
