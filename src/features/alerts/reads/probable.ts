import { groupKeyOf } from '../../../core/alert/routing.ts'
import type { AlertState } from '../../../core/alert/state.ts'
import type { IncidentState } from '../../../core/incident/state.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import type { App } from '../../feature.ts'
import { viewerOf, visibleTo } from '../../people/reads/viewer.ts'
import type { AlertDetail } from '../contract.ts'
import { type OpenIncident, probablyPartOf } from '../probable.ts'
import { severityOf } from './alert-row.ts'
import type { StoredAlert } from './alerts.ts'
import type { Reader } from './people.ts'

/** More open incidents than these are another night's problem. */
const INCIDENTS_AT_MOST = 50
const ALERTS_AT_MOST = 500

/** The open incident that this alert is probably part of, as far as the reader may know of it. */
export async function readProbable(app: App, { state }: StoredAlert, reader: Reader): Promise<AlertDetail['probable']> {
  if (state.incident || state.status === 'resolved') return null
  const incidents = await openIncidents(app, reader)
  const group = groupKeyOf(state, app.policies.live())
  const { service } = state.routed
  const found = probablyPartOf({ service, group, openedAt: state.openedAt }, incidents, reader.policy)
  const incident = incidents.find(({ id }) => id === found?.id)
  if (!found || !incident) return null
  const nameOf = (id: string | null): string => (id ? (reader.policy.service(id)?.name ?? id) : '')
  return {
    id: incident.id,
    reference: incident.state.reference,
    title: incident.state.title,
    severity: severityOf(incident.state, reader),
    because: found.because,
    afterMs: found.afterMs,
    services: { ofAlert: nameOf(service), ofIncident: nameOf(incident.service) },
    canAdd: reader.principal !== null && isPermitted(reader.principal, 'incident.act'),
  }
}

async function openIncidents(app: App, reader: Reader): Promise<(OpenIncident & { state: IncidentState })[]> {
  const pool = app.pools.side
  const values: unknown[] = []
  const put = (value: unknown): string => `$${values.push(value)}`
  const { rows } = await pool.query<{ id: string; state: IncidentState }>(
    `select id, state from incident where resolved_at is null and ${visibleTo(viewerOf(reader), put)} order by declared_at desc limit ${INCIDENTS_AT_MOST}`,
    values,
  )
  if (rows.length === 0) return []
  const linked = await pool.query<{ incident: string; state: AlertState }>(
    `select incident, state from alert where incident = any($1) order by opened_at desc limit ${ALERTS_AT_MOST}`,
    [rows.map(({ id }) => id)],
  )
  const groups = Map.groupBy(linked.rows, ({ incident }) => incident)
  return rows.map(({ id, state }) => ({
    id,
    state,
    rank: state.rank,
    service: state.service,
    startedAt: state.at.started ?? state.at.detected ?? (state.at.declared as string),
    groups: (groups.get(id) ?? []).map((each) => groupKeyOf(each.state, app.policies.live())),
  }))
}
