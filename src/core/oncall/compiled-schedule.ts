import { oncePer } from '../once-per.ts'
import type { Policy } from '../policy/policy.ts'
import { idOf, kindOf } from '../policy/policy.ts'
import type { Override, Schedule, Shadow } from '../policy/schema/schedule.ts'
import type { Presence } from './presence.ts'
import { presenceOf } from './presence.ts'
import type { Rotation } from './rotation.ts'
import { compileRotation } from './rotation.ts'

/** `users` are references: a team stands for its own schedule, else for all its members, as in a rotation. */
export type CompiledOverride = { from: number; to: number; users: string[]; replaces: string | null }

/** A schedule ready to be asked about any moment: nothing is computed from the beginning of time. */
export type CompiledSchedule = {
  schedule: Schedule
  /** The first to ask first: later layers win. */
  rotations: readonly Rotation[]
  overrides: readonly CompiledOverride[]
  /** Schedules whose answer this one uses: the followed one, and those of teams and roles among the members. */
  uses: readonly string[]
  /** When somebody's availability next begins or ends. */
  availability: readonly ((epoch: number) => number)[]
  /** Moments that are written, in order: where overrides, shadows and time off begin and end. */
  edges: readonly number[]
}

/** Everything derived from one policy, kept as long as the policy itself. */
type Compiled = { schedules: Map<string, CompiledSchedule>; presences: Map<string, Presence> }

const compiledFor = oncePer((_: Policy): Compiled => ({ schedules: new Map(), presences: new Map() }))

/** Undefined when the policy has no such schedule. */
export function compiledSchedule(policy: Policy, scheduleId: string): CompiledSchedule | undefined {
  const { schedules } = compiledFor(policy)
  const known = schedules.get(idOf(scheduleId))
  if (known) return known
  const schedule = policy.schedule(scheduleId)
  if (!schedule) return undefined
  const made = compile(policy, schedule)
  schedules.set(schedule.id, made)
  return made
}

/** Why a person cannot be asked at that moment, null when they can. Unknown people cannot. */
export function absenceOf(policy: Policy, userId: string, epoch: number): string | null {
  return presenceIn(policy, userId)?.absenceAt(epoch) ?? (policy.user(userId) ? null : 'unknown person')
}

/** The moments of a stretch (epoch milliseconds) at which a person goes, comes back, or begins or ends to be available. */
export function presenceEdges(policy: Policy, userId: string, stretch: { start: number; end: number }): number[] {
  return edgesIn(presenceIn(policy, idOf(userId)), stretch)
}

function edgesIn(presence: Presence | undefined, { start, end }: { start: number; end: number }): number[] {
  const found = (presence?.edges ?? []).filter((edge) => start < edge && edge < end)
  if (!presence?.nextChange) return found
  for (let edge = presence.nextChange(start); edge < end; edge = presence.nextChange(edge)) found.push(edge)
  return found
}

function presenceIn(policy: Policy, userId: string): Presence | undefined {
  const { presences } = compiledFor(policy)
  const known = presences.get(userId)
  const user = known ? undefined : policy.user(userId)
  if (user) presences.set(userId, presenceOf(user, policy))
  return known ?? presences.get(userId)
}

function compile(policy: Policy, schedule: Schedule): CompiledSchedule {
  const timezone = schedule.timezone ?? policy.bundle.organization.timezone
  const members = schedule.layers.flatMap((layer) => layer.members.flat())
  const overrides = schedule.overrides.flatMap((override) => compileOverride(override, policy))
  const reached = membersOf(policy, [...members, ...overrides.flatMap((each) => each.users)])
  const uses = [...(schedule.follows ? [idOf(schedule.follows)] : []), ...reached.schedules]
  const presences = reached.users.flatMap((user) => presenceIn(policy, user) ?? [])
  return {
    schedule,
    rotations: schedule.layers.map((layer) => compileRotation(layer, layer.timezone ?? timezone)).toReversed(),
    overrides,
    uses,
    availability: presences.flatMap((presence) => presence.nextChange ?? []),
    edges: inOrder([
      ...[...overrides, ...spansOf(schedule)].flatMap(({ from, to }) => [from, to]),
      ...presences.flatMap((each) => each.edges),
    ]),
  }
}

/** Who has left stands in for nobody: an override that names only such people is none, and the planned ones stay. */
function compileOverride({ user, from, to, replaces }: Override, policy: Policy): CompiledOverride[] {
  const users = user.filter((each) => kindOf(each) === 'team' || policy.user(each)?.disabled !== true)
  if (user.length > 0 && users.length === 0) return []
  return [{ from: epochOf(from), to: epochOf(to), users, replaces: replaces === undefined ? null : idOf(replaces) }]
}

/** Shadows without beginning or end have none. */
const spansOf = ({ shadows }: Schedule): { from: number; to: number }[] =>
  shadows.map(({ from, to }) => ({
    from: from === undefined ? Number.NEGATIVE_INFINITY : epochOf(from),
    to: to === undefined ? Number.POSITIVE_INFINITY : epochOf(to),
  }))

const inOrder = (epochs: readonly number[]): number[] => [...new Set(epochs)].sort((a, b) => a - b)

export const epochOf = (moment: string): number => Temporal.Instant.from(moment).epochMilliseconds

/** The people and schedules behind members of every kind, each once. */
function membersOf(policy: Policy, references: readonly string[]): { users: string[]; schedules: string[] } {
  const users = new Set<string>()
  const schedules = new Set<string>()
  const seen = new Set<string>()
  const queue = [...references]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const kind = kindOf(next)
    if (kind === null || kind === 'user') users.add(idOf(next))
    if (kind === 'schedule') schedules.add(idOf(next))
    if (kind === 'team') queue.push(...teamMembers(policy, next))
    if (kind === 'role') queue.push(...roleMembers(policy, next))
  }
  return { users: [...users], schedules: [...schedules] }
}

/** A team stands for its own schedule, else for all its members. */
export function teamMembers(policy: Policy, reference: string): readonly string[] {
  const team = policy.team(reference)
  return team?.schedule ? [`schedule:${idOf(team.schedule)}`] : (team?.members ?? [])
}

/** A role stands for its default, else for its backup. */
export function roleMembers(policy: Policy, reference: string): readonly string[] {
  const role = policy.role(reference)
  return role && role.default.length > 0 ? role.default : (role?.backup ?? [])
}

/** The layer a shadow copies, undefined when it does not exist. */
export const shadowed = ({ rotations }: CompiledSchedule, { follows }: Shadow): Rotation | undefined =>
  rotations.find((rotation) => rotation.layer.id === follows)
