import type { FastifyRequest } from 'fastify'
import type { StartEscalation } from '../../core/escalation/join.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { actorOf } from '../policies/reads.ts'

/** What everybody is called out for: an incident, or something that has only a title. */
export type CallOut = Pick<StartEscalation, 'about' | 'service' | 'severity' | 'rank' | 'flags' | 'holders' | 'title' | 'policy'> & {
  targets: string[]
  reason: string | null
}

/** Calls everybody behind the targets, once in a while only: the answer to a second call is the board of the first. Answers its id. */
export async function callOut(app: App, { targets, reason, ...given }: CallOut, { principal }: FastifyRequest): Promise<string> {
  const policy = app.policies.live()
  const empty = targets.find((target) => isUnknown(target, policy))
  if (empty)
    throw new Problem({
      code: 'reaches-nobody',
      status: 422,
      detail: `"${empty}" names nobody; call out a person (user:…), a team, a role or a schedule of the policy.`,
    })
  const about = given.about.kind === 'incident' ? given.about.id : ''
  const group = `call-out:${about}:${[...targets].sort().join(',')}`
  const id = `esc-${app.newId()}`
  const data: StartEscalation = {
    ...given,
    about: about ? given.about : { kind: 'page', id },
    ladder: { id: 'call-out', targets, reason: reason ?? 'all hands are called out' },
    line: 'beside',
    isCallOut: true,
    group,
  }
  const by = actorOf(principal, policy)
  const { refusal, subject } = await app.engine.execute({ name: 'start', to: { kind: 'escalation', key: group, orNew: id }, by, data })
  if (refusal) throw problemOf({ ...refusal, message: `${refusal.message} (${subject?.id ?? id})` })
  return id
}

function isUnknown(target: string, policy: Policy): boolean {
  const id = target.slice(target.indexOf(':') + 1)
  return ![policy.user(id), policy.team(id), policy.role(id), policy.schedule(id)].some(Boolean)
}
