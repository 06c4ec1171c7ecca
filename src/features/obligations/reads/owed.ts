import { isOwed } from '../../../core/obligation/obligation.ts'
import { idOf } from '../../../core/policy/policy.ts'
import { incidentsOwing } from '../../incidents/reads/incidents.ts'
import { byUrgency, type Present, presentClock, severityOf } from '../../incidents/reads/present.ts'
import { viewerOf } from '../../people/reads/viewer.ts'
import type { OwedRow } from '../contract.ts'

/** The team that has a service now. */
export const teamOf = ({ reader: { policy } }: Present, service: string | null): { id: string; name: string } | null => {
  const id = service ? policy.service(service)?.team : undefined
  const team = id ? policy.team(id) : undefined
  return team ? { id: idOf(team.id), name: team.name ?? team.id } : null
}

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
      const { reference, title, service } = state
      return {
        incident: { id, reference, title, severity: severityOf(state, present), team: teamOf(present, service)?.id ?? null },
        clock,
        isYours: clock.owners.some((owner) => owner.isYou),
      }
    })
}
