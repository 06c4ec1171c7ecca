import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { CalendarState } from '../../../core/calendar/machine.ts'
import { nameOfSchedule } from '../../../core/duty/words.ts'
import { idOf } from '../../../core/policy/policy.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Calendar } from '../../../core/policy/schema/calendar.ts'
import { momentOf } from '../../../core/time/moment.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import { copyTimes } from '../calendar/copies.ts'
import { importCalendar } from '../calendar/import.ts'
import { changeDuty, type DutyChange, edited } from '../change.ts'
import { addCalendarBody, type CalendarList, calendarList } from '../contract/calendar.ts'
import { withCalendar, withoutCalendar } from '../rules/calendars.ts'
import { type Api, idParams } from './api.ts'

const response = { 200: calendarList }
const readBody = z.strictObject({ isEmptyRight: z.boolean().default(false) }).default({ isEmptyRight: false })

/** Calendars that the policy reads: whether they can be read, reading one now, adding one and taking it out. */
export function calendarRoutes(routes: Api, app: App): void {
  routes.get('/api/v1/calendars', { config: { action: 'oncall.read' as const }, schema: { response } }, async (request) =>
    list(app, request),
  )

  const write = { action: 'policy.write' as const }
  routes.post('/api/v1/calendars/:id/read', { config: write, schema: { params: idParams, body: readBody, response } }, async (request) => {
    const { id } = request.params
    const calendar = app.policies.live().bundle.calendars?.find((each) => each.id === id)
    if (!calendar) throw new Problem({ code: 'not-found', status: 404, detail: `The policy has no calendar "${id}".` })
    await importCalendar(app, calendar, { everyMs: 0, isEmptyRight: request.body.isEmptyRight })
    return await list(app, request)
  })
  routes.post('/api/v1/calendars', { config: write, schema: { body: addCalendarBody, response } }, async (request) => {
    const { name } = request.body
    const edit = (bundle: Bundle): Bundle => edited(withCalendar(bundle, request.body), () => nameTaken(name))
    await change(app, request, { note: `Calendar ${name} added`, edit })
    return list(app, request)
  })
  routes.delete('/api/v1/calendars/:id', { config: write, schema: { params: idParams, response } }, async (request) => {
    const { id } = request.params
    const missing = () => new Problem({ code: 'not-found', status: 404, detail: `The policy has no calendar "${id}".` })
    const edit = (bundle: Bundle): Bundle => edited(withoutCalendar(bundle, id), missing)
    await change(app, request, { note: `Calendar ${id} removed`, edit })
    return list(app, request)
  })
}

const nameTaken = (name: string): Problem =>
  new Problem({
    code: 'name-taken',
    status: 409,
    detail: `"${name}" makes a name that is taken or empty; choose another with letters in it.`,
  })

async function change(app: App, request: FastifyRequest, { note, edit }: Pick<DutyChange, 'note' | 'edit'>): Promise<void> {
  const at = app.clock.now()
  await changeDuty(app, request, { note, edit, span: { from: momentOf(at), to: momentOf(at) } })
}

async function list(app: App, request: FastifyRequest): Promise<CalendarList> {
  const policy = app.policies.live()
  const calendars = policy.bundle.calendars ?? []
  const times = await copyTimes(app.pools.side)
  const rows = await app.store.load(calendars.map(({ id }) => ({ kind: 'calendar', id })))
  const states = new Map(rows.map(({ subject, state }) => [subject.id, state as CalendarState | null]))
  const fills = ({ schedule, away }: Calendar): string =>
    schedule
      ? nameOfSchedule(policy, idOf(schedule))
      : away === 'everyone'
        ? 'time off'
        : `time off of ${policy.user(away ?? '')?.name ?? away}`
  const items = calendars.map((calendar) => {
    const state = states.get(calendar.id)
    const { readAt = null, triedAt = null } = times.get(calendar.id) ?? {}
    return {
      id: calendar.id,
      name: calendar.name ?? calendar.id,
      fills: fills(calendar),
      owner: calendar.owner ? idOf(calendar.owner) : null,
      readAt,
      triedAt,
      events: state?.events ?? 0,
      trouble: state?.trouble ?? null,
      troubleSince: state?.since ?? null,
    }
  })
  const mayWrite = request.principal !== null && isPermitted(request.principal, 'policy.write')
  return { items, can: { read: mayWrite, add: mayWrite } }
}
