import type { Bundle } from '../policy/schema/bundle.ts'
import type { User } from '../policy/schema/people.ts'
import { hasWakingRoad } from './roads.ts'

/** Somebody who is to take turns and whom nothing that is verified can wake. */
export type Newcomer = { user: string; schedule: string }

const idOf = (reference: string): string => reference.slice(reference.indexOf(':') + 1)

/** Everybody who takes turns in each schedule, as `schedule user`; teams count with their members, roles have no fixed holder. */
function turnsOf({ schedules = [], teams = [] }: Bundle): Set<string> {
  const membersOf = (reference: string): string[] =>
    reference.startsWith('team:') ? (teams.find((team) => team.id === idOf(reference))?.members ?? []).map(idOf) : [idOf(reference)]
  return new Set(
    schedules.flatMap(({ id, layers, overrides }) => {
      const named = [...layers.flatMap((layer) => layer.members.flat()), ...overrides.flatMap((each) => each.user ?? [])]
      return named.flatMap((reference) => membersOf(String(reference)).map((user) => `${id} ${user}`))
    }),
  )
}

/**
 * Who enters a rotation by this change and could not be woken there. Nobody when there was no rotation before: then the
 * organisation is being set up, and `lint` says what is missing.
 */
export function sleepingNewcomers(before: Bundle | null, after: Bundle): Newcomer[] {
  const known = before ? turnsOf(before) : new Set<string>()
  if (known.size === 0) return []
  const users = new Map((after.users ?? []).map((user): [string, User] => [user.id, user]))
  return [...turnsOf(after)].flatMap((turn) => {
    const [schedule = '', id = ''] = turn.split(' ')
    const user = users.get(id)
    return known.has(turn) || !user || hasWakingRoad(user) ? [] : [{ schedule, user: id }]
  })
}

export const newcomerInWords = ({ user, schedule }: Newcomer): string =>
  `${user} would take turns in ${schedule}, and nothing that is verified can wake ${user} at night`

export const NEWCOMER_REMEDY = 'verify a phone number, a push device or an ntfy topic of theirs first, or give a reason with `force`'
