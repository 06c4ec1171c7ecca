import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '../../core/command/command.ts'
import type { EscalationState } from '../../core/escalation/state.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import { addDuration, durationOf } from '../../core/time/duration.ts'
import { momentOf } from '../../core/time/moment.ts'
import { DatabaseDown, DiskFull, readDatabaseError } from '../../platform/db/health.ts'
import { Problem } from '../../platform/http/problem.ts'
import { alertsOfEscalation } from '../alerts/reads/alerts.ts'
import { foreseenFor, presentNext } from '../alerts/reads/foreseen.ts'
import { readProbable } from '../alerts/reads/probable.ts'
import { nextPeople } from '../alerts/rules.ts'
import type { App } from '../feature.ts'
import { ackPage, deadLinkPage, type Nonces, notAcknowledgedPage } from './ack-page.ts'
import { ackView } from './ack-view.ts'
import { ACK_PURPOSE, type AckLink, ackLink, type LinkAct, type LinkSaid, linkAct, linkSaid } from './contract.ts'
import { findPage } from './reads/pages.ts'

/** A link is opened from notifications: nothing that is sent along is larger. */
const BODY_LIMIT_BYTES = 4_096
/** The longest that one tap may silence. */
const SNOOZED_FOR = durationOf('30m')
const GONE = 410

type Opened = { link: AckLink; state: EscalationState }
type WithToken = FastifyRequest<{ Params: { token: string }; Querystring: Record<string, unknown> }>

/**
 * The screen behind the link of a page: no login, no script needed. GET and HEAD only look (mail scanners and previews
 * follow links); a POST acts, and one without a body acknowledges, which is what a notification's button sends.
 */
export async function ackRoutes(server: FastifyInstance, app: App): Promise<void> {
  await server.register(async (scope) => {
    // A button of a notification service may send any type, or none: only the form's one word is read from it.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) => done(null, body))
    const config = { isPublic: true as const }
    const honestly = (handle: typeof act) => (request: WithToken, reply: FastifyReply) =>
      handle(app, request, reply).catch((error) => sayUndone(app, { error, request, reply }))
    scope.get('/a/:token', { config }, honestly(show))
    scope.post('/a/:token', { config }, honestly(act))
  })
}

const isForBrowser = (request: FastifyRequest): boolean => String(request.headers.accept ?? '').includes('text/html')

/** Whoever taps on a phone while the database is away must not believe that they have it. */
function sayUndone(app: App, { error, request, reply }: { error: unknown; request: WithToken; reply: FastifyReply }): FastifyReply {
  const known = readDatabaseError(error)
  if (!(known instanceof DatabaseDown || known instanceof DiskFull)) throw error
  const { code, message, retryAfterSeconds } = known
  if (!isForBrowser(request))
    throw new Problem({
      code,
      status: 503,
      detail: `Not acknowledged: ${message} Try again in a few seconds; paging goes on.`,
      retryAfterSeconds,
      cause: error,
    })
  reply.code(503).type('text/html; charset=utf-8').header('retry-after', String(retryAfterSeconds)).header('cache-control', 'no-store')
  return reply.send(notAcknowledgedPage(app.policies.live().bundle.organization.name, noncesOf(reply)))
}

async function openLink(app: App, token: string): Promise<Opened | null> {
  const read = ackLink.safeParse(app.links.read(ACK_PURPOSE, token))
  const state = read.success ? await findPage(app.pools.page, read.data.escalation) : null
  // Whoever has left holds no page any more, however fresh the mail.
  const person = read.success ? app.policies.live().user(read.data.user) : undefined
  return read.success && state && person && !person.disabled ? { link: read.data, state } : null
}

const noncesOf = (reply: FastifyReply): Nonces => reply.cspNonce

async function show(app: App, request: WithToken, reply: FastifyReply): Promise<string> {
  const opened = await openLink(app, request.params.token)
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').header('referrer-policy', 'no-referrer')
  if (!opened) return deadLinkPage(app.policies.live().bundle.organization.name, app.publicUrl, noncesOf(reply.code(GONE)))
  const said = linkSaid.safeParse(request.query.said)
  return ackPage(await viewOf(app, opened, said.data ?? null), noncesOf(reply))
}

