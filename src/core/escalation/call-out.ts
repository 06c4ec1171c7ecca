import type { Actor, Command, Refusal } from '../command/command.ts'
import { idOf, type Policy } from '../policy/policy.ts'
import type { StartEscalation } from './join.ts'

/** What everybody is called out for: an incident, or, with `about` null, something that has only a title. */
export type CallOut = Pick<StartEscalation, 'service' | 'severity' | 'rank' | 'flags' | 'holders' | 'title' | 'policy'> & {
  about: { kind: string; id: string } | null
  targets: string[]
  reason: string | null
}

/**
 * The command that calls everybody behind the targets. It goes to a key, so that a second one within the pause meets the
 * first and is refused. A target that the policy does not know is a refusal here.
 */
export function callOutCommand(
  { targets, reason, about, ...given }: CallOut,
  { policy, id, by }: { policy: Policy; id: string; by: Actor },
): Command<StartEscalation> | Refusal {
  const unknown = targets.find((target) => !isKnown(target, policy))
  if (unknown) {
    const message = `"${unknown}" names nobody; call out a person (user:…), a team, a role or a schedule of the policy.`
    return { code: 'reaches-nobody', status: 422, message }
  }
  const group = `call-out:${about?.id ?? ''}:${[...targets].sort().join(',')}`
  const ladder = { id: 'call-out', targets, reason: reason ?? 'all hands are called out' }
  const data: StartEscalation = { ...given, about: about ?? { kind: 'page', id }, ladder, line: 'beside', isCallOut: true, group }
  return { name: 'start', to: { kind: 'escalation', key: group, orNew: id }, by, data }
}

const isKnown = (target: string, policy: Policy): boolean => {
  const id = idOf(target)
  return [policy.user(id), policy.team(id), policy.role(id), policy.schedule(id)].some(Boolean)
}
