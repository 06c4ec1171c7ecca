import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { IncidentState } from '../../core/incident/state.ts'
import { whoIs } from '../alerts/reads/people.ts'
import type { App } from '../feature.ts'
import { approvePage } from './approve-page.ts'
import { APPROVE_PURPOSE, type ApproveLink, approveLink } from './contract.ts'

/** A reason, at most as long as the form lets it be. */
const BODY_LIMIT_BYTES = 16_384
const GONE = 410
type WithToken = FastifyRequest<{ Params: { token: string } }>

/** The screen behind the link that an approver gets: no login, no script. GET only looks; a POST answers, as the person it was sent to. */
export async function approveRoutes(server: FastifyInstance, app: App): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => done(null, body))
    const options = { config: { isPublic: true as const }, schema: { hide: true } }
    scope.get('/approve/:token', options, (request: WithToken, reply) => show(app, request, { reply, said: null }))
    scope.post('/approve/:token', options, (request: WithToken, reply) => answer(app, request, reply))
  })
}

/** Whoever has left approves nothing any more, however fresh the mail. */
function linkIn(app: App, token: string): ApproveLink | null {
  const read = approveLink.safeParse(app.links.read(APPROVE_PURPOSE, token))
  const person = read.success ? app.policies.live().user(read.data.user) : undefined
  return read.success && person && !person.disabled ? read.data : null
}

async function answer(app: App, request: WithToken, reply: FastifyReply): Promise<string> {
  const link = linkIn(app, request.params.token)
  if (!link) return show(app, request, { reply, said: null })
  const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '')
  const name = form.get('act') === 'decline' ? 'decline' : 'approve'
  const { refusal } = await app.engine.execute({
    name,
    to: { kind: 'incident', id: link.incident },
    by: `user:${link.user}`,
    data: { id: link.approval, ...(name === 'decline' ? { reason: form.get('reason') ?? '' } : {}) },
  })
  const done = name === 'approve' ? 'Approved: it goes out now.' : 'Declined: its author is told why.'
  const already = refusal?.code === 'nothing-waits' ? 'This has been answered, or taken back, already.' : refusal?.message
  return show(app, request, { reply: reply.code(refusal?.status ?? 200), said: already ? sentence(already) : done })
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

async function show(app: App, request: WithToken, { reply, said }: { reply: FastifyReply; said: string | null }): Promise<string> {
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
  const policy = app.policies.live()
  const organization = policy.bundle.organization.name
  const link = linkIn(app, request.params.token)
  const [row] = link ? await app.store.load([{ kind: 'incident', id: link.incident }]) : []
  const state = row?.state as IncidentState | undefined
  if (!link || !state || state.isPrivate) {
    reply.code(GONE)
    return approvePage({ organization, said: said ?? 'This link is no longer valid.', incident: null, waiting: null }, reply.cspNonce)
  }
  const found = (state.awaiting ?? []).find(({ id }) => id === link.approval)
  const incident = { reference: state.reference, title: state.title, href: `${app.publicUrl}/incidents/${link.incident}` }
  const waiting = found ? { text: String(found.data.text), by: whoIs(found.by, { policy, principal: null }).name, act: found.act } : null
  return approvePage({ organization, said, incident, waiting }, reply.cspNonce)
}
