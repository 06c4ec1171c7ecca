import type { Command, JsonObject } from '../../core/command/command.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { reasonRefusal } from '../../core/policy/reasons.ts'
import type { ReasonedAct } from '../../core/policy/schema/organization.ts'
import { addDuration, durationOf } from '../../core/time/duration.ts'
import { instantOf, momentOf } from '../../core/time/moment.ts'
import type { Principal } from '../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { actorOf } from '../policies/reads.ts'
import type { BulkAnswer, BulkBody } from './contract.ts'
import { findAlert, type StoredAlert } from './reads/alerts.ts'
import { viaOf } from './reads/people.ts'

export type Act = { name: string; data: JsonObject }

export async function alertOr404(app: App, id: string): Promise<StoredAlert> {
  const found = await findAlert(app.pools.page, id)
  if (!found)
    throw new Problem({ code: 'not-found', status: 404, detail: `There is no alert ${id}; GET /api/v1/alerts lists those there are.` })
  return found
}

/** Asks the engine; what it refuses becomes the answer. */
export async function carryOut(app: App, command: Command): Promise<void> {
  const { refusal } = await app.engine.execute(command)
  if (refusal) throw problemOf(refusal)
}

export type By = { principal: Principal; policy: Policy }

export const commandFor = (id: string, { name, data }: Act, { principal, policy }: By): Command => ({
  name,
  to: { kind: 'alert', id },
  by: actorOf(principal, policy),
  data: { via: viaOf(principal), ...data },
})

/** Refuses what somebody does at a desk without the reason that their organisation wants. */
export function wantReason({ policy, principal }: By, act: ReasonedAct, reason: string | null | undefined): void {
  const refusal = reasonRefusal(policy, { act, via: viaOf(principal), reason })
  if (refusal) throw problemOf(refusal)
}

/** The moment a snooze ends, from either way of saying it. */
export function untilOf(app: App, said: { for?: string; until?: string }): string {
  if (said.until) return momentOf(instantOf(said.until))
  if (!said.for)
    throw new Problem({ code: 'snooze-without-end', status: 400, detail: 'A snooze needs an end: give `for` (2h) or `until` (a moment).' })
  return momentOf(addDuration(app.clock.now(), durationOf(said.for), app.policies.live().calendar))
}

/** One decision for each alert, sharing transactions; what is refused is told beside what was done. */
export async function actOnMany(app: App, body: BulkBody, by: By): Promise<BulkAnswer> {
  wantReason(by, body.action, body.reason)
  const said: JsonObject = body.reason ? { reason: body.reason } : {}
  const data: JsonObject = { ...said, ...(body.action === 'snooze' ? { until: untilOf(app, body) } : {}) }
  const answers = await Promise.all(
    [...new Set(body.ids)].map(async (id) => {
      const found = await findAlert(app.pools.page, id)
      if (!found) return { id, refusal: { code: 'not-found', message: `there is no alert ${id}` } }
      const { refusal } = await app.engine.execute(commandFor(found.id, { name: body.action, data }, by))
      return { id, refusal }
    }),
  )
  const refused = answers.flatMap(({ id, refusal }) => (refusal ? [{ id, code: refusal.code, message: refusal.message }] : []))
  return { done: answers.filter((each) => !each.refusal).map((each) => each.id), refused }
}
