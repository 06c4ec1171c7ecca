import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { AlertEvent } from '../../core/alert/event.ts'
import type { JsonObject } from '../../core/command/command.ts'
import type { ReasonedAct } from '../../core/policy/schema/organization.ts'
import type { Principal } from '../../platform/auth/permissions.ts'
import { idempotencyKeyOf, keyedId } from '../../platform/http/idempotency.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import { findReceived } from '../connections/reads/received.ts'
import type { App } from '../feature.ts'
import { actorOf } from '../policies/reads.ts'
import { type Act, actOnMany, alertOr404, type By, carryOut, commandFor, untilOf, wantReason } from './act.ts'
import {
  acknowledgeBody,
  alertCounts,
  alertDetail,
  alertList,
  alertQuery,
  bulkAnswer,
  bulkBody,
  declareBody,
  escalateBody,
  openBody,
  payloadAnswer,
  resolveBody,
  similarAnswer,
  snoozeBody,
} from './contract.ts'
import { presentDetail } from './present-detail.ts'
import { presentAlert } from './reads/alert-row.ts'
import { countAlerts, findAlert, findEscalations, listAlerts, seenBy } from './reads/alerts.ts'
import { positionOf } from './reads/cursor.ts'
import type { Reader } from './reads/people.ts'
import { readSimilar } from './reads/similar.ts'

const params = z.object({ id: z.string().min(1).max(300) })
/** Alerts that a person opened come in by this name. */
const BY_HAND = 'manual'

type Api = ReturnType<typeof api>
const api = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()

const readerOf = (app: App, request: FastifyRequest): Reader => ({ policy: app.policies.live(), principal: request.principal })

/** `config.action` has seen to it that somebody asks. */
const byOf = (app: App, request: FastifyRequest): By => ({ principal: request.principal as Principal, policy: app.policies.live() })

export function alertRoutes(server: FastifyInstance, app: App): void {
  const routes = api(server)
  readRoutes(routes, app)
  openRoute(routes, app)
  actionRoutes(routes, app)
  escalateRoute(routes, app)
}

function readRoutes(routes: Api, app: App): void {
  const read = { action: 'alert.read' as const }
  routes.get('/api/v1/alerts', { config: read, schema: { querystring: alertQuery, response: { 200: alertList } } }, async (request) => {
    const { cursor, ...filter } = request.query
    const after = cursor ? positionOf(cursor) : null
    if (cursor && !after)
      throw new Problem({
        code: 'bad-cursor',
        status: 400,
        detail: `"${cursor}" is no cursor of this list; use \`next\` of a page before.`,
      })
    const { alerts, next } = await listAlerts(app.pools.side, { ...filter, after })
    const escalations = await findEscalations(
      app.pools.side,
      alerts.filter(({ state }) => state.status === 'triggered').map(({ state }) => state.escalation),
    )
    const reader = readerOf(app, request)
    const seen = await seenBy(app.pools.side, alerts, reader)
    return { items: seen.map((alert) => presentAlert(alert, escalations.get(alert.state.escalation ?? ''), reader)), next }
  })
  routes.get('/api/v1/alerts/counts', { config: read, schema: { response: { 200: alertCounts } } }, () => countAlerts(app.pools.side))
  routes.get('/api/v1/alerts/:id', { config: read, schema: { params, response: { 200: alertDetail } } }, async (request) =>
    presentDetail(app, await alertOr404(app, request.params.id), readerOf(app, request)),
  )
  routes.get('/api/v1/alerts/:id/similar', { config: read, schema: { params, response: { 200: similarAnswer } } }, async (request) =>
    readSimilar(app, await alertOr404(app, request.params.id), readerOf(app, request)),
  )
  routes.get('/api/v1/alerts/:id/payload', { config: read, schema: { params, response: { 200: payloadAnswer } } }, async (request) => {
    const { id, state } = await alertOr404(app, request.params.id)
    const { dedup, title, source, integration, startedAt, labels, details, links } = state
    return {
      received: await findReceived(app.pools.side, id),
      isByHand: integration === BY_HAND,
      understood: { key: dedup, title, source, integration, startedAt, labels, details, links },
    }
  })
}

