import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { idempotencyKeyOf, keyedId } from '../../platform/http/idempotency.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Reader } from '../alerts/reads/people.ts'
import type { App } from '../feature.ts'
import { viewerOf } from '../people/reads/viewer.ts'
import { actorOf } from '../policies/reads.ts'
import { report, reportBodies, reportBody, reportList, reportQuery } from './contract/report.ts'
import { incidentFor } from './reads/one-incident.ts'
import { findReport, listReports, presentReport } from './reads/reports.ts'
import { carryOut } from './verbs/verb.ts'

const BASE = '/api/v1/reports'
const params = z.object({ id: z.string().min(1).max(200) })

type Api = ReturnType<typeof withZod>
const withZod = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()
const response = { 200: report }

const readerOf = (app: App, { principal }: FastifyRequest): Reader => ({ policy: app.policies.live(), principal })
const actorIn = (app: App, { principal }: FastifyRequest) => actorOf(principal, app.policies.live())

/** Triage: what somebody noticed waits here until a responder says what it is. */
export function reportRoutes(server: FastifyInstance, app: App): void {
  const routes = withZod(server)
  receiveRoutes(routes, app)
  triageRoutes(routes, app)
}

async function answer(app: App, id: string, request: FastifyRequest) {
  const reader = readerOf(app, request)
  const found = await findReport(app.pools.side, id, viewerOf(reader))
  if (!found) throw new Problem({ code: 'not-found', status: 404, detail: `There is no report ${id}; GET ${BASE} lists those that wait.` })
  return presentReport(found, reader)
}

function receiveRoutes(routes: Api, app: App): void {
  const list = { config: { action: 'incident.read' as const }, schema: { querystring: reportQuery, response: { 200: reportList } } }
  routes.get(BASE, list, async (request) => {
    const reader = readerOf(app, request)
    const found = await listReports(app.pools.side, request.query, viewerOf(reader))
    return { items: found.map((each) => presentReport(each, reader)), next: null }
  })
  const receive = { config: { action: 'incident.report' as const }, schema: { body: reportBody, response: { 201: report } } }
  routes.post(BASE, receive, async (request, reply) => {
    const by = actorIn(app, request)
    const { key: own, service = null, detectedBy: source = 'manual', ...said } = request.body
    const key = own ?? idempotencyKeyOf(request)
    const id = key ? `rep-${keyedId(by, key)}` : app.newId()
    await carryOut(app, { name: 'receive', to: { kind: 'report', id }, by, data: { ...said, service, source } })
    return reply.code(201).send(await answer(app, id, request))
  })
}

type Deciding = { name: string; data: object }

async function decide(app: App, { name, data }: Deciding, request: FastifyRequest<{ Params: { id: string } }>) {
  const { id } = await answer(app, request.params.id, request)
  await carryOut(app, { name, to: { kind: 'report', id }, by: actorIn(app, request), data })
  return answer(app, id, request)
}

function triageRoutes(routes: Api, app: App): void {
  const act = { action: 'incident.act' as const }
  const declaring = { config: { action: 'incident.declare' as const }, schema: { params, body: reportBodies.declare, response } }
  routes.post(`${BASE}/:id/declare`, declaring, (request) =>
    decide(app, { name: 'accept', data: { ...request.body, incident: `inc-${request.params.id}` } }, request),
  )
  routes.post(`${BASE}/:id/duplicate`, { config: act, schema: { params, body: reportBodies.duplicate, response } }, async (request) => {
    const { id, state } = await incidentFor(app, request.body.incident, request.principal)
    return decide(app, { name: 'duplicate', data: { incident: id, reference: state.reference } }, request)
  })
  routes.post(`${BASE}/:id/decline`, { config: act, schema: { params, body: reportBodies.decline, response } }, (request) =>
    decide(app, { name: 'decline', data: request.body }, request),
  )
}
