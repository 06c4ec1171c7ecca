import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { idOf } from '../../../core/policy/policy.ts'
import { reasonRefusal } from '../../../core/policy/reasons.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Override } from '../../../core/policy/schema/schedule.ts'
import type { Principal } from '../../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../../platform/http/problem.ts'
import { viaOf } from '../../alerts/reads/people.ts'
import type { App } from '../../feature.ts'
import { changeDuty, edited, noSchedule } from '../change.ts'
import { type ScheduleChange, scheduleChange, shadowBody, spellBody, temporaryBody } from '../contract/changes.ts'
import { type AddOverride, overrideBody } from '../contract.ts'
import { presentChange } from '../present-change.ts'
import { withLayer, withoutSpell, withSchedule, withSpell } from '../rules/membership.ts'
import { temporaryOf, temporaryOverrides, temporaryPrefix } from '../rules/temporary.ts'
import { instantText, keyOf, withOverride, withoutOverride, withReplaced } from '../rules.ts'
import { type Api, idParams } from './api.ts'

/** Joins, leaves and shadows without an end matter from their beginning on, as far as plans are made. */
const PLANNED_DAYS = 91
const FAR = '9999-12-31T00:00:00.000Z'

const keyed = idParams.extend({ key: z.string().min(1).max(200) })
const response = { 200: scheduleChange }
const config = { action: 'oncall.override' as const }

const noOverride = (id: string) => (): Problem =>
  new Problem({ code: 'not-found', status: 404, detail: `${id} has no such override any more; somebody else may have removed it.` })

/** Whatever changes one schedule: answered with the schedule and who moves. */
type Edit = {
  id: string
  note: string
  edit(bundle: Bundle): Bundle
  span: { from: string; to: string }
  isTrial?: boolean | undefined
  force?: string | undefined
}

async function carryOut(app: App, request: FastifyRequest, { id, ...change }: Edit): Promise<ScheduleChange> {
  const changed = await changeDuty(app, request, change)
  return presentChange(app, request, { id, changed, isTrial: change.isTrial === true })
}

/** A trial changes nothing, so that it needs none. */
function needReason(
  app: App,
  request: FastifyRequest,
  { isTrial, reason }: { isTrial?: boolean | undefined; reason?: string | undefined },
) {
  const via = viaOf(request.principal as Principal)
  const refusal = isTrial ? null : reasonRefusal(app.policies.live(), { act: 'override', via, reason })
  if (refusal) throw problemOf(refusal)
}

export function overrideRoutes(routes: Api, app: App): void {
  routes.post(
    '/api/v1/schedules/:id/overrides',
    { config, schema: { params: idParams, body: overrideBody, response } },
    async (request) => {
      const { id } = request.params
      needReason(app, request, request.body)
      const override = overrideOf(request.body, `override-${slugOf(app.newId())}`)
      return await carryOut(app, request, {
        id,
        note: noteOf(request.body, id),
        edit: (bundle) => edited(withOverride(bundle, id, override), () => noSchedule(app, id)),
        span: request.body,
        isTrial: request.body.isTrial,
        force: request.body.force,
      })
    },
  )

  routes.put(
    '/api/v1/schedules/:id/overrides/:key',
    { config, schema: { params: keyed, body: overrideBody, response } },
    async (request) => {
      const { id, key } = request.params
      needReason(app, request, request.body)
      const was = overrideAt(app, id, key)
      const override = overrideOf(request.body, was.id ?? `override-${slugOf(app.newId())}`)
      return await carryOut(app, request, {
        id,
        note: `${noteOf(request.body, id)} (changed)`,
        edit: (bundle) => edited(withReplaced(bundle, { schedule: id, key }, override), noOverride(id)),
        span: hull(was, request.body),
        isTrial: request.body.isTrial,
        force: request.body.force,
      })
    },
  )

  routes.delete('/api/v1/schedules/:id/overrides/:key', { config, schema: { params: keyed, response } }, async (request) => {
    const { id, key } = request.params
    const span = overrideAt(app, id, key)
    const edit = (bundle: Bundle): Bundle => edited(withoutOverride(bundle, id, key), noOverride(id))
    return await carryOut(app, request, { id, note: `Override of ${id} removed`, edit, span })
  })
  temporaryRoutes(routes, app)
  shadowRoutes(routes, app)
  membershipRoutes(routes, app)
}

/** The override as it runs; 404 when it or its schedule is not there. */
function overrideAt(app: App, id: string, key: string): Override {
  const schedule = app.policies.live().schedule(id)
  if (!schedule) throw noSchedule(app, id)
  const found = schedule.overrides.find((each, i) => keyOf(each, i) === key)
  if (!found) throw noOverride(id)()
  return found
}

const hull = (a: { from: string; to: string }, b: { from: string; to: string }) => {
  const [from, to] = [instantText(b.from), instantText(b.to)]
  return { from: a.from < from ? a.from : from, to: a.to > to ? a.to : to }
}

