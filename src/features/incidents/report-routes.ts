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

/** Triage: what somebody noticed waits here until a responder says what it is. */
export function reportRoutes(server: FastifyInstance, app: App): void {
  const routes = server.withTypeProvider<ZodTypeProvider>()
  const readerOf = ({ principal }: FastifyRequest): Reader => ({ policy: app.policies.live(), principal })
  const answer = async (id: string, request: FastifyRequest) => {
    const found = await findReport(app.pools.side, id, viewerOf(readerOf(request)))
    if (!found)
      throw new Problem({ code: 'not-found', status: 404, detail: `There is no report ${id}; GET ${BASE} lists those that wait.` })
    return presentReport(found, readerOf(request))
  }
  const act = async (request: FastifyRequest<{ Params: { id: string } }>, { name, data }: { name: string; data: object }) => {
    const { id } = await answer(request.params.id, request)
    await carryOut(app, { name, to: { kind: 'report', id }, by: actorOf(request.principal, app.policies.live()), data })
    return answer(id, request)
  }
  const response = { 200: report }

  routes.get(
    BASE,
    { config: { action: 'incident.read' }, schema: { querystring: reportQuery, response: { 200: reportList } } },
    async (request) => {
      const found = await listReports(app.pools.side, request.query, viewerOf(readerOf(request)))
      return { items: found.map((each) => presentReport(each, readerOf(request))), next: null }
    },
  )
  routes.post(
    BASE,
    { config: { action: 'incident.report' }, schema: { body: reportBody, response: { 201: report } } },
    async (request, reply) => {
      const by = actorOf(request.principal, app.policies.live())
      const { key: own, service = null, detectedBy: source = 'manual', ...said } = request.body
      const key = own ?? idempotencyKeyOf(request)
      const id = key ? `rep-${keyedId(by, key)}` : app.newId()
      await carryOut(app, { name: 'receive', to: { kind: 'report', id }, by, data: { ...said, service, source } })
      return reply.code(201).send(await answer(id, request))
    },
  )
  routes.post(
    `${BASE}/:id/declare`,
    { config: { action: 'incident.declare' }, schema: { params, body: reportBodies.declare, response } },
    (request) => act(request, { name: 'accept', data: { ...request.body, incident: `inc-${request.params.id}` } }),
  )
  routes.post(
    `${BASE}/:id/duplicate`,
    { config: { action: 'incident.act' }, schema: { params, body: reportBodies.duplicate, response } },
    async (request) => {
      const { id, state } = await incidentFor(app, request.body.incident, request.principal)
      return act(request, { name: 'duplicate', data: { incident: id, reference: state.reference } })
    },
  )
  routes.post(
    `${BASE}/:id/decline`,
    { config: { action: 'incident.act' }, schema: { params, body: reportBodies.decline, response } },
    (request) => act(request, { name: 'decline', data: request.body }),
  )
}
