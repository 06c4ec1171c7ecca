import { numbersOf } from '../../../core/alert/routing.ts'
import type { AlertState } from '../../../core/alert/state.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import { Problem } from '../../../platform/http/problem.ts'
import { findAlert } from '../../alerts/reads/alerts.ts'
import type { App } from '../../feature.ts'
import { hiddenFrom, viewerOf } from '../../people/reads/viewer.ts'
import type { StoredIncident } from '../reads/incidents.ts'
import { incidentFor } from '../reads/one-incident.ts'
import { type Asked, carryOut, commandFor, type Done } from './verb.ts'

/** A word to customers with the end goes out after it: a refused end is not announced. */
export async function resolve(
  app: App,
  incident: StoredIncident,
  asked: Asked<{ resolution?: string; publish?: string } | null | undefined>,
): Promise<Done> {
  const { body } = asked
  if (body?.publish && incident.state.isPrivate) {
    throw new Problem({
      code: 'private-incident',
      status: 403,
      detail: `${incident.state.reference} is private to its responders and is not published; resolve it without \`publish\`.`,
    })
  }
  const { publish, ...data } = body ?? {}
  const resolved = await carryOut(app, commandFor(incident, { name: 'resolve', data }, asked))
  if (!publish) return resolved
  const told = await carryOut(app, commandFor(incident, { name: 'publish', data: { text: publish, status: 'resolved' } }, asked))
  return [...resolved, ...told]
}

/** Figures of an alert that the policy draws a level from. */
function hintsOf(state: AlertState, { severities }: Policy): { numbers?: Record<string, number> } {
  const wanted = new Set(severities.flatMap((each) => each.suggest_when.flatMap((clause) => Object.keys(clause.above ?? {}))))
  const numbers = Object.entries(numbersOf(state)).filter(([name]) => wanted.has(name))
  return numbers.length > 0 ? { numbers: Object.fromEntries(numbers) } : {}
}

/** The alert's own side follows in the same transaction. */
export async function link(app: App, incident: StoredIncident, asked: Asked<{ alert: string }>): Promise<Done> {
  const { body } = asked
  const found = await findAlert(app.pools.page, body.alert)
  if (!found)
    throw new Problem({ code: 'alert-unknown', status: 404, detail: `There is no alert ${body.alert}; write ALR-48213 or its id.` })
  await app.policies.ensure([incident.state.policy])
  const data = {
    ...{ alert: found.id, ...hintsOf(found.state, app.policies.at(incident.state.policy)) },
    ...(await formerly(app, found.state, { to: incident, asked })),
  }
  return carryOut(app, commandFor(incident, { name: 'link', data }, asked))
}

/** Which incident has the alert now. Nobody takes one out of an incident that does not exist for them. */
async function formerly(
  app: App,
  alert: AlertState,
  { to, asked }: { to: StoredIncident; asked: Asked<{ alert: string }> },
): Promise<{ was?: string | null }> {
  if (!alert.incident || alert.incident === to.id) return {}
  const viewer = viewerOf({ policy: app.policies.live(), principal: asked.who })
  if ((await hiddenFrom(app.pools.page, [alert.incident], viewer)).size > 0)
    throw new Problem({
      code: 'already-linked',
      status: 409,
      detail: `${asked.body.alert} belongs to an incident that is private to its responders; ask an admin to move it.`,
    })
  const { state } = await incidentFor(app, alert.incident, asked.who)
  return { was: state.isPrivate ? null : state.reference }
}

export async function unlink(app: App, incident: StoredIncident, asked: Asked<{ alert: string }>): Promise<Done> {
  const { body } = asked
  const found = await findAlert(app.pools.page, body.alert)
  if (!found || !incident.state.alerts.includes(found.id))
    throw new Problem({ code: 'alert-unknown', status: 404, detail: `${body.alert} is no alert of ${incident.state.reference}.` })
  return carryOut(app, commandFor(incident, { name: 'unlink', data: { alert: found.id } }, asked))
}
