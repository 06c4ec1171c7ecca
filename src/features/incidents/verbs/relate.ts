import { originalOf } from '../../../core/incident/record.ts'
import type { Other } from '../../../core/incident/relations.ts'
import { keyedId } from '../../../platform/http/idempotency.ts'
import { Problem, problemOf } from '../../../platform/http/problem.ts'
import { findAlert } from '../../alerts/reads/alerts.ts'
import type { App } from '../../feature.ts'
import type { StoredIncident } from '../reads/incidents.ts'
import { incidentFor } from '../reads/one-incident.ts'
import { type Asked, carryOut, commandFor, type Done } from './verb.ts'

const otherOf = ({ id, state }: StoredIncident): Other => {
  const { reference, isPrivate, status } = state
  return { incident: id, reference, isPrivate, status, into: originalOf(state)?.reference ?? null }
}

export async function relate(app: App, incident: StoredIncident, asked: Asked<{ incident: string; note?: string }>): Promise<Done> {
  const other = await incidentFor(app, asked.body.incident, asked.who)
  return carryOut(app, commandFor(incident, { name: 'relate', data: { ...otherOf(other), note: asked.body.note } }, asked))
}

export async function merge(app: App, incident: StoredIncident, asked: Asked<{ into: string; note?: string }>): Promise<Done> {
  const other = await incidentFor(app, asked.body.into, asked.who)
  return carryOut(app, commandFor(incident, { name: 'merge', data: { ...otherOf(other), note: asked.body.note } }, asked))
}

type Splitting = { title: string; severity?: string; alerts: string[]; page: boolean }

/** The new one is declared first, with its alerts; then the old one lets go of them. Sent again it is the same split. */
export async function split(app: App, incident: StoredIncident, asked: Asked<Splitting>): Promise<Done> {
  const { state } = incident
  const { body, by, via, key } = asked
  const found = await Promise.all(body.alerts.map(async (name) => (await findAlert(app.pools.page, name))?.id ?? null))
  const foreign = body.alerts.find((_, i) => !found[i] || !state.alerts.includes(found[i]))
  if (foreign)
    throw new Problem({
      code: 'alert-unknown',
      status: 400,
      detail: `${foreign} is no alert of ${state.reference}; split off those it has.`,
    })
  const alerts = found.filter((id) => id !== null)
  const id = key ? `inc-${keyedId(by, key)}` : app.newId()
  const relations = [{ kind: 'split-from', incident: incident.id, reference: state.reference }]
  const { title, severity = state.severity, page } = body
  const { service, impact, type } = state
  const data = { title, severity, page, service, alerts, relations, type, impact: state.isPrivate ? impact : {}, source: state.source, via }
  const { refusal } = await app.engine.execute({ name: 'declare', to: { kind: 'incident', id }, by, data })
  if (refusal && refusal.code !== 'already-declared') throw problemOf(refusal)
  const [row] = await app.store.load([{ kind: 'incident', id }])
  const reference = (row?.state as StoredIncident['state'] | undefined)?.reference ?? id
  return carryOut(app, commandFor(incident, { name: 'split', data: { incident: id, reference, alerts } }, asked))
}
