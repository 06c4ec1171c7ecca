import type { Policy } from '../policy/policy.ts'
import { idOf, kindOf } from '../policy/policy.ts'
import type { Moment } from '../time/moment.ts'
import { momentOf } from '../time/moment.ts'
import { absenceOf } from './compiled-schedule.ts'
import { type OnCall, whoAt } from './shifts-between.ts'

/**
 * A person a target leads to. `because` is the chain that answers "why was I paged", from the target to the person:
 * `['schedule:primary', 'layer weekly', 'weekly, turn of ann', 'until 2026-11-14T00:00:00Z']`. `until` is when a
 * schedule's answer next changes.
 */
export type Reached = { user: string; because: string[]; until?: Moment }

/** When a target is asked for, and in what situation. */
export type Asked = {
  at: Temporal.Instant
  /** User ids by role id; an incident's responders stand under `responders`. */
  holders?: Readonly<Record<string, readonly string[]>>
  /** The service whose team's managers are meant. */
  service?: string | null
  /**
   * Given where a ladder pages by itself: the kind of incident it is about, null for none. Who takes certain types only is left out of others,
   * and who is away or not available at that hour is left out of all; a schedule has passed their turn on already. Absent: nobody is left out.
   */
  type?: string | null
  /** Who is on call on a schedule at that moment, where it has been worked out already; else it is asked. */
  onCall?(schedule: string): OnCall
}

type Search = Asked & { policy: Policy }

/** The key under which the responders of an incident stand among the holders. */
export const RESPONDERS = 'responders'

/**
 * The people behind `user:`, `team:`, `schedule:`, `role:`, `managers`, `responders` or a bare slug at that moment, each once,
 * in order. Unknown targets, gaps and circles are an empty list.
 */
export function resolveTarget(policy: Policy, target: string, asked: Asked): Reached[] {
  const found = follow(target, { ...asked, policy }, [])
  return [...new Map(found.toReversed().map((reached) => [reached.user, reached])).values()].toReversed()
}

function follow(target: string, search: Search, chain: readonly string[]): Reached[] {
  const kind = kindOf(target) ?? kindOfBare(target, search)
  const name = kind === null ? target : kind === target ? target : `${kind}:${idOf(target)}`
  if (chain.includes(name)) return []
  const onward = [...chain, name]
  switch (kind) {
    case 'user':
      return search.policy.user(target) && isAsked(idOf(target), search, chain) ? [{ user: idOf(target), because: onward }] : []
    case 'schedule':
      return onSchedule(target, search, onward)
    case 'team':
      return inTeam(target, search, onward)
    case 'role':
      return inRole(idOf(target), search, onward)
    case 'managers':
      return managers(search, onward)
    case 'responders':
      return (search.holders?.[RESPONDERS] ?? []).flatMap((user) => follow(`user:${idOf(user)}`, search, onward))
    default:
      return []
  }
}

const isAsked = (user: string, search: Search, chain: readonly string[]): boolean =>
  (isNamed(chain) || takes(user, search)) && (isAtIt(chain) || whyLeftOut(search.policy, user, search) === null)

/** Why a person named by a ladder is not paged at that hour: `away: holiday`, `outside of availability`; null when they are. */
export function whyLeftOut(policy: Policy, user: string, { at, type }: Pick<Asked, 'at' | 'type'>): string | null {
  // Whoever has left is told apart, with the page that could not be sent.
  const isJudged = type !== undefined && policy.user(user)?.disabled !== true
  return isJudged ? absenceOf(policy, idOf(user), at.epochMilliseconds) : null
}

/** Holds the role or responds already: there, whatever their hours are. */
const isAtIt = (chain: readonly string[]): boolean => ['holder', RESPONDERS].includes(chain.at(-1) ?? '')

/** Whom somebody chose in person is asked whatever it is about: by name, as holder of a role, as one who is at it already. */
const isNamed = (chain: readonly string[]): boolean => chain.length === 0 || isAtIt(chain)

function takes(user: string, { policy, type }: Search): boolean {
  const types = policy.user(user)?.types ?? []
  return type === undefined || types.length === 0 || (type !== null && types.includes(type))
}

const WORDS = ['managers', 'responders']

/** A bare slug names a word of the language, else a person, else whatever else has that id. */
function kindOfBare(target: string, { policy }: Search): string | null {
  if (WORDS.includes(target)) return target
  if (policy.user(target)) return 'user'
  if (policy.team(target)) return 'team'
  if (policy.schedule(target)) return 'schedule'
  return policy.role(target) ? 'role' : null
}

function onSchedule(target: string, search: Search, chain: readonly string[]): Reached[] {
  const { policy, at, onCall } = search
  const { members, layer, because, until } = onCall ? onCall(target) : whoAt(policy, target, at)
  const end = until ? [`until ${until}`] : []
  const known = members.filter((user) => policy.user(user))
  const taking = known.filter((user) => takes(user, search))
  // Duty is duty: only where somebody beside them takes it is a person on call left out.
  return (taking.length > 0 ? taking : known).map((user) => ({
    user,
    because: [...chain, `layer ${layer}`, because, ...end],
    ...(until ? { until: momentOf(until) } : {}),
  }))
}

function inTeam(target: string, search: Search, chain: readonly string[]): Reached[] {
  const team = search.policy.team(target)
  if (team?.schedule) return follow(`schedule:${idOf(team.schedule)}`, search, chain)
  return (team?.members ?? []).flatMap((member) => follow(`user:${idOf(member)}`, search, chain))
}

/** Whoever holds the role now, else its default, else its backup: the first of them that reaches somebody who has not left. */
function inRole(role: string, search: Search, chain: readonly string[]): Reached[] {
  const known = search.policy.role(role)
  const attempts: [string, readonly string[]][] = [
    ['holder', (search.holders?.[role] ?? []).map((user) => `user:${idOf(user)}`)],
    ['default', known?.default ?? []],
    ['backup', known?.backup ?? []],
  ]
  for (const [word, targets] of attempts) {
    const found = targets.flatMap((target) => follow(target, search, [...chain, word]))
    if (found.some(({ user }) => !search.policy.user(user)?.disabled)) return found
  }
  return []
}

function managers(search: Search, chain: readonly string[]): Reached[] {
  const service = typeof search.service !== 'string' ? undefined : search.policy.service(search.service)
  const team = service?.team === undefined ? undefined : search.policy.team(service.team)
  if (!team) return []
  return team.managers.flatMap((manager) => follow(`user:${idOf(manager)}`, search, [...chain, `team:${team.id}`]))
}
