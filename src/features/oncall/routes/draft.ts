import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { momentOf } from '../../../core/time/moment.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import { changeDuty } from '../change.ts'
import { scheduleChange } from '../contract/changes.ts'
import { type DraftAnswer, draftAnswer, type RotationBody, rotationBody } from '../contract/draft.ts'
import { presentChange } from '../present-change.ts'
import { pagesTaken } from '../reads/pages-taken.ts'
import { decidingPart, rotationText, withRotation } from '../rules/draft.ts'
import { type Api, idParams } from './api.ts'

/** Thirteen weeks: a quarter of whole weeks, so that every hour of the week is in it equally often. */
const LOOKED_BACK_DAYS = 91
/** How far ahead it is said who moves. */
const PLANNED_DAYS = 56
const STAMP_LENGTH = 16

/** Drafting a rotation in the console, and saving it as a whole. */
export function draftRoutes(routes: Api, app: App): void {
  const read = { action: 'oncall.read' as const }
  routes.get(
    '/api/v1/schedules/:id/rotation',
    { config: read, schema: { params: idParams, response: { 200: draftAnswer } } },
    async (request) => draftOf(app, request, request.params.id),
  )
  routes.put(
    '/api/v1/schedules/:id/rotation',
    { config: { action: 'policy.write' as const }, schema: { params: idParams, body: rotationBody, response: { 200: scheduleChange } } },
    async (request) => save(app, request, { ...request.body, id: request.params.id }),
  )
}

function stampOf(app: App, id: string): string | null {
  const schedule = app.policies.live().schedule(id)
  return schedule ? createHash('sha256').update(rotationText(schedule)).digest('hex').slice(0, STAMP_LENGTH) : null
}

async function draftOf(app: App, request: FastifyRequest, id: string): Promise<DraftAnswer> {
  const { bundle, version } = app.policies.live()
  const at = app.clock.now()
  const taken = await pagesTaken(app.pools.side, { from: at.subtract({ hours: LOOKED_BACK_DAYS * 24 }), to: at })
  return {
    id,
    stamp: stampOf(app, id),
    version,
    at: momentOf(at),
    bundle: JSON.parse(JSON.stringify(decidingPart(bundle))),
    pages: taken.filter((page) => page.schedule === id).map((page) => page.at),
    can: { save: request.principal !== null && isPermitted(request.principal, 'policy.write') },
  }
}

async function save(app: App, request: FastifyRequest, { id, stamp, schedule, isTrial, force }: RotationBody & { id: string }) {
  const current = stampOf(app, id)
  if (stamp !== current) throw movedOn(id, stamp)
  const at = app.clock.now()
  const changed = await changeDuty(app, request, {
    note: current === null ? `New schedule ${id}` : `Rotation of ${id} changed`,
    edit: (bundle) => withRotation(bundle, { ...schedule, id }, at),
    span: { from: momentOf(at), to: momentOf(at.add({ hours: PLANNED_DAYS * 24 })) },
    isTrial,
    force,
  })
  return presentChange(app, request, { id, changed, isTrial: isTrial === true })
}

const movedOn = (id: string, stamp: string | null): Problem =>
  new Problem({
    code: 'schedule-moved-on',
    status: 409,
    detail:
      stamp === null
        ? `There is a schedule "${id}" already; choose another name.`
        : `Somebody else changed the rotation of ${id} meanwhile. Look at theirs, then save yours again.`,
  })
