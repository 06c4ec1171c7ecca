import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Span } from '../../core/oncall/shifts-between.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { Reader } from '../alerts/reads/people.ts'
import type { App } from '../feature.ts'
import { actorOf, changePolicy } from '../policies/reads.ts'
import { type AddOverride, LONGEST_WEEKS, onCallNow, overrideBody, scheduleQuery, scheduleView } from './contract.ts'
import { presentSchedule } from './present.ts'
import { onCallAt } from './reads/on-call.ts'
import { instantText, withOverride, withoutOverride } from './rules.ts'

const USUAL_HOURS = 14 * 24
const WEEK_MS = 7 * 86_400_000
const params = z.object({ id: z.string().min(1).max(100) })

type Api = ReturnType<typeof api>
const api = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()
const readerOf = (app: App, request: FastifyRequest): Reader => ({ policy: app.policies.live(), principal: request.principal })

export function onCallRoutes(server: FastifyInstance, app: App): void {
  const routes = api(server)
  const read = { action: 'oncall.read' as const }
  routes.get(
    '/api/v1/oncall',
    { config: read, schema: { response: { 200: z.object({ items: z.array(onCallNow) }) } } },
    async (request) => ({
      items: await onCallAt(app.pools.side, app.clock.now(), readerOf(app, request)),
    }),
  )
  routes.get(
    '/api/v1/schedules/:id',
    { config: read, schema: { params, querystring: scheduleQuery, response: { 200: scheduleView } } },
    async (request) => viewOf(app, request, { id: request.params.id, ...request.query }),
  )
  overrideRoutes(routes, app)
}

type Asked = { id: string; from?: string; to?: string; zone?: string }

function viewOf(app: App, request: FastifyRequest, { id, from, to, zone }: Asked): z.output<typeof scheduleView> {
  const reader = readerOf(app, request)
  const schedule = reader.policy.schedule(id)
  if (!schedule) throw noSchedule(app, id)
  return presentSchedule(schedule, { span: spanOf(app, from, to), zone }, reader)
}

function noSchedule(app: App, id: string): Problem {
  const known = (app.policies.live().bundle.schedules ?? []).map((each) => each.id).join(', ') || 'none'
  return new Problem({ code: 'not-found', status: 404, detail: `There is no schedule "${id}"; there is ${known}.` })
}

function spanOf(app: App, from: string | undefined, to: string | undefined): Span {
  const start = from ? Temporal.Instant.from(from) : app.clock.now()
  const end = to ? Temporal.Instant.from(to) : start.add({ hours: USUAL_HOURS })
  const length = end.epochMilliseconds - start.epochMilliseconds
  if (length <= 0) throw new Problem({ code: 'bad-span', status: 400, detail: `to (${end}) must be after from (${start}).` })
  if (length > LONGEST_WEEKS * WEEK_MS)
    throw new Problem({ code: 'bad-span', status: 400, detail: `At most ${LONGEST_WEEKS} weeks at once; ask for a shorter span.` })
  return { from: start, to: end }
}

function overrideRoutes(routes: Api, app: App): void {
  const config = { action: 'oncall.override' as const }
  const response = { 200: scheduleView }
  routes.post('/api/v1/schedules/:id/overrides', { config, schema: { params, body: overrideBody, response } }, async (request) => {
    const { id } = request.params
    const override = overrideOf(request.body, app.newId())
    await change(app, request, { id, note: noteOf(request.body, id), edit: (bundle) => withOverride(bundle, id, override) })
    return viewOf(app, request, { id })
  })
  const one = params.extend({ key: z.string().min(1).max(200) })
  routes.delete('/api/v1/schedules/:id/overrides/:key', { config, schema: { params: one, response } }, async (request) => {
    const { id, key } = request.params
    await change(app, request, { id, note: `Override of ${id} removed`, edit: (bundle) => withoutOverride(bundle, id, key) })
    return viewOf(app, request, { id })
  })
}

type Change = { id: string; note: string; edit: (bundle: Bundle) => Bundle | null }

/** Configuration is one versioned bundle, so an override is a new version of it, with who and why. */
async function change(app: App, request: FastifyRequest, { id, note, edit }: Change): Promise<void> {
  const by = actorOf(request.principal, app.policies.live())
  const { refusal } = await changePolicy(app, { by, note }, (bundle) => {
    const edited = edit(bundle)
    if (!edited) throw bundle.schedules?.some((each) => each.id === id) ? noOverride(id) : noSchedule(app, id)
    return edited
  })
  if (refusal) throw problemOf(refusal)
}

const noOverride = (id: string): Problem =>
  new Problem({ code: 'not-found', status: 404, detail: `${id} has no such override any more; somebody else may have removed it.` })

function overrideOf(
  { user, replaces, from, to, reason }: AddOverride,
  id: string,
): NonNullable<Bundle['schedules']>[number]['overrides'][number] {
  const ended = { from: instantText(from), to: instantText(to), ...(reason ? { reason } : {}) }
  return { id: slugOf(id), user: user ? [user] : [], ...(replaces ? { replaces } : {}), ...ended }
}

const slugOf = (id: string): string => `override-${id.toLowerCase().replace(/[^a-z0-9-]/g, '')}`

function noteOf({ user, replaces, from, to }: AddOverride, id: string): string {
  const who = user ? `${user}${replaces ? ` instead of ${replaces}` : ' joins'}` : `${replaces} off`
  return `Override of ${id}: ${who}, ${from} to ${to}`
}
