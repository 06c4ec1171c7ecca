import { holdersOf } from '../../../core/incident/view.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import type { StoredIncident } from '../reads/incidents.ts'
import { type Asked, carryOut, commandFor, type Done } from './verb.ts'

/** Who sees an incident changes with its kind, so that this is for whoever leads it, and for admins. */
export function reclassify(app: App, incident: StoredIncident, asked: Asked<{ type: string | null; reason: string }>): Promise<Done> {
  const { by, who, body } = asked
  const leads = holdersOf(incident.state).commander?.some((user) => by === `user:${user}`) ?? false
  if (!leads && who.role !== 'admin')
    throw new Problem({
      code: 'not-yours',
      status: 403,
      detail: `Only the commander of ${incident.state.reference} or an admin gives it another type: who may read it depends on that.`,
    })
  return carryOut(app, commandFor(incident, { name: 'reclassify', data: body }, asked))
}
