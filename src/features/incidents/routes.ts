import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Principal } from '../../platform/auth/permissions.ts'
import { idempotencyKeyOf } from '../../platform/http/idempotency.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { Reader } from '../alerts/reads/people.ts'
import type { App } from '../feature.ts'
import { viewerOf } from '../people/reads/viewer.ts'
import {
  commandAnswer,
  declareChoices,
  incidentDetail,
  incidentList,
  proposed,
  timeline,
  timelineQuery,
  verbAnswer,
} from './contract/incident.ts'
import { changes } from './contract/record.ts'
import { commandBody, declareBody, incidentQuery, proposeBody } from './contract/requests.ts'
import { presentChoices, proposalFor } from './present-choices.ts'
import { presentDetail } from './present-detail.ts'
import { changesAround } from './reads/changes.ts'
import { keptFile } from './reads/evidence.ts'
import { countOpen, listIncidents, positionOf } from './reads/incidents.ts'
import { incidentFor } from './reads/one-incident.ts'
import { presentRow } from './reads/present.ts'
import { placeOf } from './reads/streams.ts'
import { timelinePage } from './reads/timeline.ts'
import { declareIncident } from './verbs/declare.ts'
import { runCommand } from './verbs/run-command.ts'
import { runVerb } from './verbs/run-verb.ts'
import { verbs } from './verbs/verbs.ts'

const BASE = '/api/v1/incidents'
const params = z.object({ name: z.string().min(1).max(300) })
const fileParams = params.extend({ file: z.string().min(1).max(100) })
const counts = z.object({ open: z.int() })

type Api = ReturnType<typeof withZod>
const withZod = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()

export function incidentRoutes(server: FastifyInstance, app: App): void {
  const routes = withZod(server)
  listRoutes(routes, app)
  oneRoutes(routes, app)
  besideRoutes(routes, app)
  commandRoute(routes, app)
  declareRoutes(routes, app)
  verbRoutes(routes, app)
}

const answer = async (app: App, name: string, request: FastifyRequest) =>
  presentDetail(await incidentFor(app, name, request.principal), { app, reader: readerOf(app, request) })

const badCursor = (cursor: string): Problem =>
  new Problem({ code: 'bad-cursor', status: 400, detail: `"${cursor}" is no cursor of this list; use \`next\` of a page before.` })

function listRoutes(routes: Api, app: App): void {
  const config = { action: 'incident.read' as const }
  routes.get(BASE, { config, schema: { querystring: incidentQuery, response: { 200: incidentList } } }, async (request) => {
    const { cursor, ...filter } = request.query
    const after = cursor ? positionOf(cursor) : null
    if (cursor && !after) throw badCursor(cursor)
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
      const { id, state } = await incidentFor(app, request.params.name, request.principal)
      const about = { incident: id, reader: readerOf(app, request), corrections: state.corrections, pins: state.pins }
      const { cursor = null, ...asked } = request.query
      const before = cursor === null ? null : placeOf(cursor)
      if (cursor !== null && !before) throw badCursor(cursor)
      return timelinePage(app.pools.side, about, { ...asked, before })
    },
  )
}

/** What stands beside the timeline: changes just before, vendors, and the files that were kept. */
function besideRoutes(routes: Api, app: App): void {
  const config = { action: 'incident.read' as const }
  routes.get(`${BASE}/:name/changes`, { config, schema: { params, response: { 200: changes } } }, async (request) => {
    const { state } = await incidentFor(app, request.params.name, request.principal)
    return changesAround(app.pools.side, state, app.policies.live())
  })
  routes.get(`${BASE}/:name/evidence/:file`, { config, schema: { params: fileParams } }, async (request, reply) => {
    const { id, state } = await incidentFor(app, request.params.name, request.principal)
    const file = await keptFile(app.pools.side, id, request.params.file)
    if (!file) throw new Problem({ code: 'not-found', status: 404, detail: `${state.reference} has no evidence "${request.params.file}".` })
    // Never shown as a page of ours: whoever opens it has saved it first.
    return reply
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .header('x-content-type-options', 'nosniff')
      .send(file.content)
  })
}

/** What is typed after `/incident`, in the console's composer and in chat: one grammar, one answer. */
function commandRoute(routes: Api, app: App): void {
  const schema = { body: commandBody, response: { 200: commandAnswer } }
  routes.post(`${BASE}/command`, { config: { action: 'incident.read' }, schema }, async (request) => {
    const { text, room = null } = request.body
    const answered = await runCommand(app, { text, room, who: signedIn(request), idempotencyKey: idempotencyKeyOf(request) })
    const incident = answered.incident && (await presentDetail(answered.incident, { app, reader: readerOf(app, request) }))
    return { text: answered.text, incident }
  })
}

function declareRoutes(routes: Api, app: App): void {
  const reading = { action: 'incident.read' as const }
  routes.get(`${BASE}/choices`, { config: reading, schema: { response: { 200: declareChoices } } }, async ({ principal }) =>
    presentChoices(app.policies.live(), principal),
  )
  const proposing = { config: reading, schema: { body: proposeBody, response: { 200: proposed } } }
  routes.post(`${BASE}/proposal`, proposing, async ({ body, principal }) => ({
    proposal: proposalFor(body, { app, reader: { policy: app.policies.live(), principal } }),
  }))
  const options = { config: { action: 'incident.declare' as const }, schema: { body: declareBody, response: { 201: incidentDetail } } }
  routes.post(BASE, options, async (request, reply) => {
    const asked = { body: request.body, who: signedIn(request), idempotencyKey: idempotencyKeyOf(request) }
    const id = await declareIncident(app, asked)
    return reply.code(201).send(await answer(app, id, request))
  })
}

/** One route for each verb of the table. */
function verbRoutes(routes: Api, app: App): void {
  for (const [verb, { may, body, bodyLimit }] of Object.entries(verbs)) {
    const schema = { params, body, response: { 200: verbAnswer } }
    routes.post(`${BASE}/:name/${verb}`, { config: { action: may }, schema, ...(bodyLimit ? { bodyLimit } : {}) }, async (request) => {
      const asked = { reference: request.params.name, verb, body: request.body, who: signedIn(request) }
      const { incident, said } = await runVerb(app, { ...asked, idempotencyKey: idempotencyKeyOf(request) })
      return { ...(await presentDetail(incident, { app, reader: readerOf(app, request) })), said }
    })
  }
}

const readerOf = (app: App, { principal }: FastifyRequest): Reader => ({ policy: app.policies.live(), principal })

/** Routes with an action are asked by nobody else. */
function signedIn({ principal }: FastifyRequest): Principal {
  if (!principal) throw new Error('a route that needs an action was reached without a principal')
  return principal
}
