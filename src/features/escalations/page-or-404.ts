import type { FastifyRequest } from 'fastify'
import { Problem } from '../../platform/http/problem.ts'
import type { Reader } from '../alerts/reads/people.ts'
import type { App } from '../feature.ts'
import { viewerOf } from '../people/reads/viewer.ts'
import type { Page } from './contract.ts'
import { pageSeenBy, presentPage } from './reads/pages.ts'

export const readerOf = (app: App, request: FastifyRequest): Reader => ({ policy: app.policies.live(), principal: request.principal })

/** The page as it stands now, as far as it exists for who asks. */
export async function pageOr404(app: App, request: FastifyRequest, id: string): Promise<Page> {
  const state = await pageSeenBy(app.pools.page, id, viewerOf(readerOf(app, request)))
  if (!state)
    throw new Problem({ code: 'not-found', status: 404, detail: `There is no page ${id}; GET /api/v1/pages lists those that run.` })
  await app.policies.ensure([state.policy])
  return presentPage(app, { id, state }, readerOf(app, request))
}