async function viewOf(app: App, { link, state }: Opened, said: LinkSaid | null): Promise<ReturnType<typeof ackView>> {
  const id = link.escalation
  const policy = app.policies.live()
  await app.policies.ensure([state.policy])
  const next = nextOf(app, id, state)
  const spared =
    state.status === 'acknowledged'
      ? nextOf(app, id, { ...state, status: 'running', acknowledged: null, stepAt: momentOf(app.clock.now()) })
      : null
  const [alerts, incident] = await Promise.all([alertsOfEscalation(app.pools.page, id), incidentOf(app, state)])
  const probable = alerts[0] && !incident ? await readProbable(app, alerts[0], { policy, principal: null }) : null
  return ackView({
    link,
    state,
    next,
    spared,
    alerts,
    incident,
    probable: probable?.reference ?? null,
    said,
    policy,
    now: app.clock.now(),
  })
}

/** Whom the ladder pages next, were this its state. */
function nextOf(app: App, id: string, state: EscalationState): ReturnType<typeof presentNext> {
  return presentNext(state, nextPeople(state, foreseenFor(app, { id, state })), { policy: app.policies.live(), principal: null })
}

async function incidentOf(app: App, { about }: EscalationState): Promise<{ reference: string; href: string } | null> {
  if (about.kind !== 'incident') return null
  const [row] = await app.store.load([about])
  const incident = row?.state as IncidentState | undefined
  return incident ? { reference: incident.reference, href: `${app.publicUrl}/incidents/${about.id}` } : null
}

async function act(app: App, request: WithToken, reply: FastifyReply): Promise<unknown> {
  const opened = await openLink(app, request.params.token)
  if (!opened) return show(app, request, reply)
  const word = new URLSearchParams(typeof request.body === 'string' ? request.body : '').get('act')
  const asked = linkAct.safeParse(word ?? 'acknowledge')
  const refusal = asked.success ? await carryOut(app, opened.link, asked.data) : unknownAct(word)
  // A browser looks at the outcome by GET, so that reloading it does nothing again.
  if (isForBrowser(request)) return reply.redirect(`/a/${request.params.token}${saidOf(asked.data ?? null, refusal)}`, 303)
  return reply.code(refusal?.status ?? 200).send(refusal ? { code: refusal.code, detail: refusal.message } : { done: asked.data })
}

/** Whoever sends a word that nobody knows did not mean to acknowledge. */
const unknownAct = (word: string | null): Refusal => ({
  code: 'act-unknown',
  status: 400,
  message: `"${word?.slice(0, 40)}" is none of ${linkAct.options.join(', ')}; nothing was done.`,
})

function saidOf(asked: LinkAct | null, refusal: Refusal | null): string {
  const said = (word: LinkSaid): string => `?said=${word}`
  if (asked === null) return said('unknown')
  if (!refusal) return asked === 'escalate' ? said('passed') : ''
  return said(refusal.code === 'already-acknowledged' ? 'faster' : 'refused')
}

/** Null when it is done, or was already: two taps are one. */
async function carryOut(app: App, { escalation, user }: AckLink, what: LinkAct): Promise<Refusal | null> {
  const by = `user:${user}`
  if (what === 'snooze') return snooze(app, escalation, by)
  const name = app.policies.live().user(user)?.name ?? user
  const data = what === 'escalate' ? { reason: `${name} passed it on` } : { via: 'link' }
  const { refusal } = await app.engine.execute({ name: what, to: { kind: 'escalation', id: escalation }, by, data })
  if (!refusal) return null
  const isTheirs = refusal.code === 'already-acknowledged' && (await findPage(app.pools.page, escalation))?.acknowledged?.by === by
  return isTheirs ? null : refusal
}

async function snooze(app: App, escalation: string, by: string): Promise<Refusal | null> {
  const until = momentOf(addDuration(app.clock.now(), SNOOZED_FOR, app.policies.live().calendar))
  const alerts = await alertsOfEscalation(app.pools.page, escalation)
  const outcomes = await Promise.all(
    alerts.map(({ id }) => app.engine.execute({ name: 'snooze', to: { kind: 'alert', id }, by, data: { until, via: 'link' } })),
  )
  return outcomes.find((each) => each.refusal)?.refusal ?? null
}
