import type { Policy } from '../policy/policy.ts'
import { answerOf } from './answer.ts'
import { changesFrom } from './changes.ts'
import { compiledSchedule } from './compiled-schedule.ts'
import type { Span } from './shifts-between.ts'

/** A stretch in which somebody's turn was not theirs, because they are away, unavailable or have left. `takenBy` nobody is a gap. */
export type PassedOver = { user: string; reason: string; start: Temporal.Instant; end: Temporal.Instant; takenBy: string[] }

/** Whose turns pass on in [from, to), in order of their start: people on leave who are scheduled, and who takes it instead. */
export function passedOverIn(policy: Policy, scheduleId: string, { from, to }: Span): PassedOver[] {
  const compiled = compiledSchedule(policy, scheduleId)
  if (!compiled) return []
  const changes = changesFrom(compiled, policy, from.epochMilliseconds)
  const [found, running]: [PassedOver[], Map<string, PassedOver>] = [[], new Map()]
  for (let epoch = from.epochMilliseconds; epoch < to.epochMilliseconds; ) {
    const end = Math.min(to.epochMilliseconds, changes.next(epoch))
    const { members, skipped } = answerOf(scheduleId, { policy, epoch, within: [] })
    for (const { user, reason } of skipped) {
      const [start, key] = [Temporal.Instant.fromEpochMilliseconds(epoch), `${user} ${reason} ${members}`]
      const last = running.get(key)
      const next = { user, reason, start, end: Temporal.Instant.fromEpochMilliseconds(end), takenBy: members }
      if (last?.end.equals(start)) last.end = next.end
      else {
        running.set(key, next)
        found.push(next)
      }
    }
    epoch = end
  }
  return found
}
