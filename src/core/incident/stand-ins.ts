import type { Context } from '../command/command.ts'
import { isOwed, type Obligation } from '../obligation/obligation.ts'
import { idOf } from '../policy/policy.ts'
import type { IncidentState } from './state.ts'

/** Whether a clock of this role is due soon or missed. */
export const isPressing = (role: string, { obligations }: IncidentState): boolean =>
  obligations.some((each) => each.must === 'assign' && isOwed(each) && each.status !== 'pending' && idOf(each.about ?? '') === role)

/** Who stands in for the role that a clock is about while its default is silent, as the policy names them: asked before it is too late. */
export function standInsFor({ must, about }: Obligation, state: IncidentState, context: Context): string[] {
  const role = must === 'assign' && about ? context.policyAt(state.policy).role(idOf(about)) : undefined
  return role && !state.roles[role.id] && role.default.length > 0 ? role.backup : []
}
