import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Problem } from '../../platform/http/problem.ts'
import { whoIs } from '../alerts/reads/people.ts'
import type { App } from '../feature.ts'
import { hiddenFrom, viewerOf } from '../people/reads/viewer.ts'
import { actorOf } from '../policies/reads.ts'
import { type PresenceAnswer, place as placeShape, presenceAnswer, presenceBody } from './contract.ts'
import type { Presence } from './presence.ts'

const config = { action: 'incident.read' as const }

/** Where a console says what it shows, and asks who else is there. */
export function presenceRoutes(server: FastifyInstance, app: App, presence: Presence): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const seen = (request: FastifyRequest, place: string): PresenceAnswer => {
    const reader = { policy: app.policies.live(), principal: request.principal }
    return { people: presence.at(place).map((actor) => whoIs(actor, reader)) }
  }
  const answer = { response: { 200: presenceAnswer }, hide: true }
  api.post('/api/v1/presence', { config, schema: { body: presenceBody, ...answer } }, async (request) => {
    const { stream, place } = request.body
    if (place) await mustSee(app, request, place)
    presence.move(stream, actorOf(request.principal, app.policies.live()), place)
    return place ? seen(request, place) : { people: [] }
  })
  const params = z.object({ place: placeShape })
  api.get('/api/v1/presence/:place', { config, schema: { params, ...answer } }, async (request) => {
    await mustSee(app, request, request.params.place)
    return seen(request, request.params.place)
  })
}

/** Who works on a private incident is as private as the incident; a review has its incident's id. */
async function mustSee(app: App, request: FastifyRequest, place: string): Promise<void> {
  const id = place.slice(place.indexOf(':') + 1)
  const hidden = await hiddenFrom(app.pools.side, [id], viewerOf({ policy: app.policies.live(), principal: request.principal }))
  if (hidden.has(id)) throw new Problem({ code: 'not-found', status: 404, detail: `There is no ${place}.` })
}
