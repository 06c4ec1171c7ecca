import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { HeardAnswer, HearRequest } from '../../../integrations/hear.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import { ioOf } from '../send-io.ts'
import { answerHeard } from './answer-heard.ts'
import type { Connected } from './who.ts'

/** Providers post a few kilobytes; what is larger is somebody else. */
const BODY_LIMIT_BYTES = 256 * 1024

type Asked = FastifyRequest<{ Params: { type: string; id: string; '*'?: string } }>

/**
 * Where providers post replies and receipts. The integration verifies the raw bytes; before that nothing is believed, kept or
 * looked up. An edge: what a reply may do is the engine's business.
 */
export async function hearRoutes(server: FastifyInstance, app: App): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => done(null, body))
    const handler = (request: Asked, reply: FastifyReply) => hear(app, request, reply)
    for (const url of ['/hear/:type/:id', '/hear/:type/:id/*'])
      for (const method of ['GET', 'POST', 'PUT'] as const) scope.route({ method, url, handler, exposeHeadRoute: false })
  })
}

async function hear(app: App, request: Asked, reply: FastifyReply): Promise<FastifyReply> {
  const connected = connectedOf(app, request.params)
  const { declaration, instance } = connected
  const io = await ioOf(app, connected)
  const heard = declaration.hear?.(requestOf(app, request, io), io)
  if (!heard) throw unknown(request)
  if ('refused' in heard) {
    app.log.warn({ connection: instance.id, why: heard.refused.why }, 'what was posted for a connection was refused')
    return answer(reply, { status: heard.refused.status, body: heard.refused.body })
  }
  const { told, follow } = await answerHeard(app, connected, heard)
  answer(reply, told)
  await follow()
  return reply
}

function connectedOf(app: App, { type, id }: { type: string; id: string }): Connected {
  const instance = app.policies.live().integration(id)
  const declaration = app.integrations.get(type)
  if (instance?.type !== type || !declaration?.hear)
    throw new Problem({
      code: 'not-heard',
      status: 404,
      detail: `No connection ${id.slice(0, 60)} of type ${type.slice(0, 40)} listens here; Settings, Integrations shows the address to post to.`,
    })
  return { instance, declaration }
}

/** The address as the provider called it is ours to know: whatever Host a request claims, only the public one was signed. */
function requestOf(app: App, request: Asked, { fields, secrets }: Pick<HearRequest, 'fields' | 'secrets'>): HearRequest {
  const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const path = request.raw.url ?? '/'
  const text = raw.toString('utf8')
  return {
    method: request.method,
    url: `${app.publicUrl}${path}`,
    rest: (request.params['*'] ?? '').replace(/^\/+|\/+$/g, ''),
    query: new URLSearchParams(path.split('?').slice(1).join('?')),
    headers: request.headers,
    raw,
    form: new URLSearchParams(text),
    json: jsonOf(text),
    fields,
    secrets,
    now: app.clock.now(),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const answer = (reply: FastifyReply, { status, headers, body }: HeardAnswer): FastifyReply =>
  reply
    .code(status)
    .headers({ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers })
    .send(body)

const unknown = (request: Asked): Problem =>
  new Problem({ code: 'not-heard', status: 404, detail: `Nothing listens at ${request.method} ${request.url.split('?')[0]}.` })
