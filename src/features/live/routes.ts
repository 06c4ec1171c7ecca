import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { App } from '../feature.ts'
import { viewerOf } from '../people/reads/viewer.ts'
import { actorOf } from '../policies/reads.ts'
import { Hub, type Told } from './hub.ts'
import { Presence } from './presence.ts'
import { presenceRoutes } from './presence-routes.ts'

/** The console takes 40 s of silence for a dead connection. */
const BEAT_MS = 15_000
/** Who does not read what they asked for is let go; the console asks again, and reads everything anew then. */
const MOST_UNREAD_BYTES = 256 * 1024

/** `GET /api/v1/events`: what changed, as server-sent events `[{ kind, id }]`, until the session ends. */
export function liveRoutes(server: FastifyInstance, app: App, beatMs = BEAT_MS): void {
  const hub = new Hub(app)
  const forget = app.engine.onChange((changed) => hub.note(changed))
  const open = new Set<() => void>()
  const presence = new Presence(app)
  presenceRoutes(server, app, presence)
  // Streams never end by themselves; closing must not wait for them.
  server.addHook('preClose', async () => {
    forget()
    presence.close()
    for (const end of open) end()
  })
  server.get('/api/v1/events', { config: { action: 'alert.read' }, schema: { hide: true } }, (request, reply) => {
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' })
    const stream = app.newId()
    raw.write(`retry: 1000\n\nevent: hello\ndata: ${JSON.stringify({ stream })}\n\n`)
    let cancel = (): void => {}
    const tell = tellerOf(raw)
    const reader = { policy: app.policies.live(), principal: request.principal }
    const leave = hub.add({ viewer: viewerOf(reader), tell })
    const vanish = presence.add(stream, { actor: actorOf(request.principal, reader.policy), tell })
    const end = (): void => {
      leave()
      vanish()
      cancel()
      open.delete(end)
      raw.end()
    }
    const beat = async (): Promise<void> => {
      const isIn = await isStillSignedIn(server, request)
      if (!open.has(end)) return
      if (!isIn) return end()
      raw.write('event: beat\ndata: {}\n\n')
      beatLater()
    }
    const beatLater = (): void => {
      cancel = app.clock.at(app.clock.now().add({ milliseconds: beatMs }), () => void beat().catch(fail))
    }
    const fail = (error: unknown): void => {
      app.log.warn({ err: error }, 'a live connection was ended; the console opens it again')
      end()
    }
    open.add(end)
    raw.on('close', end)
    beatLater()
  })
}

const tellerOf =
  (raw: ServerResponse) =>
  (changes: Told[]): void => {
    if (raw.writableLength > MOST_UNREAD_BYTES) raw.destroy()
    else raw.write(`data: ${JSON.stringify(changes)}\n\n`)
  }

/** Asks the door again: a disabled person, an ended session or a revoked token hears nothing more. A failing door is not a no. */
async function isStillSignedIn(server: FastifyInstance, { headers: { cookie, authorization } }: FastifyRequest): Promise<boolean> {
  const headers = { ...(cookie ? { cookie } : {}), ...(authorization ? { authorization } : {}) }
  const answer = await server.inject({ method: 'GET', url: '/api/v1/me', headers })
  return answer.statusCode !== 401 && answer.statusCode !== 403
}