function temporaryRoutes(routes: Api, app: App): void {
  routes.post(
    '/api/v1/schedules/:id/temporary',
    { config, schema: { params: idParams, body: temporaryBody, response } },
    async (request) => {
      const { id } = request.params
      const { isTrial, force, ...body } = request.body
      needReason(app, request, request.body)
      const overrides = temporaryOverrides({ ...body, id: slugOf(app.newId()).replaceAll('-', '') })
      if (overrides.length === 0) throw new Problem({ code: 'empty', status: 400, detail: 'No shift of it lies between `from` and `to`.' })
      return await carryOut(app, request, {
        id,
        note: `Temporary schedule of ${id}, ${body.from} to ${body.to}${body.reason ? `: ${body.reason}` : ''}`,
        edit: (bundle) =>
          edited(
            withSchedule(bundle, id, (schedule) => ({ ...schedule, overrides: [...schedule.overrides, ...overrides] })),
            () => noSchedule(app, id),
          ),
        span: body,
        isTrial,
      })
    },
  )

  routes.delete('/api/v1/schedules/:id/temporary/:key', { config, schema: { params: keyed, response } }, async (request) => {
    const { id, key } = request.params
    const isPart = (override: Override): boolean => temporaryOf(override.id) === key
    const parts = app.policies.live().schedule(id)?.overrides.filter(isPart) ?? []
    const [first] = parts
    if (!first)
      throw new Problem({ code: 'not-found', status: 404, detail: `${id} has no temporary schedule "${temporaryPrefix(key)}…" any more.` })
    const edit = (bundle: Bundle): Bundle =>
      edited(
        withSchedule(bundle, id, (schedule) => ({ ...schedule, overrides: schedule.overrides.filter((each) => !isPart(each)) })),
        () => noSchedule(app, id),
      )
    return await carryOut(app, request, { id, note: `Temporary schedule of ${id} removed`, edit, span: parts.reduce(hull, first) })
  })
}

function shadowRoutes(routes: Api, app: App): void {
  routes.post('/api/v1/schedules/:id/shadows', { config, schema: { params: idParams, body: shadowBody, response } }, async (request) => {
    const { id } = request.params
    const { isTrial, user, follows, from, to } = request.body
    const shadow = { user: idOf(user), follows, ...(from ? { from: instantText(from) } : {}), ...(to ? { to: instantText(to) } : {}) }
    const edit = (bundle: Bundle): Bundle =>
      edited(
        withSchedule(bundle, id, (schedule) => ({ ...schedule, shadows: [...schedule.shadows, shadow] })),
        () => noSchedule(app, id),
      )
    return await carryOut(app, request, {
      id,
      note: `${shadow.user} shadows ${follows} of ${id}`,
      edit,
      span: planned(app, request.body),
      isTrial,
    })
  })

  const one = idParams.extend({ user: z.string().min(1).max(100) })
  routes.delete('/api/v1/schedules/:id/shadows/:user', { config, schema: { params: one, response } }, async (request) => {
    const { id, user } = request.params
    const isIt = (each: { user: string }): boolean => idOf(each.user) === idOf(user)
    const missing = () => new Problem({ code: 'not-found', status: 404, detail: `${user} shadows nobody on ${id}.` })
    if (!app.policies.live().schedule(id)?.shadows.some(isIt)) throw missing()
    const edit = (bundle: Bundle): Bundle =>
      edited(
        withSchedule(bundle, id, (schedule) => ({ ...schedule, shadows: schedule.shadows.filter((each) => !isIt(each)) })),
        missing,
      )
    return await carryOut(app, request, { id, note: `${user} shadows ${id} no longer`, edit, span: planned(app, {}) })
  })
}

/** A rotation is part of the policy: who takes turns in it is its writers' to say. */
function membershipRoutes(routes: Api, app: App): void {
  const ofPolicy = { action: 'policy.write' as const }
  const params = idParams.extend({ layer: z.string().min(1).max(100), member: z.string().min(1).max(100) })
  const path = '/api/v1/schedules/:id/layers/:layer/members/:member'
  const noLayer = (id: string, layer: string) => (): Problem =>
    new Problem({ code: 'not-found', status: 404, detail: `There is no layer "${layer}" in a schedule "${id}".` })

  routes.put(path, { config: ofPolicy, schema: { params, body: spellBody, response } }, async (request) => {
    const { id, layer, member } = request.params
    const { isTrial, force, from, to } = request.body
    const spell = { member, ...(from ? { from: instantText(from) } : {}), ...(to ? { to: instantText(to) } : {}) }
    const note = [`${member} in ${id}, ${layer}:`, from && `joins ${from}`, to && `leaves ${to}`].filter(Boolean).join(' ')
    const edit = (bundle: Bundle): Bundle =>
      edited(
        withLayer(bundle, { schedule: id, layer }, (each) => withSpell(each, spell)),
        noLayer(id, layer),
      )
    return await carryOut(app, request, { id, note, edit, span: planned(app, {}), isTrial, force })
  })

  routes.delete(path, { config: ofPolicy, schema: { params, response } }, async (request) => {
    const { id, layer, member } = request.params
    const edit = (bundle: Bundle): Bundle =>
      edited(
        withLayer(bundle, { schedule: id, layer }, (each) => withoutSpell(each, member)),
        noLayer(id, layer),
      )
    return await carryOut(app, request, { id, note: `${member} in ${id}, ${layer}: stays`, edit, span: planned(app, {}) })
  })
}

function planned(app: App, { from, to }: { from?: string | undefined; to?: string | undefined }): { from: string; to: string } {
  const start = from ? Temporal.Instant.from(from) : app.clock.now()
  const end = to ?? start.add({ hours: 24 * PLANNED_DAYS }).toString()
  return { from: start.toString(), to: end < FAR ? end : FAR }
}

const slugOf = (id: string): string => id.toLowerCase().replace(/[^a-z0-9-]/g, '')

function overrideOf({ user, replaces, from, to, reason }: AddOverride, id: string): Override {
  const span = { from: instantText(from), to: instantText(to), ...(reason ? { reason } : {}) }
  return { id, user: user ? [user] : [], ...(replaces ? { replaces } : {}), ...span }
}

function noteOf({ user, replaces, from, to }: AddOverride, id: string): string {
  const who = user ? `${user}${replaces ? ` instead of ${replaces}` : ' joins'}` : `${replaces} off`
  return `Override of ${id}: ${who}, ${from} to ${to}`
}
