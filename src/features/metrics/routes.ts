import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { instantOf, momentOf } from '../../core/time/moment.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { DEFINITIONS, type MetricsAnswer, metricsAnswer, metricsQuery } from './contract.ts'
import { incidentTimes, type Selection } from './reads.ts'
import { csvOf, gapsOf, measuresOf, rowOf, scoreOf, sourcesOf, spreadOf } from './rules.ts'

/** Without a span the last quarter is meant. */
const USUAL_DAYS = 90
const LONGEST_DAYS = 1_100

type Query = z.output<typeof metricsQuery>

export function metricsRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'metric.read' } as const
  api.get('/api/v1/metrics', { config, schema: { querystring: metricsQuery, response: { 200: metricsAnswer } } }, async ({ query }) =>
    answerFor(app, selectionOf(app, query)),
  )
  api.get('/api/v1/metrics.csv', { config, schema: { querystring: metricsQuery } }, async ({ query }, reply) => {
    const incidents = await incidentTimes(app, selectionOf(app, query))
    reply.header('content-disposition', 'attachment; filename="incidents.csv"')
    return reply.type('text/csv; charset=utf-8').send(csvOf(incidents.map(rowOf)))
  })
}

function selectionOf(app: App, { from, to, severity, service }: Query): Selection {
  const policy = app.policies.live()
  const end = to ? instantOf(to) : app.clock.now()
  const start = from ? instantOf(from) : end.subtract({ hours: USUAL_DAYS * 24 })
  const length = end.epochMilliseconds - start.epochMilliseconds
  if (length <= 0 || length > LONGEST_DAYS * 86_400_000)
    throw new Problem({
      code: 'span-wrong',
      status: 400,
      detail: `From ${momentOf(start)} to ${momentOf(end)} is no span of up to three years; give from before to.`,
    })
  const level = severity === undefined ? undefined : policy.severity(severity)
  if (severity !== undefined && !level)
    throw new Problem({
      code: 'severity-unknown',
      status: 400,
      detail: `"${severity}" is no severity of this policy; use one of ${policy.severities.map(({ id }) => id).join(', ')}.`,
    })
  return { from: start, to: end, ...(level ? { severity: level.id } : {}), ...(service ? { service } : {}) }
}

async function answerFor(app: App, selection: Selection): Promise<MetricsAnswer> {
  const policy = app.policies.live()
  const incidents = await incidentTimes(app, selection)
  const { from, to } = selection
  const span = { from, to, zone: policy.bundle.organization.timezone }
  return {
    ...{ from: momentOf(from), to: momentOf(to), count: incidents.length },
    measures: measuresOf(incidents, { policy, span }),
    between: spreadOf(gapsOf(incidents)),
    sources: sourcesOf(incidents),
    obligations: { ...scoreOf(incidents), target: policy.bundle.targets?.obligations_met ?? null },
    definitions: [...DEFINITIONS],
    services: (policy.bundle.services ?? []).map(({ id, name }) => ({ id, name: name ?? id })),
    severities: policy.severities.map(({ id }, rank) => ({ id, rank })),
    incidents: incidents.map(rowOf).toReversed(),
  }
}
