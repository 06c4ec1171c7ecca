import type { JsonObject } from '../../../core/command/command.ts'
import { instantOf, momentOf } from '../../../core/time/moment.ts'
import { type Principal, permit } from '../../../platform/auth/permissions.ts'
import { keyedId } from '../../../platform/http/idempotency.ts'
import { problemOf } from '../../../platform/http/problem.ts'
import { viaOf } from '../../alerts/reads/people.ts'
import type { App } from '../../feature.ts'
import { actorOf } from '../../policies/reads.ts'
import type { DeclareBody } from '../contract/requests.ts'

/** `via`: the way they came, where the caller does not show it. */
type Declaring = { body: DeclareBody; who: Principal; via?: string; idempotencyKey?: string | null }

/** Declares and answers the new incident's id. Sent again under its key it is the same incident. Throws `Problem`. */
export async function declareIncident(app: App, { body, who, via = viaOf(who), idempotencyKey }: Declaring): Promise<string> {
  const forbidden = permit(who, 'incident.declare')
  if (forbidden) throw problemOf(forbidden)
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
    via,
  }
  const by = actorOf(who, app.policies.live())
  const key = body.key ?? idempotencyKey ?? null
  const id = key ? `inc-${keyedId(by, key)}` : app.newId()
  const { refusal } = await app.engine.execute({ name: 'declare', to: { kind: 'incident', id }, by, data })
  const isAgain = key !== null && refusal?.code === 'already-declared'
  if (refusal && !isAgain) throw problemOf(refusal)
  return id
}
