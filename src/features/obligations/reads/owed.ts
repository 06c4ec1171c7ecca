import { isOwed } from '../../../core/obligation/obligation.ts'
import { incidentsOwing } from '../../incidents/reads/incidents.ts'
import { byUrgency, type Present, presentClock, severityOf } from '../../incidents/reads/present.ts'
import { viewerOf } from '../../people/reads/viewer.ts'
import type { OwedRow } from '../contract.ts'

/** What is owed by anybody about incidents the reader may know of: missed first, then by due time. */
export async function owedBy(present: Present): Promise<OwedRow[]> {
  const { app, reader } = present
  const incidents = await incidentsOwing(app.pools.side, viewerOf(reader), { now: app.clock.now() })
  await app.policies.ensure(incidents.map(({ state }) => state.policy))
  const owed = incidents.flatMap(({ id, state }) => state.obligations.filter(isOwed).map((obligation) => ({ id, state, obligation })))
  return owed
    .sort((a, b) => byUrgency(a.obligation, b.obligation))
    .map(({ id, state, obligation }) => {
      const clock = presentClock(obligation, state, present)
      return {
        incident: { id, reference: state.reference, title: state.title, severity: severityOf(state, present) },
        clock,
        isYours: clock.owners.some((owner) => owner.isYou),
      }
    })
}
