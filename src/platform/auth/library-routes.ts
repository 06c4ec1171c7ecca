import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../http/problem.ts'
import type { ApiApp } from '../http/server.ts'
import { countAttempt, forgetAttempts } from './attempts.ts'
import { ADDRESS_HEADER, AUTH_PATH } from './auth-library.ts'
import type { Doorkeeper } from './authenticate.ts'

/** All that is reachable of the library; everything else it can do stays closed until we need it. */
const OPEN_PATHS = new Set([
  '/sign-in/email',
  '/sign-out',
  '/get-session',
  '/change-password',
  '/list-sessions',
  '/revoke-session',
  '/revoke-sessions',
  '/revoke-other-sessions',
])

/** The request as the library wants it, with the sender's address in our own header. */
function webRequest(request: FastifyRequest, publicUrl: string): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (name === 'content-length' || name === 'transfer-encoding') continue
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  headers.set(ADDRESS_HEADER, request.ip)
  const body = request.rawBody
  return new Request(new URL(request.url, publicUrl), { method: request.method, headers, ...(body && { body: new Uint8Array(body) }) })
}

/** Passes the library's answer on: its cookies and body; its errors become problems. */
export async function passOn(answer: Response, reply: FastifyReply): Promise<FastifyReply> {
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
  if (answer.ok)
    return reply
      .code(answer.status)
      .type('application/json; charset=utf-8')
      .send(await answer.text())
  const { code = 'sign-in-failed', message = 'The sign-in failed.' } = (await answer.json().catch(() => ({}))) as {
    code?: string
    message?: string
  }
  if (answer.status >= 500) throw new Error(`The sign-in library failed: ${code} ${message}`)
  throw new Problem({ code: code.toLowerCase().replaceAll('_', '-'), status: answer.status, detail: message })
}

/** Mounts what we use of the library below `/api/auth`. Tries to sign in are counted before a password is looked at. */
export function addLibraryRoutes(api: ApiApp, { library, pool, now }: Doorkeeper, publicUrl: string): void {
  const config = { isPublic: true } as const
  api.route({
    method: ['GET', 'POST'],
    url: `${AUTH_PATH}/*`,
    config,
    schema: { hide: true },
    handler: async (request, reply) => {
      const path = `/${(request.params as { '*': string })['*']}`
      if (!OPEN_PATHS.has(path)) throw new Problem({ code: 'not-found', status: 404, detail: `There is nothing at ${AUTH_PATH}${path}.` })
      if (path !== '/sign-in/email') return passOn(await library.handler(webRequest(request, publicUrl)), reply)
      const attempt = { email: String((request.body as { email?: unknown } | null)?.email), address: request.ip }
      await countAttempt(pool, attempt, now())
      const answer = await library.handler(webRequest(request, publicUrl))
      if (answer.ok) await forgetAttempts(pool, attempt)
      return passOn(answer, reply)
    },
  })
}
