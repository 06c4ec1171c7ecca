import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { findIncident } from '../incidents/reads/incidents.ts'
import type { Present } from '../incidents/reads/present.ts'
import { type Viewer, viewerOf } from '../people/reads/viewer.ts'
import { actorOf } from '../policies/reads.ts'
import { editBody, emptyBody, reviewDetail, reviewList, reviewQuery, scheduleBody, stepBody } from './contract.ts'
import { composeDraft } from './draft-job.ts'
import { presentReview, presentReviewDetail } from './present.ts'
import { findReview, listReviews } from './reads/reviews.ts'

const BASE = '/api/v1/reviews'
const params = z.object({ name: z.string().min(1).max(300) })
const notFound = (name: string) =>
  new Problem({
    code: 'not-found',
    status: 404,
    detail: `There is no review of ${name}; it is drafted when the incident is resolved. GET ${BASE} lists those there are.`,
  })

const viewerFor = (app: App, { principal }: FastifyRequest): Viewer => viewerOf({ policy: app.policies.live(), principal })

const presentFor = (app: App, { principal }: FastifyRequest): Present => ({ app, reader: { policy: app.policies.live(), principal } })

async function answer(app: App, name: string, request: FastifyRequest) {
  const viewer = viewerFor(app, request)
  const incident = await findIncident(app.pools.side, name, viewer)
  const stored = incident && (await findReview(app.pools.side, incident.id, viewer))
  if (!stored) throw notFound(name)
  await app.policies.ensure([stored.review.policy, stored.incident.policy])
  return presentReviewDetail(stored, presentFor(app, request))
}

type Act = { name: string; data: object }

async function act(app: App, { name, data }: Act, request: FastifyRequest<{ Params: { name: string } }>) {
  const { id } = await answer(app, request.params.name, request)
  const { refusal } = await app.engine.execute({
    name,
    to: { kind: 'review', id },
    by: actorOf(request.principal, app.policies.live()),
    data,
  })
  if (refusal) throw problemOf(refusal)
  return answer(app, id, request)
}

export function reviewRoutes(server: FastifyInstance, app: App): void {
  const routes = server.withTypeProvider<ZodTypeProvider>()
  const [read, write] = [{ action: 'review.read' as const }, { action: 'review.write' as const }]
  const response = { 200: reviewDetail }
  routes.get(BASE, { config: read, schema: { querystring: reviewQuery, response: { 200: reviewList } } }, async (request) => {
    const reviews = await listReviews(app.pools.side, request.query.status, viewerFor(app, request))
    await app.policies.ensure(reviews.map(({ incident }) => incident.policy))
    return { items: reviews.map((each) => presentReview(each, presentFor(app, request))), next: null }
  })
  routes.get(`${BASE}/:name`, { config: read, schema: { params, response } }, (request) => answer(app, request.params.name, request))
  routes.post(`${BASE}/:name/edit`, { config: write, schema: { params, body: editBody, response } }, (request) =>
    act(app, { name: 'edit', data: request.body }, request),
  )
  routes.post(`${BASE}/:name/schedule`, { config: write, schema: { params, body: scheduleBody, response } }, (request) =>
    act(app, { name: 'schedule', data: request.body }, request),
  )
  routes.post(`${BASE}/:name/step`, { config: write, schema: { params, body: stepBody, response } }, (request) =>
    act(app, { name: 'step', data: request.body }, request),
  )
  for (const name of ['complete', 'reopen'] as const)
    routes.post(`${BASE}/:name/${name}`, { config: write, schema: { params, body: emptyBody, response } }, (request) =>
      act(app, { name, data: {} }, request),
    )
  routes.post(`${BASE}/:name/draft`, { config: write, schema: { params, body: emptyBody, response } }, (request) =>
    draftByHand(app, request),
  )
}

/** A draft before the end, or one whose job was lost. */
async function draftByHand(app: App, request: FastifyRequest<{ Params: { name: string } }>) {
  const incident = await findIncident(app.pools.side, request.params.name, viewerFor(app, request))
  if (!incident) throw notFound(request.params.name)
  const { refusal } = await app.engine.execute({
    name: 'draft',
    to: { kind: 'review', id: incident.id },
    by: actorOf(request.principal, app.policies.live()),
    data: await composeDraft(app, incident.id),
  })
  if (refusal) throw problemOf(refusal)
  return answer(app, incident.id, request)
}
