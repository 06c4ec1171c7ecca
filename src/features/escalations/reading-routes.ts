import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { idOf } from '../../core/policy/policy.ts'
import type { Moment } from '../../core/time/moment.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { actorOf } from '../policies/reads.ts'
import { confirmBody, type ReadingAnswer, readingAnswer } from './contract/reading.ts'
import { laddersToRead, presentReading } from './rules/reading.ts'

const response = { 200: readingAnswer }
/** Long enough that two texts never share it, short enough to be read out. */
const DIGEST_LETTERS = 16

/** The ladder is known to all: each confirms having read it, for what it is now. */
export function readingRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'oncall.read' as const }
  api.get('/api/v1/ladder-reading', { config, schema: { response } }, (request) => reading(app, request))
  api.post('/api/v1/ladder-reading', { config, schema: { body: confirmBody, response } }, async (request) => {
    const { you, ladders } = await reading(app, request)
    if (!you)
      throw new Problem({
        code: 'not-a-reader',
        status: 403,
        detail: 'Only people who can be paged confirm the ladders, each for themselves.',
      })
    if (request.body.ladders !== ladders)
      throw new Problem({
        code: 'ladders-changed',
        status: 409,
        detail: `The ladders were changed meanwhile (they are ${ladders} now); read them anew.`,
      })
    await app.pools.side.query('insert into ladder_read (user_id, ladders, read_at) values ($1, $2, $3) on conflict do nothing', [
      you.id,
      ladders,
      app.clock.now().toString(),
    ])
    return reading(app, request)
  })
}

async function reading(app: App, { principal }: FastifyRequest): Promise<ReadingAnswer> {
  const policy = app.policies.live()
  const ladders = hash('sha256', laddersToRead(policy)).slice(0, DIGEST_LETTERS)
  const { rows: reads } = await app.pools.side.query<{ user: string; ladders: string; at: Moment }>(
    'select user_id as "user", ladders, read_at as at from ladder_read',
  )
  const asking = principal?.kind === 'user' ? idOf(actorOf(principal, policy)) : null
  return presentReading({ policy, ladders, reads, asking })
}
