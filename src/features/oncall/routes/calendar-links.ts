import type { FastifyRequest } from 'fastify'
import type { App } from '../../feature.ts'
import { actorOf } from '../../policies/reads.ts'
import { type LinkOwner, linkOf, removeLink, rotateLink } from '../calendar/links.ts'
import { calendarUrl } from '../calendar/pages.ts'
import { noSchedule } from '../change.ts'
import { type CalendarLink, calendarLink } from '../contract/calendar.ts'
import { type Api, idParams, you } from './api.ts'

const ADVICE =
  'Calendar programs ask when they like: Google every 12 to 24 hours, Outlook every 3, Apple as you set it. Who is paged never depends on it; the console is always right.'

const response = { 200: calendarLink }
const config = { action: 'oncall.read' as const }

/** Secret addresses under which one's own calendar reads one's shifts, or a schedule. POST makes a new one and ends the old one. */
export function calendarLinkRoutes(routes: Api, app: App): void {
  const mine = (request: FastifyRequest): LinkOwner => {
    const id = you(app, request)
    return { kind: 'person', target: id, owner: `user:${id}` }
  }
  const path = '/api/v1/me/calendar'
  routes.get(path, { config, schema: { response } }, async (request) => shown(app, mine(request), null))
  routes.post(path, { config, schema: { response } }, async (request) => rotated(app, mine(request)))
  routes.delete(path, { config, schema: { response } }, async (request) => removed(app, mine(request)))

  const ofSchedule = (request: FastifyRequest, id: string): LinkOwner => {
    if (!app.policies.live().schedule(id)) throw noSchedule(app, id)
    return { kind: 'schedule', target: id, owner: actorOf(request.principal, app.policies.live()) }
  }
  const theirs = '/api/v1/schedules/:id/calendar'
  const schema = { params: idParams, response }
  routes.get(theirs, { config, schema }, async (request) => shown(app, ofSchedule(request, request.params.id), null))
  routes.post(theirs, { config, schema }, async (request) => rotated(app, ofSchedule(request, request.params.id)))
  routes.delete(theirs, { config, schema }, async (request) => removed(app, ofSchedule(request, request.params.id)))
}

async function rotated(app: App, link: LinkOwner): Promise<CalendarLink> {
  const token = await rotateLink(app.pools.side, link, app.clock.now())
  return await shown(app, link, calendarUrl(app.publicUrl, token))
}

async function removed(app: App, link: LinkOwner): Promise<CalendarLink> {
  await removeLink(app.pools.side, link)
  return await shown(app, link, null)
}

async function shown(app: App, link: LinkOwner, url: string | null): Promise<CalendarLink> {
  const found = await linkOf(app.pools.side, link)
  const times = { createdAt: found?.createdAt ?? null, readAt: found?.readAt ?? null }
  return { exists: found !== null, url, ...times, advice: ADVICE, can: { rotate: true, remove: found !== null } }
}