function openRoute(routes: Api, app: App): void {
  routes.post(
    '/api/v1/alerts',
    { config: { action: 'alert.create' }, schema: { body: openBody, response: { 201: alertDetail } } },
    async (request, reply) => {
      const { title, service, severity, labels, key } = request.body
      const policy = app.policies.live()
      if (service && !policy.service(service))
        throw new Problem({
          code: 'service-unknown',
          status: 400,
          detail: `"${service}" is no service of this policy; leave it out or add it under services:`,
        })
      const by = actorOf(request.principal, policy)
      const sentAs = idempotencyKeyOf(request)
      const id = sentAs ? `alt-${keyedId(by, sentAs)}` : app.newId()
      const before = sentAs ? await findAlert(app.pools.page, id) : null
      if (before) return reply.code(201).send(await presentDetail(app, before, readerOf(app, request)))
      const event: AlertEvent = {
        action: 'open',
        key: key ?? id,
        title,
        labels: { ...labels, ...(service ? { service } : {}) },
        details: {},
        links: [],
        source: by,
        ...(severity ? { severity } : {}),
      }
      const to = { kind: 'alert', key: `${BY_HAND}/${event.key}`, orNew: id }
      const outcome = await app.engine.execute({ name: 'open', to, by, data: { event, integration: BY_HAND, service: service ?? null } })
      if (outcome.refusal) throw problemOf(outcome.refusal)
      return reply.code(201).send(await presentDetail(app, await alertOr404(app, outcome.subject?.id ?? id), readerOf(app, request)))
    },
  )
}

function actionRoutes(routes: Api, app: App): void {
  const config = { action: 'alert.act' as const }
  const response = { 200: alertDetail }
  const act = async (request: FastifyRequest<{ Params: { id: string } }>, what: Act) => {
    const alert = await alertOr404(app, request.params.id)
    await carryOut(app, commandFor(alert.id, what, byOf(app, request)))
    return presentDetail(app, await alertOr404(app, alert.id), readerOf(app, request))
  }
  type Said = { reason?: string | undefined } | null | undefined
  const reasoned = (request: FastifyRequest, name: ReasonedAct, body: Said): JsonObject => {
    wantReason(byOf(app, request), name, body?.reason)
    return body?.reason ? { reason: body.reason } : {}
  }
  routes.post('/api/v1/alerts/:id/acknowledge', { config, schema: { params, body: acknowledgeBody, response } }, (request) =>
    act(request, { name: 'acknowledge', data: reasoned(request, 'acknowledge', request.body) }),
  )
  routes.post('/api/v1/alerts/:id/resolve', { config, schema: { params, body: resolveBody, response } }, (request) =>
    act(request, { name: 'resolve', data: reasoned(request, 'resolve', request.body) }),
  )
  routes.post('/api/v1/alerts/:id/snooze', { config, schema: { params, body: snoozeBody, response } }, async (request) => {
    const { reason } = request.body
    const until = untilOf(app, request.body)
    const { snoozedUntil } = (await alertOr404(app, request.params.id)).state
    // Waking it earlier silences nothing.
    const isEarlier = snoozedUntil !== null && until <= snoozedUntil
    const data = isEarlier ? { ...(reason ? { reason } : {}) } : reasoned(request, 'snooze', request.body)
    return act(request, { name: 'snooze', data: { ...data, until } })
  })
  routes.post(
    '/api/v1/alerts/:id/declare',
    { config: { action: 'incident.declare' }, schema: { params, body: declareBody, response } },
    (request) => act(request, { name: 'declare-incident', data: { ...request.body } }),
  )
  routes.post('/api/v1/alerts/bulk', { config, schema: { body: bulkBody, response: { 200: bulkAnswer } } }, (request) =>
    actOnMany(app, request.body, byOf(app, request)),
  )
}

function escalateRoute(routes: Api, app: App): void {
  const options = { config: { action: 'alert.act' as const }, schema: { params, body: escalateBody, response: { 200: alertDetail } } }
  routes.post('/api/v1/alerts/:id/escalate', options, async (request) => {
    const { id, state } = await alertOr404(app, request.params.id)
    if (!state.escalation)
      throw new Problem({
        code: 'not-paging',
        status: 409,
        detail: 'Nobody is paged for this alert, so there is no ladder to climb; page somebody directly.',
      })
    const to = { kind: 'escalation', id: state.escalation }
    await carryOut(app, {
      name: 'escalate',
      to,
      by: actorOf(request.principal, app.policies.live()),
      data: { reason: request.body.reason },
    })
    return presentDetail(app, await alertOr404(app, id), readerOf(app, request))
  })
}
