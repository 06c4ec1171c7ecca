import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nameOfSchedule, nameOfUser, zoneOf } from '../../../core/duty/words.ts'
import { idOf, type Policy } from '../../../core/policy/policy.ts'
import { isTokenAlive } from '../../../platform/auth/tokens.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import { calendarText } from './calendar-text.ts'
import { calendarSpan, entriesOf } from './entries.ts'
import { findLink, type LinkOwner } from './links.ts'

/** Kept by the calendar that asked, by nobody in between: the address is a secret. */
const CACHE = 'private, max-age=300'
const PATH = '/calendar/'

export const calendarUrl = (publicUrl: string, token: string): string => `${publicUrl}${PATH}${token}.ics`

type Params = { Params: { file: string } }

/** Calendars for programs that can only fetch an address: without sign-in, by a secret in it. */
export function calendarPages(server: FastifyInstance, app: App): void {
  server.get<Params>(`${PATH}:file`, { schema: { hide: true } }, async (request, reply) => {
    const link = await findLink(app.pools.side, request.params.file.replace(/\.ics$/, ''), app.clock.now())
    const policy = app.policies.live()
    if (!link || !(await isAlive(app, policy, link))) throw gone()
    return send(request, reply, textFor(app, policy, link))
  })
}

/** Whoever has left reads no more, nor is what is no longer there read. */
async function isAlive({ pools, clock }: App, policy: Policy, { kind, target, owner }: LinkOwner): Promise<boolean> {
  const isThere = kind === 'schedule' ? policy.schedule(target) !== undefined : isMember(policy, target)
  if (!isThere) return false
  if (owner.startsWith('token:')) return await isTokenAlive(pools.side, idOf(owner), clock.now())
  return !owner.startsWith('user:') || isMember(policy, idOf(owner))
}

const isMember = (policy: Policy, user: string): boolean => {
  const person = policy.user(user)
  return person !== undefined && person.disabled !== true
}

const gone = (): Problem =>
  new Problem({ code: 'not-found', status: 404, detail: 'This calendar address is not in use any more; get a new one under On call.' })

function textFor(app: App, policy: Policy, shown: LinkOwner): string {
  const span = calendarSpan(app.clock.now())
  const isPerson = shown.kind === 'person'
  const name = isPerson ? `On call: ${nameOfUser(policy, shown.target)}` : `On call: ${nameOfSchedule(policy, shown.target)}`
  const zone = isPerson ? zoneOf(policy, shown.target) : (policy.schedule(shown.target)?.timezone ?? policy.calendar.timezone)
  return calendarText({ name, zone, from: span.from }, entriesOf(policy, shown, { span, publicUrl: app.publicUrl }))
}

function send(request: FastifyRequest, reply: FastifyReply, body: string): FastifyReply {
  const tag = `"${hash('sha256', body).slice(0, 32)}"`
  reply.header('cache-control', CACHE).header('etag', tag).header('x-robots-tag', 'noindex')
  const known = String(request.headers['if-none-match'] ?? '').split(/,\s*/)
  if (known.includes(tag) || known.includes(`W/${tag}`) || known.includes('*')) return reply.code(304).send()
  return reply.type('text/calendar; charset=utf-8').header('content-disposition', 'inline; filename="on-call.ics"').send(body)
}
