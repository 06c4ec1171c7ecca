import type { FastifyRequest } from 'fastify'
import type { App } from '../feature.ts'
import { type Changed, noSchedule } from './change.ts'
import type { ScheduleChange } from './contract/changes.ts'
import { presentMove, presentSchedule } from './present.ts'
import { readerOf } from './routes/api.ts'

/** What is shown of a schedule after a change, from its beginning on. */
const SHOWN_HOURS = 14 * 24

/** The schedule as it is after a change, and who moves. */
export function presentChange(
  app: App,
  request: FastifyRequest,
  { id, changed, isTrial }: { id: string; changed: Changed; isTrial: boolean },
): ScheduleChange {
  const reader = { ...readerOf(app, request), policy: changed.policy }
  const schedule = changed.policy.schedule(id)
  if (!schedule) throw noSchedule(app, id)
  const from = app.clock.now()
  const view = presentSchedule(schedule, { span: { from, to: from.add({ hours: SHOWN_HOURS }) }, zone: undefined }, reader)
  return { ...view, moves: changed.moves.map((move) => presentMove(move, reader)), isTrial }
}
