import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { StartEscalation } from '../../core/escalation/join.ts'
import { resolveTarget } from '../../core/oncall/targets.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { Severity } from '../../core/policy/schema/severity.ts'
import { idempotencyKeyOf, keyedId } from '../../platform/http/idempotency.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { viewerOf } from '../people/reads/viewer.ts'
import { actorOf } from '../policies/reads.ts'
import { pageActRoutes } from './act-routes.ts'
import { type PageSomebody, pageBody, pageShape } from './contract.ts'
import { ladderRoutes } from './ladder-routes.ts'
import { pageOr404, readerOf } from './page-or-404.ts'
import { activePages, presentPage } from './reads/pages.ts'
import { DRILL, drillProblem, drillTitle, ladderNamed } from './rules/drill.ts'
import { simulateRoutes } from './simulate-routes.ts'

const params = z.object({ id: z.string().min(1).max(300) })

type Api = ReturnType<typeof api>
const api = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()

/** Pages by hand, and what runs: `/api/v1/pages`. */
export function pageRoutes(server: FastifyInstance, app: App): void {
  const routes = api(server)
  const read = { action: 'page.read' as const }
  routes.get('/api/v1/pages', { config: read, schema: { response: { 200: z.object({ items: z.array(pageShape) }) } } }, async (request) => {
    const reader = readerOf(app, request)
    const running = await activePages(app.pools.side, viewerOf(reader))
    await app.policies.ensure(running.map(({ state }) => state.policy))
    return { items: running.map((each) => presentPage(app, each, reader)) }
  })
  routes.get('/api/v1/pages/:id', { config: read, schema: { params, response: { 200: pageShape } } }, (request) =>
    pageOr404(app, request, request.params.id),
  )
  sendRoute(routes, app)
  pageActRoutes(server, app)
  ladderRoutes(server, app)
  simulateRoutes(server, app)
}

function sendRoute(routes: Api, app: App): void {
  const options = { config: { action: 'page.send' as const }, schema: { body: pageBody, response: { 201: pageShape } } }
  routes.post('/api/v1/pages', options, async (request, reply) => {
    const policy = app.policies.live()
    const by = actorOf(request.principal, policy)
    const key = idempotencyKeyOf(request)
    const id = `esc-${key ? keyedId(by, key) : app.newId()}`
    const isThere = async (): Promise<boolean> => key !== null && (await app.store.load([{ kind: 'escalation', id }]))[0]?.state != null
    if (await isThere()) return reply.code(201).send(await pageOr404(app, request, id))
    const asked = request.body
    const start = asked.drill ? drillOf(asked, { policy, id, now: app.clock.now() }) : startOf(asked, { policy, id, now: app.clock.now() })
    const { refusal } = await app.engine.execute({ name: 'start', to: { kind: 'escalation', id }, by, data: start })
    if (refusal && !(await isThere())) throw problemOf(refusal)
    return reply.code(201).send(await pageOr404(app, request, id))
  })
}

type Starting = { policy: Policy; id: string; now: Temporal.Instant }

/** A ladder of one step for this one case. It is about itself, so acknowledging it ends it. */
function startOf({ target, title, reason, severity }: PageSomebody, { policy, id, now }: Starting): StartEscalation {
  const level = levelOf(severity, policy)
  if (resolveTarget(policy, target, { at: now }).length === 0)
    throw new Problem({
      code: 'reaches-nobody',
      status: 422,
      detail: `"${target}" names nobody at this moment; name a person (user:…), a team, a role or a schedule with somebody on call`,
    })
  return {
    ladder: { id: 'by-hand', targets: [target], reason: reason ?? null },
    about: { kind: 'page', id },
    service: null,
    severity: level.id,
    rank: policy.rankOf(level.id),
    flags: [],
    holders: {},
    title,
    policy: policy.version,
  }
}

function levelOf(severity: string | undefined, policy: Policy): Severity {
  const level = severity ? policy.severity(severity) : policy.mostSevere
  if (level) return level
  throw new Problem({
    code: 'severity-unknown',
    status: 400,
    detail: `"${severity}" is no severity; use one of ${policy.severities.map((each) => each.id).join(', ')}`,
  })
}

/** The same page, marked; or a whole ladder, as an alert would climb it. */
function drillOf(asked: PageSomebody, given: Starting): StartEscalation {
  const ladder = ladderNamed(asked.target)
  const mark = { title: drillTitle(asked.title), flags: [DRILL] }
  if (ladder === null) return { ...startOf(asked, given), ...mark }
  const { policy, id } = given
  const wrong = drillProblem(ladder, { policy, service: asked.service })
  if (wrong) throw problemOf(wrong)
  const level = levelOf(asked.severity, policy)
  return {
    ...mark,
    ladder: { id: ladder, targets: null, reason: asked.reason ?? null },
    about: { kind: 'page', id },
    service: asked.service ?? null,
    severity: level.id,
    rank: policy.rankOf(level.id),
    holders: {},
    policy: policy.version,
  }
}
