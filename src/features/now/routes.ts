import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { isOwed, type Obligation } from '../../core/obligation/obligation.ts'
import { momentOf } from '../../core/time/moment.ts'
import { presentAlert } from '../alerts/reads/alert-row.ts'
import { countAlerts, findEscalations, listAlerts, seenBy } from '../alerts/reads/alerts.ts'
import type { Reader } from '../alerts/reads/people.ts'
import type { App } from '../feature.ts'
import { incidentsOwing, listIncidents, type StoredIncident } from '../incidents/reads/incidents.ts'
import { byUrgency, presentClock, presentRow } from '../incidents/reads/present.ts'
import { onCallAt } from '../oncall/reads/on-call.ts'
import { viewerOf } from '../people/reads/viewer.ts'
import { type NowView, nowView, type Owed } from './contract.ts'
import { myPages } from './reads/pages.ts'
import { readTrust } from './reads/trust.ts'
import { readWeek } from './reads/week.ts'

/** What fits on the screen; the lists themselves are a click away. */
const ALERTS_SHOWN = 10
const INCIDENTS_SHOWN = 20

export function nowRoutes(server: FastifyInstance, app: App): void {
  const routes = server.withTypeProvider<ZodTypeProvider>()
  const options = { config: { action: 'alert.read' as const }, schema: { response: { 200: nowView } } }
  routes.get('/api/v1/now', options, (request) => readNow(app, { policy: app.policies.live(), principal: request.principal }))
}

/** Everything the first screen shows, in one answer: one look, one moment. */
async function readNow(app: App, reader: Reader): Promise<NowView> {
  const pool = app.pools.side
  const viewer = viewerOf(reader)
  const now = app.clock.now()
  const [pages, alerts, counts, open, owing, onCall, trust, week] = await Promise.all([
    myPages(app, reader),
    openAlerts(app, reader),
    countAlerts(pool),
    listIncidents(pool, { status: 'open', after: null, limit: INCIDENTS_SHOWN }, viewer),
    incidentsOwing(pool, viewer, { now }),
    onCallAt(pool, now, reader),
    readTrust(app, reader),
    readWeek(app, reader),
  ])
  await app.policies.ensure([...open.incidents, ...owing].map(({ state }) => state.policy))
  const incidents = open.incidents.sort((a, b) => a.state.rank - b.state.rank).map((incident) => presentRow(incident, { app, reader }))
  return { at: momentOf(now), pages, owed: owedBy(owing, app, reader), incidents, alerts, counts, onCall, trust, week }
}

async function openAlerts(app: App, reader: Reader): Promise<NowView['alerts']> {
  const { alerts } = await listAlerts(app.pools.side, { status: 'open', after: null, limit: ALERTS_SHOWN })
  const escalations = await findEscalations(
    app.pools.side,
    alerts.map(({ state }) => state.escalation),
  )
  const rows = (await seenBy(app.pools.side, alerts, reader)).map((alert) =>
    presentAlert(alert, escalations.get(alert.state.escalation ?? ''), reader),
  )
  // What nobody has stands first, then by severity.
  return rows.sort((a, b) => Number(b.status === 'triggered') - Number(a.status === 'triggered') || a.severity.rank - b.severity.rank)
}

/** A missed turn of a rhythm is made good by the next one, which stands there already. */
const isFollowed = (one: Obligation, all: readonly Obligation[]): boolean =>
  one.recurs && one.status === 'missed' && all.some((each) => each.rule === one.rule && each.occurrence > one.occurrence)

/** What I owe: missed ones first, then by due time. */
function owedBy(incidents: readonly StoredIncident[], app: App, reader: Reader): Owed[] {
  const all = incidents.flatMap(({ id, state }) => {
    const { reference, title, severity } = state
    const clocks = state.obligations.filter((each) => isOwed(each) && !isFollowed(each, state.obligations)).sort(byUrgency)
    return clocks.map((each) => ({ incident: { id, reference, title, severity }, clock: presentClock(each, state, { app, reader }) }))
  })
  const mine = all.filter(({ clock }) => clock.owners.some((owner) => owner.isYou))
  return mine.sort(
    (a, b) => Number(b.clock.status === 'missed') - Number(a.clock.status === 'missed') || (a.clock.dueAt < b.clock.dueAt ? -1 : 1),
  )
}
