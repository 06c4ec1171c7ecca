import { isOwed, type Obligation } from '../../../core/obligation/obligation.ts'
import { idOf } from '../../../core/policy/policy.ts'
import { momentOf } from '../../../core/time/moment.ts'
import { incidentsOwing, incidentsSettling, type StoredIncident } from '../../incidents/reads/incidents.ts'
import { byUrgency, canOf, type Present, presentClock, severityOf } from '../../incidents/reads/present.ts'
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
  return rowsOf(present, incidents, isOwed).then((rows) => rows.sort((a, b) => byUrgency(a.obligation, b.obligation)).map(({ row }) => row))
}

/** A day is what somebody who comes to the desk wants to know of. */
const SETTLED_HOURS = 24

/** What was settled within the last day, one way or the other: the latest first. */
export async function settledOf(present: Present): Promise<OwedRow[]> {
  const { app, reader } = present
  const since = momentOf(app.clock.now().subtract({ hours: SETTLED_HOURS }))
  const incidents = await incidentsSettling(app.pools.side, viewerOf(reader), { since })
  const rows = await rowsOf(present, incidents, ({ closedAt, status }) => status !== 'missed' && closedAt !== null && closedAt >= since)
  const at = ({ obligation }: Found): string => obligation.closedAt ?? ''
  return rows.sort((a, b) => (at(a) < at(b) ? 1 : Number(at(a) > at(b)) * -1)).map(({ row }) => row)
}

type Found = { obligation: Obligation; row: OwedRow }

async function rowsOf(present: Present, incidents: StoredIncident[], isWanted: (each: Obligation) => boolean): Promise<Found[]> {
  await present.app.policies.ensure(incidents.map(({ state }) => state.policy))
  return incidents.flatMap((incident) =>
    incident.state.obligations.filter(isWanted).map((obligation) => ({ obligation, row: presentOwed(incident, obligation, present) })),
  )
}

function presentOwed({ id, state }: StoredIncident, obligation: Obligation, present: Present): OwedRow {
  const { reference, title, service } = state
  const clock = presentClock(obligation, state, present)
  const mayAct = canOf(state, present).act && isOwed(obligation)
  return {
    incident: { id, reference, title, severity: severityOf(state, present), team: teamOf(present, service)?.id ?? null },
    clock,
    isYours: clock.owners.some((owner) => owner.isYou),
    can: { complete: mayAct && clock.repair === 'complete', waive: mayAct },
  }
}
