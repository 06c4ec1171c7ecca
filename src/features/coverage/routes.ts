import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Report } from '../../core/coverage/report.ts'
import { momentOf } from '../../core/time/moment.ts'
import { moduleBeside } from '../../platform/work/work.ts'
import { type App, channelsOf } from '../feature.ts'
import { coverageAnswer, coverageQuery } from './contract.ts'
import type { task } from './prove.ts'

const HOURS = 24
const MINUTE_MS = 60_000
const PROVE = moduleBeside(import.meta.url, './prove')

type Proof = { name: string; report: Promise<Report> }

/** The last answer, or the one that is being worked out: however many look at the map, it is worked out once a minute. */
const proofs = new WeakMap<App, Proof>()

function proofOf(app: App, days: number): Promise<Report> {
  // From the minute, so that two looks in one minute are one answer.
  const now = app.clock.now().epochMilliseconds
  const from = Temporal.Instant.fromEpochMilliseconds(now - (now % MINUTE_MS))
  const { bundle, version } = app.policies.live()
  const channels = channelsOf(app)
  const name = `${version} ${from} ${days} ${channels}`
  const known = proofs.get(app)
  if (known?.name === name) return known.report
  const to = from.add({ hours: days * HOURS })
  const report = app.work.run<typeof task>(PROVE, { bundle, from: momentOf(from), to: momentOf(to), channels })
  proofs.set(app, { name, report })
  // What went wrong once is tried again at the next look.
  report.catch(() => proofs.delete(app))
  return report
}

export function coverageRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'oncall.read' } as const
  api.get('/api/v1/coverage', { config, schema: { querystring: coverageQuery, response: { 200: coverageAnswer } } }, async ({ query }) =>
    proofOf(app, query.days),
  )
}
