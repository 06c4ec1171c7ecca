import type { FastifyRequest } from 'fastify'
import type { Actor, Command, JsonObject } from '../../core/command/command.ts'
import type { StartEscalation } from '../../core/escalation/join.ts'
import { holdersOf } from '../../core/incident/view.ts'
import { resolveTarget } from '../../core/oncall/targets.ts'
import { instantOf, momentOf } from '../../core/time/moment.ts'
import { idempotencyKeyOf, keyedId } from '../../platform/http/idempotency.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import { findAlert } from '../alerts/reads/alerts.ts'
import type { Reader } from '../alerts/reads/people.ts'
import type { App } from '../feature.ts'
import { viewerOf } from '../people/reads/viewer.ts'
import { actorOf } from '../policies/reads.ts'
import type { DeclareBody } from './contract/requests.ts'
import { findByReference, findIncident, type StoredIncident } from './reads/incidents.ts'

export const readerOf = (app: App, { principal }: FastifyRequest): Reader => ({ policy: app.policies.live(), principal })

/** The incident of that name, as far as it exists for who asks. */
export async function incidentOr404(app: App, name: string, request: FastifyRequest): Promise<StoredIncident> {
  const viewer = viewerOf(readerOf(app, request))
  // Other names need a look through all incidents, which the page path must not wait for.
  const found = (await findByReference(app.pools.page, name, viewer)) ?? (await findIncident(app.pools.side, name, viewer))
  if (!found)
    throw new Problem({
      code: 'not-found',
      status: 404,
      detail: `There is no incident ${name}; GET /api/v1/incidents lists those there are.`,
    })
  return found
}

/** Asks the engine; what it refuses becomes the answer. */
export async function carryOut(app: App, command: Command): Promise<void> {
  const { refusal } = await app.engine.execute(command)
  if (refusal) throw problemOf(refusal)
}

export const actorIn = (app: App, { principal }: FastifyRequest): Actor => actorOf(principal, app.policies.live())

export const commandFor = (incident: StoredIncident, { name, data }: { name: string; data: object }, by: Actor): Command => ({
  name,
  to: { kind: 'incident', id: incident.id },
  by,
  data,
})

/** Declares and answers the new incident's id. */
export async function declare(app: App, body: DeclareBody, request: FastifyRequest): Promise<string> {
  const { title, severity = null, service = null, page = true, impact = {}, detectedBy, startedAt, detectedAt } = body
  const at = (moment: string | undefined): string | null => (moment ? momentOf(instantOf(moment)) : null)
  const data: JsonObject = {
    title,
    severity,
    service,
    page,
    impact: impact as JsonObject,
    source: detectedBy ?? 'manual',
    startedAt: at(startedAt),
    detectedAt: at(detectedAt),
  }
  const by = actorIn(app, request)
  const key = body.key ?? idempotencyKeyOf(request)
  const id = key ? `inc-${keyedId(by, key)}` : app.newId()
  const { refusal } = await app.engine.execute({ name: 'declare', to: { kind: 'incident', id }, by, data })
  const isAgain = key !== null && refusal?.code === 'already-declared'
  if (refusal && !isAgain) throw problemOf(refusal)
  return id
}

/** A word to customers with the end goes out after it: a refused end is not announced. */
export async function resolve(
  app: App,
  incident: StoredIncident,
  { body, request }: { body: { resolution?: string; publish?: string } | null | undefined; request: FastifyRequest },
): Promise<void> {
  if (body?.publish && incident.state.isPrivate) {
    throw new Problem({
      code: 'private-incident',
      status: 403,
      detail: `${incident.state.reference} is private to its responders and is not published; resolve it without \`publish\`.`,
    })
  }
  const by = actorIn(app, request)
  await carryOut(app, commandFor(incident, { name: 'resolve', data: body?.resolution ? { resolution: body.resolution } : {} }, by))
  if (body?.publish) await carryOut(app, commandFor(incident, { name: 'publish', data: { text: body.publish, status: 'resolved' } }, by))
}

/** Wakes people from the war room, through the machine that pages for alerts. */
export async function page(
  app: App,
  { id, state }: StoredIncident,
  { body, request }: { body: { targets: string[]; reason?: string }; request: FastifyRequest },
): Promise<void> {
  const policy = app.policies.live()
  const asked = { at: app.clock.now(), holders: holdersOf(state), service: state.service }
  for (const target of body.targets) {
    if (resolveTarget(policy, target, asked).length > 0) continue
    throw new Problem({
      code: 'target-empty',
      status: 400,
      detail: `"${target}" leads to nobody at the moment; write user:ann, team:payments, schedule:primary or role:commander.`,
    })
  }
  const data: StartEscalation = {
    ladder: { id: 'by-hand', targets: body.targets, reason: body.reason ?? `asked for in ${state.reference}` },
    about: { kind: 'incident', id },
    service: state.service,
    severity: state.severity,
    rank: state.rank,
    flags: state.flags,
    holders: holdersOf(state),
    title: state.title,
    policy: state.policy,
    type: state.type,
    // Whoever is asked to join answers for themselves; who has the incident keeps it.
    line: 'beside',
  }
  const by = actorIn(app, request)
  const key = idempotencyKeyOf(request)
  const to = { kind: 'escalation', id: `esc-${key ? keyedId(by, key) : app.newId()}` }
  const [before] = key ? await app.store.load([to]) : []
  if (!before?.state) await carryOut(app, { name: 'start', to, by, data })
}

/** The alert's own side follows in the same transaction. */
export async function link(
  app: App,
  incident: StoredIncident,
  { alert, request }: { alert: string; request: FastifyRequest },
): Promise<void> {
  const found = await findAlert(app.pools.page, alert)
  if (!found) throw new Problem({ code: 'alert-unknown', status: 404, detail: `There is no alert ${alert}; write ALR-48213 or its id.` })
  await carryOut(app, commandFor(incident, { name: 'link', data: { alert: found.id } }, actorIn(app, request)))
}
