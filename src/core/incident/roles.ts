import type { Context, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { resolveTarget } from '../oncall/targets.ts'
import type { Role } from '../policy/schema/severity.ts'
import { holds } from '../policy/when.ts'
import { instantOf, momentOf } from '../time/moment.ts'
import { type Change, type Changes, refusal } from './change.ts'
import { fulfil } from './clocks.ts'
import { tellDuties } from './duties.ts'
import { isPressing } from './stand-ins.ts'
import type { IncidentState } from './state.ts'
import { holdersOf, viewOf } from './view.ts'

/** Two people who reach for one role within this time did not know of each other. */
const AT_ONCE_SECONDS = 10

/** The roles this incident has: those of every incident, those whose condition holds, and whatever somebody holds. */
export function rolesFor(state: IncidentState, context: Context): Role[] {
  const { policy, facts } = viewOf(state, context)
  return (policy.bundle.roles ?? []).filter(({ id, when = [] }) => state.roles[id] !== undefined || holds(when, facts))
}

/**
 * Whoever answers takes the empty roles they are the default of: they are evidently awake. A backup who answers takes those whose
 * default has not. `late`: only those whose clock has begun to press. Returns whether they took one.
 */
export function takeDefaultRoles(draft: Draft<IncidentState>, context: Context, which: 'all' | 'late' = 'all'): boolean {
  const user = draft.by.startsWith('user:') ? draft.by.slice('user:'.length) : null
  if (!user) return false
  const { service, type } = draft.state
  const isOneOf = (targets: readonly string[]): boolean =>
    targets.some((target) => resolveTarget(context.policy, target, { at: context.now, service, type }).some((each) => each.user === user))
  const standsIn = (role: Role): boolean => role.default.length > 0 && isOneOf(role.backup)
  const wanted = rolesFor(draft.state, context).filter(
    (role) =>
      !draft.state.roles[role.id] && (which === 'all' || isPressing(role.id, draft.state)) && (isOneOf(role.default) || standsIn(role)),
  )
  for (const role of wanted) hold(draft, { role: role.id, user }, context)
  return wanted.length > 0
}

/** `from` is who held it when the sender looked (null: nobody): a role that moved on meanwhile is not taken by accident. */
export type AssignRole = { role: string; user: string | null; from?: string | null }

const assign: Change = (draft, command, context) => {
  const { role, user, from } = command.data as AssignRole
  const known = context.policyAt(draft.state.policy).role(role)
  const roles = context.policyAt(draft.state.policy).bundle.roles ?? []
  if (!known)
    return refusal(
      'role-unknown',
      `"${role}" is no role of this policy; use one of ${roles.map((each) => each.id).join(', ') || 'none (add roles: to the policy)'}`,
      400,
    )
  if (user === null) return release(draft, known.id)
  if (!context.policy.user(user))
    return refusal('user-unknown', `there is no person "${user}" in the policy; add them under users: or in Settings`, 400)
  const before = draft.state.roles[known.id]
  if (before?.user === user) return refusal('already-assigned', `${user} is ${known.id} already`)
  const crossed = crossing(draft, { role: known.id, from })
  if (crossed) return crossed
  hold(draft, { role: known.id, user }, context)
  return undefined
}

/** The first of two who take one role at once has it; the second hears who, and hands it over on purpose if that is meant. */
function crossing(draft: Draft<IncidentState>, { role, from }: { role: string; from: string | null | undefined }): Refusal | undefined {
  const before = draft.state.roles[role]
  if (from !== undefined) {
    if ((before?.user ?? null) === from) return undefined
    const remedy = before ? `ask ${before.user} to hand it over, or look again and take it over on purpose` : 'look again, then take it'
    return refusal('role-moved-on', `${before?.user ?? 'nobody'} is ${role} by now, not ${from ?? 'nobody'}; ${remedy}`)
  }
  if (!before || before.by === draft.by) return undefined
  const seconds = (draft.now.epochMilliseconds - instantOf(before.since).epochMilliseconds) / 1_000
  if (seconds >= AT_ONCE_SECONDS) return undefined
  return refusal(
    'role-just-taken',
    `${before.user} became ${role} ${Math.round(seconds)} s ago; ask them to hand it over, or say it again in ${AT_ONCE_SECONDS} s to take it over`,
  )
}

function hold(draft: Draft<IncidentState>, { role, user }: { role: string; user: string }, context: Context): void {
  const before = draft.state.roles[role]?.user
  const also = Object.entries(draft.state.roles).flatMap(([other, holder]) => (other !== role && holder.user === user ? [other] : []))
  draft.set({ roles: { ...draft.state.roles, [role]: { user, since: momentOf(draft.now), by: draft.by } } })
  draft.tell('incident.role_assigned', {
    ...{ role, user, from: before, holders: holdersOf(draft.state) },
    ...(also.length > 0 ? { also } : {}),
  })
  fulfil(draft, { must: 'assign', about: `role:${role}` })
  fulfil(draft, { must: 'assign', about: role })
  tellDuties(draft, { role, user }, context)
}

function release(draft: Draft<IncidentState>, role: string): Refusal | undefined {
  const before = draft.state.roles[role]
  if (!before) return refusal('not-assigned', `nobody is ${role}`)
  const { [role]: _, ...roles } = draft.state.roles
  // Nobody holds it: should it come to be owed again, having been filled once does not count.
  const { [`assign role:${role}`]: __, [`assign ${role}`]: ___, ...done } = draft.state.done
  draft.set({ roles, done })
  draft.tell('incident.role_released', { role, user: before.user, holders: holdersOf(draft.state) })
  return undefined
}

export type RoleConflict = { user: string; roles: string[]; isRequired: boolean }

/** People who hold more than one role at once; `isRequired` when the level asks for each of them. */
export function roleConflicts({ roles, severity }: IncidentState, { policy }: { policy: Context['policy'] }): RoleConflict[] {
  const isRequired = (id: string): boolean =>
    policy.role(id)?.required_for.some((level) => policy.severity(level)?.id === policy.severity(severity)?.id) ?? false
  const byUser = Map.groupBy(Object.entries(roles), ([, holder]) => holder.user)
  return [...byUser].flatMap(([user, held]) => {
    const ids = held.map(([role]) => role)
    return ids.length > 1 ? [{ user, roles: ids, isRequired: ids.every(isRequired) }] : []
  })
}

/** Everybody may go: the roles are empty, and whoever worked on it is thanked by name in the timeline. */
const standDown: Change = (draft) => {
  const { state } = draft
  if (!state.at.resolved) return refusal('not-resolved', `${state.reference} is ${state.status}; resolve it before standing down`)
  if (state.stoodDown) return refusal('stood-down', `${state.reference} was stood down at ${state.stoodDown.at}`)
  const holders = holdersOf(state)
  draft.set({ roles: {}, stoodDown: { at: momentOf(draft.now), by: draft.by } })
  draft.tell('incident.stood_down', { released: holders, holders: {}, people: [...new Set(Object.values(holders).flat())] })
  return undefined
}

export const roleChanges: Changes = { assign, 'stand-down': standDown }
