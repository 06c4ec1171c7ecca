import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { atomFeed, rssFeed } from './feed.ts'
import type { PageShelf, Shelved } from './page-shelf.ts'
import { viewOf } from './page-view.ts'
import { componentsOf, pageOf, publishedIncident } from './reads.ts'
import { type Frame, renderIncident, renderPage, staleLine, withStaleLine } from './render.ts'
import { statuspageAnswers } from './statuspage-json.ts'
import { TIMES_SCRIPT } from './times.ts'

/** Visitors and proxies may keep a page this long, and show it on when nobody answers. */
const CACHE = 'public, max-age=15, stale-while-revalidate=60, stale-if-error=86400'
const MOVED = 308
const FOREVER = 'public, max-age=31536000, immutable'

const css = readFileSync(new URL('./styles.css', import.meta.url), 'utf8')
const STYLESHEET = `/status/style-${hash('sha256', css).slice(0, 10)}.css`
const SCRIPT = `/status/times-${hash('sha256', TIMES_SCRIPT).slice(0, 10)}.js`

type Document = { type: string; body: string }

/** Sends what a cache may keep; who has it already gets 304. */
function send(request: FastifyRequest, reply: FastifyReply, { type, body }: Document): FastifyReply {
  const tag = `W/"${hash('sha256', body).slice(0, 24)}"`
  reply.header('cache-control', CACHE).header('etag', tag).header('access-control-allow-origin', '*')
  const known = String(request.headers['if-none-match'] ?? '').split(/,\s*/)
  if (known.includes(tag)) return reply.code(304).send()
  return reply.type(type).send(body)
}

const HTML = 'text/html; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'

type Draw = (shelved: Shelved, frame: Frame) => Document

const page: Draw = ({ view, isStale }, frame) => {
  const body = renderPage(view, frame)
  return { type: HTML, body: isStale ? withStaleLine(body, staleLine(view.at, view.zone)) : body }
}
const atom: Draw = ({ view }) => ({ type: 'application/atom+xml; charset=utf-8', body: atomFeed(view) })
const rss: Draw = ({ view }) => ({ type: 'application/rss+xml; charset=utf-8', body: rssFeed(view) })

type PageParams = { Params: { page?: string } }

/** The public page in all its forms, without sign-in; its one script only says times in the reader's zone. */
export function publicRoutes(server: FastifyInstance, app: App, shelf: PageShelf): void {
  const answer = (draw: Draw) => async (request: FastifyRequest<PageParams>, reply: FastifyReply) => {
    const id = request.params.page ?? null
    return send(request, reply, draw(await shelved(shelf, id), frameFor(id)))
  }
  const hidden = { schema: { hide: true } }
  for (const base of ['/status', '/status/:page']) {
    server.get<PageParams>(base, hidden, answer(page))
    // Links within a page are relative to it without a slash at its end.
    server.get<PageParams>(`${base}/`, hidden, (request, reply) => reply.redirect(frameFor(request.params.page ?? null).base, MOVED))
    server.get<PageParams>(`${base}/history.atom`, hidden, answer(atom))
    server.get<PageParams>(`${base}/history.rss`, hidden, answer(rss))
    server.get<{ Params: { page?: string; reference: string } }>(`${base}/incidents/:reference`, hidden, async (request, reply) =>
      send(request, reply, await permalink(app, shelf, request.params)),
    )
  }
  server.get<PageParams>('/history.atom', hidden, answer(atom))
  server.get<PageParams>('/history.rss', hidden, answer(rss))
  for (const [path, tell] of Object.entries(statuspageAnswers)) {
    const draw: Draw = ({ view }) => ({ type: JSON_TYPE, body: JSON.stringify(tell(view)) })
    for (const base of ['/api/v2', '/status/:page/api/v2']) server.get<PageParams>(`${base}/${path}`, hidden, answer(draw))
  }
  server.get(STYLESHEET, hidden, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', FOREVER).send(css),
  )
  server.get(SCRIPT, hidden, async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', FOREVER).send(TIMES_SCRIPT),
  )
}

const frameFor = (id: string | null): Frame => ({
  stylesheet: STYLESHEET,
  script: SCRIPT,
  base: id === null ? '/status' : `/status/${encodeURIComponent(id)}`,
})

async function shelved(shelf: PageShelf, id: string | null): Promise<Shelved> {
  const found = await shelf.get(id)
  if (found) return found
  const detail =
    id === null
      ? 'This organisation has no public status page; add one under status_pages: in the policy.'
      : `There is no status page "${id}".`
  throw new Problem({ code: 'not-found', status: 404, detail })
}

/** An incident's own page: from the bars when it is young, from the database when it is older than they are. */
async function permalink(app: App, shelf: PageShelf, params: { page?: string; reference: string }): Promise<Document> {
  const frame = frameFor(params.page ?? null)
  const found = await shelved(shelf, params.page ?? null)
  const { view, isStale } = found
  const wanted = params.reference.toLowerCase()
  const recent = view.incidents.find(({ reference }) => reference.toLowerCase() === wanted)
  const incident = recent ?? (isStale ? undefined : await older(app, view.id, params.reference))
  if (!incident) throw new Problem({ code: 'not-found', status: 404, detail: `There is no published incident "${params.reference}".` })
  const body = renderIncident(incident, view, frame)
  return { type: HTML, body: isStale ? withStaleLine(body, staleLine(view.at, view.zone)) : body }
}

async function older(app: App, id: string, reference: string) {
  const policy = app.policies.live()
  const page = pageOf(policy, id)
  const incident = page && (await publishedIncident(app, reference))
  if (!incident) return undefined
  const zone = policy.bundle.organization.timezone
  return viewOf({
    page,
    components: componentsOf(policy, page),
    incidents: [incident],
    maintenance: [],
    now: app.clock.now(),
    zone,
    url: '',
    support: null,
  }).incidents[0]
}
