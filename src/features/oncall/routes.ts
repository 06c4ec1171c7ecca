import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { alwaysAsked } from '../../core/oncall/always-asked.ts'
import type { Span } from '../../core/oncall/shifts-between.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { noSchedule } from './change.ts'
import { LONGEST_WEEKS, onCallAnswer, scheduleQuery, scheduleView } from './contract.ts'
import { presentSchedule } from './present.ts'
import { onCallAt } from './reads/on-call.ts'
import { api, idParams, readerOf } from './routes/api.ts'
import { awayRoutes } from './routes/away.ts'
import { calendarLinkRoutes } from './routes/calendar-links.ts'
import { calendarRoutes } from './routes/calendars.ts'
import { coverRoutes } from './routes/cover.ts'
import { draftRoutes } from './routes/draft.ts'
import { fairnessRoutes } from './routes/fairness.ts'
import { handoffRoutes } from './routes/handoff.ts'
import { overrideRoutes } from './routes/overrides.ts'
import { removalRoutes } from './routes/removal.ts'

const USUAL_HOURS = 14 * 24
const WEEK_MS = 7 * 86_400_000

export function onCallRoutes(server: FastifyInstance, app: App): void {
  const routes = api(server)
  const read = { action: 'oncall.read' as const }
  routes.get('/api/v1/oncall', { config: read, schema: { response: { 200: onCallAnswer } } }, async (request) => ({
    items: await onCallAt(app.pools.side, app.clock.now(), readerOf(app, request)),
    always: alwaysAsked(app.policies.live()),
  }))
  routes.get(
    '/api/v1/schedules/:id',
    { config: read, schema: { params: idParams, querystring: scheduleQuery, response: { 200: scheduleView } } },
    async (request) => viewOf(app, request, { id: request.params.id, ...request.query }),
  )
  overrideRoutes(routes, app)
  coverRoutes(routes, app)
  awayRoutes(routes, app)
  handoffRoutes(routes, app)
  calendarLinkRoutes(routes, app)
  calendarRoutes(routes, app)
  fairnessRoutes(routes, app)
  draftRoutes(routes, app)
  removalRoutes(routes, app)
}

type Asked = { id: string; from?: string; to?: string; zone?: string }

function viewOf(app: App, request: FastifyRequest, { id, from, to, zone }: Asked): z.output<typeof scheduleView> {
  const reader = readerOf(app, request)
  const schedule = reader.policy.schedule(id)
  if (!schedule) throw noSchedule(app, id)
  return presentSchedule(schedule, { span: spanOf(app, from, to), zone }, reader)
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
