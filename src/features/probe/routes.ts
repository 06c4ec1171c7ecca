import type { FastifyInstance } from 'fastify'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { readStanding } from './reads.ts'

const RETRY_S = 15

/** For watchers outside, without sign-in: 200 when a page would get through now, else 503 with the reasons. */
export function watchRoute(server: FastifyInstance, app: App): void {
  server.get('/watchz', async (_request, reply) => {
    const { isWell, why, ...rest } = await readStanding(app)
    if (!isWell)
      throw new Problem({
        code: 'pager-unwell',
        status: 503,
        detail: `A page would not get through: ${why.join('; ')}.`,
        retryAfterSeconds: RETRY_S,
      })
    return reply.header('cache-control', 'no-store').send({ status: 'ok', ...rest })
  })
}
