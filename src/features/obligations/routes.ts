import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { JsonObject } from '../../core/command/command.ts'
import { ownersOf } from '../../core/incident/clocks.ts'
import { viewOf } from '../../core/incident/view.ts'
import { explain } from '../../core/obligation/explain.ts'
import type { Obligation } from '../../core/obligation/obligation.ts'
import type { View } from '../../core/obligation/reconcile.ts'
import { STANDING, standingOwners, standingView } from '../../core/obligation/standing.ts'
import { instantOf, momentOf } from '../../core/time/moment.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import { whoIs } from '../alerts/reads/people.ts'
import type { App } from '../feature.ts'
import { incidentFor } from '../incidents/reads/one-incident.ts'
import { contextOf, type Present } from '../incidents/reads/present.ts'
import { actorOf } from '../policies/reads.ts'
import {
  doneBody,
  type OwedList,
  owedList,
  owedQuery,
  type ScoreQuery,
  scoreAnswer,
  scoreQuery,
  type WhyAnswer,
  waiveBody,
  whyAnswer,
} from './contract.ts'
import { owedBy, settledOf } from './reads/owed.ts'
import { scoresBetween } from './reads/scores.ts'
import { standingOwed, standingState } from './reads/standing.ts'
import { isAskedFor, scoreRow, scoresBy } from './rules.ts'

const BASE = '/api/v1/obligations'
/** Without a span the last quarter is meant. */
const USUAL_DAYS = 92
const LONGEST_DAYS = 1_100

type Api = ReturnType<typeof withZod>
const withZod = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()

export function obligationRoutes(server: FastifyInstance, app: App): void {
  const routes = withZod(server)
  listRoutes(routes, app)
  whyRoutes(routes, app)
  standingRoutes(routes, app)
}

const presentFor = (app: App, { principal }: FastifyRequest): Present => ({ app, reader: { policy: app.policies.live(), principal } })
const actorIn = (app: App, { principal }: FastifyRequest) => actorOf(principal, app.policies.live())

function listRoutes(routes: Api, app: App): void {
  const config = { action: 'incident.read' as const }
  routes.get(BASE, { config, schema: { querystring: owedQuery, response: { 200: owedList } } }, async (request) => {
    const present = presentFor(app, request)
    const { mine, owed } = request.query
    const which = owed === 'settled' ? 'none' : request.query.standing
    const [items, standing] = await Promise.all([owed === 'settled' ? settledOf(present) : owedBy(present), standingOwed(present, which)])
    return {
      items: items.filter((each) => isAskedFor(each, request.query)),
      standing: standing.filter((each) => (mine !== 'true' || each.isYours) && (owed !== 'missed' || each.clock.status === 'missed')),
      next: null,
    }
  })
  const scores = { config: { action: 'metric.read' as const }, schema: { querystring: scoreQuery, response: { 200: scoreAnswer } } }
  routes.get(`${BASE}/score`, scores, async (request) => {
    const span = spanOf(app, request.query)
    const present = presentFor(app, request)
    const incidents = await scoresBetween(present, span)
    const items = scoresBy(incidents, request.query.by, present.reader.policy.bundle.organization.timezone)
    return { from: momentOf(span.from), to: momentOf(span.to), items, total: scoreRow({ key: 'total', name: 'Total' }, incidents) }
  })
}

function spanOf(app: App, { from, to }: ScoreQuery): { from: Temporal.Instant; to: Temporal.Instant } {
  // What is declared at this moment counts, too.
  const end = to ? instantOf(to) : app.clock.now().add({ milliseconds: 1 })
  const start = from ? instantOf(from) : end.subtract({ hours: USUAL_DAYS * 24 })
  const length = end.epochMilliseconds - start.epochMilliseconds
  if (length > 0 && length <= LONGEST_DAYS * 86_400_000) return { from: start, to: end }
  throw new Problem({
    code: 'span-wrong',
    status: 400,
    detail: `From ${momentOf(start)} to ${momentOf(end)} is no span of up to three years; give \`from\` before \`to\`.`,
  })
}

const whyParams = z.object({ name: z.string().min(1).max(300), id: z.string().min(1).max(200) })

function whyRoutes(routes: Api, app: App): void {
  const config = { action: 'incident.read' as const }
  const schema = { params: whyParams, response: { 200: whyAnswer } }
  routes.get('/api/v1/incidents/:name/obligations/:id/why', { config, schema }, async (request) => {
    const { state } = await incidentFor(app, request.params.name, request.principal)
    await app.policies.ensure([state.policy])
    const present = presentFor(app, request)
    const context = contextOf(present)
    const obligation = found(state.obligations, request.params.id, state.reference)
    return answer({ obligation, view: viewOf(state, context), owners: ownersOf(state, obligation, context) }, present)
  })
  const standing = { params: z.object({ id: whyParams.shape.id }), response: { 200: whyAnswer } }
  routes.get(`${BASE}/standing/:id/why`, { config, schema: standing }, async (request) => {
    const present = presentFor(app, request)
    const state = await standingState(present)
    const obligation = found(state?.obligations ?? [], request.params.id, 'The organisation')
    const context = contextOf(present)
    const view = standingView(state ?? { obligations: [], begun: {}, writtenAt: null }, obligation, context)
    return answer({ obligation, view, owners: standingOwners(obligation, context) }, present)
  })
}

/** By its id (`internal-update#3`), or by its rule: then the latest. */
function found(obligations: readonly Obligation[], id: string, about: string): Obligation {
  const obligation = obligations.find((each) => each.id === id) ?? obligations.findLast((each) => each.rule === id)
  if (obligation) return obligation
  const known = obligations.map((each) => each.id).join(', ')
  throw new Problem({ code: 'not-found', status: 404, detail: `${about} has no clock "${id}"; it has ${known || 'none'}.` })
}

type Asked = { obligation: Obligation; view: View; owners: string[] }

function answer({ obligation, view, owners }: Asked, { reader }: Present): WhyAnswer {
  const told = explain(obligation, view, reader.policy.bundle.organization.timezone)
  const { id, title, status, dueAt } = obligation
  const place = told.place && { words: told.place.words, path: [...told.place.path] }
  return { ...told, id, title, status, dueAt, place, owners: owners.map((user) => whoIs(`user:${user}`, reader)) }
}

type StandingOrder = { name: 'done' | 'waive'; data: JsonObject }

/** Asks the engine and answers what is still owed. */
async function orderStanding(app: App, order: StandingOrder, request: FastifyRequest): Promise<Pick<OwedList, 'standing'>> {
  const { refusal } = await app.engine.execute({ ...order, to: STANDING, by: actorIn(app, request) })
  if (refusal) throw problemOf(refusal)
  return { standing: await standingOwed(presentFor(app, request), 'all') }
}

function standingRoutes(routes: Api, app: App): void {
  const config = { action: 'incident.act' as const }
  const response = { 200: owedList.pick({ standing: true }) }
  routes.post(`${BASE}/standing/done`, { config, schema: { body: doneBody, response } }, (request) =>
    orderStanding(app, { name: 'done', data: request.body as JsonObject }, request),
  )
  routes.post(`${BASE}/standing/waive`, { config, schema: { body: waiveBody, response } }, (request) =>
    orderStanding(app, { name: 'waive', data: request.body }, request),
  )
}
