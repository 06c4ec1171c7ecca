import type { z } from 'zod'
import { type Principal, permit } from '../../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../../platform/http/problem.ts'
import { viaOf } from '../../alerts/reads/people.ts'
import type { App } from '../../feature.ts'
import { actorOf } from '../../policies/reads.ts'
import type { IncidentVerb } from '../contract/requests.ts'
import type { StoredIncident } from '../reads/incidents.ts'
import { incidentFor } from '../reads/one-incident.ts'
import { saidOf } from '../reads/said-of.ts'
import type { Asked } from './verb.ts'
import { verbs } from './verbs.ts'

/** `reference` in any form that finds it. `via`: the way they came, where the caller does not show it. `idempotencyKey` by the same caller carries it out once. */
export type VerbRequest = { reference: string; verb: string; body: unknown; who: Principal; via?: string; idempotencyKey?: string | null }

/** `said` is what this command did, and nobody else's. */
export type Carried = { incident: StoredIncident; said: string }

/** May they, is it readable, carry it out: answers the incident as it is afterwards. Throws `Problem`. */
export async function runVerb(
  app: App,
  { reference, verb: name, body: given, who, via = viaOf(who), idempotencyKey = null }: VerbRequest,
): Promise<Carried> {
  const verb = Object.hasOwn(verbs, name) ? verbs[name as IncidentVerb] : undefined
  if (!verb)
    throw new Problem({ code: 'verb-unknown', status: 404, detail: `"${name}" is no verb; use one of ${Object.keys(verbs).join(', ')}.` })
  const forbidden = permit(who, verb.may)
  if (forbidden) throw problemOf(forbidden)
  const body = readBody(verb.body, given)
  const incident = await incidentFor(app, reference, who)
  const by = actorOf(who, app.policies.live())
  const asked: Asked<unknown> = { body, who, by, via, key: idempotencyKey }
  const facts = await verb.run(app, incident, asked as Asked<never>)
  const after = await incidentFor(app, incident.id, who)
  return { incident: after, said: saidOf(facts, by, { policy: app.policies.live(), principal: who }) }
}

/** What was given, as the schema reads it; what cannot be read is told with its field. */
export function readBody<T>(schema: z.ZodType<T>, given: unknown): T {
  const read = schema.safeParse(given)
  if (read.success) return read.data
  const errors = read.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  const detail = errors.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join('; ')
  throw new Problem({ code: 'invalid-input', status: 400, detail, errors })
}
