import type { Policy } from '../policy/policy.ts'
import type { Moment } from '../time/moment.ts'
import { momentOf } from '../time/moment.ts'
import { spanInWords } from './calendar-words.ts'
import type { Shift, Span } from './shifts-between.ts'
import { shiftsBetween } from './shifts-between.ts'

/**
 * A stretch of duty that other people have after a change. `from` and `to` are user ids, both without whoever has it before
 * and after; empty is nobody. `words`: "Tuesday 24 Nov moves from Ben to Ana (primary)", in the zone of the schedule.
 */
export type PeopleMove = { schedule: string; start: Moment; end: Moment; from: string[]; to: string[]; words: string }

/**
 * Who moves from which shift to which between two policies, in [from, to), in order of schedule and time. Schedules that are new
 * have nobody to move and say nothing; of one that is removed everybody moves to nobody.
 */
export function peopleDiff(before: Policy, after: Policy, span: Span): PeopleMove[] {
  return (before.bundle.schedules ?? []).flatMap(({ id }) => {
    const remaining = after.schedule(id) ?? before.schedule(id)
    const timezone = remaining?.timezone ?? after.bundle.organization.timezone
    const moves = movesOf(dutiesIn(before, id, span), dutiesIn(after, id, span))
    return moves.map(({ start, end, from, to }) => {
      const ends = [Temporal.Instant.fromEpochMilliseconds(start), Temporal.Instant.fromEpochMilliseconds(end)] as const
      const names = (users: readonly string[]) => namesOf(users, [after, before])
      const words = `${spanInWords(...ends, timezone)} moves from ${names(from)} to ${names(to)} (${remaining?.name ?? id})`
      return { schedule: id, start: momentOf(ends[0]), end: momentOf(ends[1]), from, to, words }
    })
  })
}

/** People as they are called: "Ana and Ben"; nobody when there are none. */
export function namesOf(users: readonly string[], policies: readonly Policy[]): string {
  const name = (user: string) => policies.map((policy) => policy.user(user)?.name).find((each) => each !== undefined) ?? user
  return users.length === 0 ? 'nobody' : users.map(name).join(' and ')
}

type Duty = { start: number; end: number; members: readonly string[] }

const dutiesIn = (policy: Policy, id: string, span: Span): Duty[] => shiftsBetween(policy, id, span).filter(isCoverage).map(dutyOf)
const isCoverage = (shift: Shift): boolean => shift.shadow !== true
const dutyOf = ({ start, end, members }: Shift): Duty => ({ start: start.epochMilliseconds, end: end.epochMilliseconds, members })

type Move = { start: number; end: number; from: string[]; to: string[] }

/** Both lists walked side by side: at every edge of either the difference is taken, equal neighbours are one. */
function movesOf(before: readonly Duty[], after: readonly Duty[]): Move[] {
  const edges = [...new Set([...before, ...after].flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b)
  const [old, fresh] = [walker(before), walker(after)]
  const moves: Move[] = []
  for (const [index, start] of edges.slice(0, -1).entries()) {
    const [was, is] = [old(start), fresh(start)]
    const from = was.filter((user) => !is.includes(user))
    const to = is.filter((user) => !was.includes(user))
    if (from.length === 0 && to.length === 0) continue
    const move = { start, end: edges[index + 1] as number, from, to }
    const last = moves.at(-1)
    if (last && last.end === start && String(last.from) === String(from) && String(last.to) === String(to)) last.end = move.end
    else moves.push(move)
  }
  return moves
}

/** Who is on duty at each of a rising row of moments. */
function walker(duties: readonly Duty[]): (epoch: number) => readonly string[] {
  let index = 0
  return (epoch) => {
    while (index < duties.length && (duties[index] as Duty).end <= epoch) index++
    const duty = duties[index]
    return duty && duty.start <= epoch ? duty.members : []
  }
}
