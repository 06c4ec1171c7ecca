import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { directoryOf } from '../../core/directory/directory.ts'
import { isPermitted } from '../../platform/auth/permissions.ts'
import type { App } from '../feature.ts'
import { type DirectoryAnswer, directoryAnswer } from './contract.ts'
import { directoryPage } from './page.ts'

/** Answered from the policy in memory: it is there while the database is not. */
export function directoryRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'people.read' } as const
  const answer = ({ principal }: FastifyRequest): DirectoryAnswer => {
    const seeNumbers = principal !== null && isPermitted(principal, 'page.send')
    return { ...directoryOf(app.policies.live(), { at: app.clock.now(), withNumbers: seeNumbers }), can: { seeNumbers } }
  }
  api.get('/api/v1/directory', { config, schema: { response: { 200: directoryAnswer } } }, async (request) => answer(request))
  server.get('/api/v1/directory/page', { config, schema: { hide: true } }, async (request, reply) => {
    reply.type('text/html; charset=utf-8').header('cache-control', 'private, no-store').header('referrer-policy', 'no-referrer')
    return directoryPage(answer(request))
  })
}
