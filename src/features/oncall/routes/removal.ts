import { momentOf } from '../../../core/time/moment.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import { changeDuty, noSchedule } from '../change.ts'
import { removedSchedule, scheduleUses } from '../contract/removal.ts'
import { usesOf, withoutSchedule } from '../rules/uses.ts'
import { type Api, idParams } from './api.ts'

/** Taking a schedule out of the policy, when nothing names it any more. */
export function removalRoutes(routes: Api, app: App): void {
  const action = { action: 'policy.write' as const }
  const params = idParams
  const read = { config: { action: 'oncall.read' as const }, schema: { params, response: { 200: scheduleUses } } }
  routes.get('/api/v1/schedules/:id/uses', read, async ({ params: { id }, principal }) => {
    const { bundle } = app.policies.live()
    if (!app.policies.live().schedule(id)) throw noSchedule(app, id)
    const items = usesOf(bundle, id)
    return { items, can: { remove: items.length === 0 && principal !== null && isPermitted(principal, 'policy.write') } }
  })
  routes.delete('/api/v1/schedules/:id', { config: action, schema: { params, response: { 200: removedSchedule } } }, async (request) => {
    const { id } = request.params
    const schedule = app.policies.live().schedule(id)
    if (!schedule) throw noSchedule(app, id)
    const at = app.clock.now()
    await changeDuty(app, request, {
      note: `Schedule ${id} removed`,
      span: { from: momentOf(at), to: momentOf(at) },
      // asked of the bundle that is changed: somebody may have begun to use it this moment
      edit(bundle) {
        const uses = usesOf(bundle, id)
        if (uses.length > 0) throw inUse(id, uses)
        return withoutSchedule(bundle, id)
      },
    })
    return { id, name: schedule.name ?? id }
  })
}

const inUse = (id: string, uses: ReturnType<typeof usesOf>): Problem =>
  new Problem({
    code: 'schedule-in-use',
    status: 409,
    detail: `"${id}" is still named by ${uses.map(({ section, id: by }) => `${section}: ${by}`).join(', ')}; take it out there first.`,
  })
