import { presenceEdges } from '../oncall/compiled-schedule.ts'
import type { OnCall } from '../oncall/shifts-between.ts'
import { type Shift, shiftsBetween } from '../oncall/shifts-between.ts'
import { resolveTarget } from '../oncall/targets.ts'
import { idOf, kindOf, type Policy } from '../policy/policy.ts'

/** Half-open, in milliseconds since 1970. */
export type Stretch = { start: number; end: number }

const NOBODY: OnCall = { members: [], layer: '', because: '', until: null, skipped: [] }

/**
 * Who a target leads to at any moment of a stretch, and at which moments that may change. Schedules are worked out once; between
 * two changes every answer is the same, so asking at the changes is exact.
 */
export class TargetsOverTime {
  private readonly policy: Policy
  private readonly stretch: Stretch
  private readonly shifts = new Map<string, Shift[]>()
  private readonly edges = new Map<string, number[]>()
  private readonly answers = new Map<string, string[]>()

  constructor(policy: Policy, stretch: Stretch) {
    this.policy = policy
    this.stretch = stretch
  }

  /** The moments inside `stretch`, in order, at which one of the targets may lead to somebody else. */
  changesOf(targets: readonly string[], { start, end }: Stretch): number[] {
    const found = new Set<number>()
    for (const schedule of this.schedulesBehind(targets, new Set())) {
      const edges = this.edgesOf(schedule)
      for (let i = firstAfter(edges, start); i < edges.length && (edges[i] as number) < end; i += 1) found.add(edges[i] as number)
    }
    for (const user of this.peopleBehind(targets, new Set()))
      for (const edge of this.presenceOf(user)) if (start < edge && edge < end) found.add(edge)
    return [...found].sort((a, b) => a - b)
  }

  /** User ids, as the pager would find them then. */
  usersAt(target: string, { at, service }: { at: number; service: string | null }): string[] {
    const name = `${target} ${service ?? ''} ${at}`
    const known = this.answers.get(name)
    if (known) return known
    const onCall = (id: string) => this.onCall(idOf(id), at)
    const asked = { at: Temporal.Instant.fromEpochMilliseconds(at), service, type: null, onCall }
    const users = resolveTarget(this.policy, target, asked).map(({ user }) => user)
    this.answers.set(name, users)
    return users
  }

  private onCall(schedule: string, at: number): OnCall {
    const shifts = this.shiftsOf(schedule)
    const shift = shifts[firstAfter(this.startsOf(schedule), at) - 1]
    if (!shift || shift.end.epochMilliseconds <= at) return NOBODY
    return { ...NOBODY, members: shift.members, layer: shift.layer, because: shift.because }
  }

  private shiftsOf(schedule: string): Shift[] {
    const known = this.shifts.get(schedule)
    if (known) return known
    const from = Temporal.Instant.fromEpochMilliseconds(this.stretch.start)
    const to = Temporal.Instant.fromEpochMilliseconds(this.stretch.end)
    const found = shiftsBetween(this.policy, schedule, { from, to }).filter((shift) => !shift.shadow)
    this.shifts.set(schedule, found)
    return found
  }

  private readonly starts = new Map<string, number[]>()

  private startsOf(schedule: string): number[] {
    const known = this.starts.get(schedule) ?? this.shiftsOf(schedule).map((shift) => shift.start.epochMilliseconds)
    this.starts.set(schedule, known)
    return known
  }

  private edgesOf(schedule: string): number[] {
    const known = this.edges.get(schedule)
    if (known) return known
    const all = this.shiftsOf(schedule).flatMap(({ start, end }) => [start.epochMilliseconds, end.epochMilliseconds])
    const edges = [...new Set(all)].sort((a, b) => a - b)
    this.edges.set(schedule, edges)
    return edges
  }

  private readonly presences = new Map<string, number[]>()

  private presenceOf(user: string): number[] {
    const known = this.presences.get(user) ?? presenceEdges(this.policy, user, this.stretch)
    this.presences.set(user, known)
    return known
  }

  /** People whom a target names otherwise than by a schedule: it follows their hours. Managers are those of any team. */
  private peopleBehind(targets: readonly string[], seen: Set<string>): string[] {
    return targets.flatMap((target) => {
      if (seen.has(target)) return []
      seen.add(target)
      if (target === 'managers') return (this.policy.bundle.teams ?? []).flatMap(({ managers }) => managers)
      const kind = kindOf(target)
      if (kind === 'user' || (kind === null && this.policy.user(target))) return [idOf(target)]
      const team = kind === 'team' || kind === null ? this.policy.team(target) : undefined
      if (team) return team.schedule ? [] : team.members.map(idOf)
      const role = kind === 'role' || kind === null ? this.policy.role(target) : undefined
      return role ? this.peopleBehind([...role.default, ...role.backup], seen) : []
    })
  }

  /** Every schedule that the answer may depend on; beside them only leave and availability change by time. */
  private schedulesBehind(targets: readonly string[], seen: Set<string>): string[] {
    return targets.flatMap((target) => {
      if (seen.has(target)) return []
      seen.add(target)
      const kind = kindOf(target)
      const isFree = kind === null && !this.policy.user(target)
      const team = kind === 'team' || isFree ? this.policy.team(target) : undefined
      if (team)
        return this.schedulesBehind(
          team.schedule ? [`schedule:${idOf(team.schedule)}`] : team.members.map((each) => `user:${idOf(each)}`),
          seen,
        )
      if ((kind === 'schedule' || isFree) && this.policy.schedule(target)) return [idOf(target)]
      const role = kind === 'role' || isFree ? this.policy.role(target) : undefined
      return role ? this.schedulesBehind([...role.default, ...role.backup], seen) : []
    })
  }
}

/** The place of the first number that is greater than `value`; the numbers are in order. */
function firstAfter(numbers: readonly number[], value: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] as number) > value) high = middle
    else low = middle + 1
  }
  return low
}
