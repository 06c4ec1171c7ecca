import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { isPermitted } from '../../platform/auth/permissions.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { viewerOf } from '../people/reads/viewer.ts'
import { actorIn, carryOut, commandFor, declare, incidentOr404, link, page, readerOf, resolve } from './act.ts'
import { declareChoices, incidentDetail, incidentList, timeline, timelineQuery } from './contract/incident.ts'
import { declareBody, incidentBodies, incidentQuery } from './contract/requests.ts'
import { callOutFor, contacted, escalate } from './escalate.ts'
import { presentDetail } from './present-detail.ts'
import { countOpen, listIncidents, positionOf, type StoredIncident } from './reads/incidents.ts'
import { presentRow } from './reads/present.ts'
import { factsOfIncident } from './reads/streams.ts'
import { presentTimeline } from './reads/timeline.ts'

const BASE = '/api/v1/incidents'
const params = z.object({ name: z.string().min(1).max(300) })
const counts = z.object({ open: z.int() })

type Api = ReturnType<typeof withZod>
const withZod = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()

export function incidentRoutes(server: FastifyInstance, app: App): void {
  const routes = withZod(server)
  listRoutes(routes, app)
  oneRoutes(routes, app)
  declareRoutes(routes, app)
  plainRoutes(routes, app)
  composedRoutes(routes, app)
  pagingRoutes(routes, app)
}

const answer = async (app: App, name: string, request: FastifyRequest) =>
  presentDetail(await incidentOr404(app, name, request), { app, reader: readerOf(app, request) })

function listRoutes(routes: Api, app: App): void {
  const config = { action: 'incident.read' as const }
  routes.get(BASE, { config, schema: { querystring: incidentQuery, response: { 200: incidentList } } }, async (request) => {
    const { cursor, ...filter } = request.query
    const after = cursor ? positionOf(cursor) : null
    if (cursor && !after)
      throw new Problem({
        code: 'bad-cursor',
        status: 400,
        detail: `"${cursor}" is no cursor of this list; use \`next\` of a page before.`,
      })
    const { incidents, next } = await listIncidents(app.pools.side, { ...filter, after }, viewerOf(readerOf(app, request)))
    await app.policies.ensure(incidents.map(({ state }) => state.policy))
    return { items: incidents.map((incident) => presentRow(incident, { app, reader: readerOf(app, request) })), next }
  })
  routes.get(`${BASE}/counts`, { config, schema: { response: { 200: counts } } }, async (request) => ({
    open: await countOpen(app.pools.side, viewerOf(readerOf(app, request))),
  }))
}

function oneRoutes(routes: Api, app: App): void {
  const config = { action: 'incident.read' as const }
  routes.get(`${BASE}/:name`, { config, schema: { params, response: { 200: incidentDetail } } }, (request) =>
    answer(app, request.params.name, request),
  )
  routes.get(
    `${BASE}/:name/timeline`,
    { config, schema: { params, querystring: timelineQuery, response: { 200: timeline } } },
    async (request) => {
      const { id } = await incidentOr404(app, request.params.name, request)
      return presentTimeline(await factsOfIncident(app.pools.side, id), readerOf(app, request), request.query.view)
    },
  )
}

function declareRoutes(routes: Api, app: App): void {
  routes.get(`${BASE}/choices`, { config: { action: 'incident.read' }, schema: { response: { 200: declareChoices } } }, async (request) => {
    const { bundle, severities } = app.policies.live()
    return {
      definition: bundle.incident?.definition ?? [],
      severities: severities.map(({ id, name, definition, criteria, pages }, rank) => ({
        id,
        name: name ?? id,
        rank: rank + 1,
        definition: definition ?? null,
        criteria,
        pages: pages !== false,
      })),
      services: (bundle.services ?? []).map(({ id, name }) => ({ id, name: name ?? id })),
      sources: bundle.incident?.sources ?? [],
      canDeclare: request.principal !== null && isPermitted(request.principal, 'incident.declare'),
    }
  })
  const options = { config: { action: 'incident.declare' as const }, schema: { body: declareBody, response: { 201: incidentDetail } } }
  routes.post(BASE, options, async (request, reply) => {
    const id = await declare(app, request.body, request)
    return reply.code(201).send(await answer(app, id, request))
  })
}

/** Verbs that are one command of the incident, with the body as its data. */
const plainVerbs = {
  acknowledge: 'acknowledge',
  role: 'assign',
  status: 'status',
  severity: 'severity',
  impact: 'impact',
  times: 'times',
  rename: 'rename',
  note: 'note',
  decide: 'decide',
  update: 'update',
  waive: 'waive',
  complete: 'complete',
  reopen: 'reopen',
  close: 'close',
  publish: 'publish',
} as const

function plainRoutes(routes: Api, app: App): void {
  for (const [verb, name] of Object.entries(plainVerbs) as [keyof typeof plainVerbs, string][]) {
    const config = { action: verb === 'publish' ? ('statuspage.publish' as const) : ('incident.act' as const) }
    const body = incidentBodies[verb] as z.ZodType<object | null | undefined>
    routes.post(`${BASE}/:name/${verb}`, { config, schema: { params, body, response: { 200: incidentDetail } } }, async (request) => {
      const incident = await incidentOr404(app, request.params.name, request)
      await carryOut(app, commandFor(incident, { name, data: request.body ?? {} }, actorIn(app, request)))
      return answer(app, incident.id, request)
    })
  }
}

function composedRoutes(routes: Api, app: App): void {
  const config = { action: 'incident.act' as const }
  const response = { 200: incidentDetail }
  routes.post(`${BASE}/:name/resolve`, { config, schema: { params, body: incidentBodies.resolve, response } }, async (request) => {
    const incident = await incidentOr404(app, request.params.name, request)
    await resolve(app, incident, { body: request.body, request })
    return answer(app, incident.id, request)
  })
  routes.post(`${BASE}/:name/link`, { config, schema: { params, body: incidentBodies.link, response } }, async (request) => {
    const incident = await incidentOr404(app, request.params.name, request)
    await link(app, incident, { alert: request.body.alert, request })
    return answer(app, incident.id, request)
  })
}

/** Who else is woken, and who outside is called. */
function pagingRoutes(routes: Api, app: App): void {
  const carriers = { page, escalate, 'call-out': callOutFor, contacted } as const
  for (const [verb, carry] of Object.entries(carriers) as unknown as [keyof typeof carriers, Paging][]) {
    const config = { action: verb === 'contacted' ? ('incident.act' as const) : ('page.send' as const) }
    const body = incidentBodies[verb] as unknown as z.ZodType<object>
    routes.post(`${BASE}/:name/${verb}`, { config, schema: { params, body, response: { 200: incidentDetail } } }, async (request) => {
      const incident = await incidentOr404(app, request.params.name, request)
      await carry(app, incident, { body: request.body, request })
      return answer(app, incident.id, request)
    })
  }
}

type Paging = (app: App, incident: StoredIncident, asked: { body: object; request: FastifyRequest }) => Promise<void>
