import type { Policy } from '../policy/policy.ts'
import type { Shadow } from '../policy/schema/schedule.ts'
import type { Question } from './answer.ts'
import { answerOf, turnIn } from './answer.ts'
import { changesFrom } from './changes.ts'
import type { CompiledSchedule } from './compiled-schedule.ts'
import { compiledSchedule, epochOf, shadowed } from './compiled-schedule.ts'
import type { Answer, Skipped } from './overrides.ts'

/** A stretch of on-call duty, half-open. `because` says in words why these people; a shadow is never coverage. */
export type Shift = {
  start: Temporal.Instant
  end: Temporal.Instant
  /** User ids. */
  members: string[]
  layer: string
  because: string
  shadow?: boolean
}

/** Who is on call at one moment. `until` is the next change, null when none is near (five weeks). */
export type OnCall = { members: string[]; layer: string; until: Temporal.Instant | null; because: string; skipped: Skipped[] }

/** Half-open: `from` belongs to it, `to` does not. */
export type Span = { from: Temporal.Instant; to: Temporal.Instant }

/** A hand-off further away than this is not worth looking for each time somebody is paged. */
const NEAR_MS = 35 * 86_400_000

/**
 * The shifts of a schedule in [from, to), cut to it, in order of their start; gaps are left out and contiguous equal
 * shifts are one. An unknown schedule has none. Throws a RangeError when `to` is before `from`.
 */
export function shiftsBetween(policy: Policy, scheduleId: string, { from, to }: Span): Shift[] {
  const span = { from: from.epochMilliseconds, to: to.epochMilliseconds }
  if (span.to < span.from) throw new RangeError(`the end ${to} is before the start ${from}; swap them`)
  const compiled = compiledSchedule(policy, scheduleId)
  if (!compiled) return []
  const shifts = stretches(compiled, policy, { ...span, ask: (epoch) => answerOf(scheduleId, { policy, epoch, within: [] }) })
  const shadows = compiled.schedule.shadows.flatMap((shadow) =>
    stretches(compiled, policy, { ...span, ask: (epoch) => shadowAt(compiled, shadow, { policy, epoch, within: [] }) }),
  )
  const all = [...shifts, ...shadows.map((shift) => ({ ...shift, shadow: true }))]
  return shadows.length === 0 ? all : all.sort((a, b) => Temporal.Instant.compare(a.start, b.start))
}

/** One layer by itself, as it would be without the others, overrides and shadows: what an editor draws beside the final schedule. */
export function layerShifts(policy: Policy, place: { schedule: string; layer: string }, { from, to }: Span): Shift[] {
  const compiled = compiledSchedule(policy, place.schedule)
  const rotation = compiled?.rotations.find(({ layer }) => layer.id === place.layer)
  if (!compiled || !rotation) return []
  const ask = (epoch: number) => turnIn(rotation, { policy, epoch, within: [compiled.schedule.id] }, [])
  return stretches(compiled, policy, { from: from.epochMilliseconds, to: to.epochMilliseconds, ask })
}

/** Who is on call at `at`; unknown schedules and gaps have no members. Looks around `at` only: cheap enough to ask for every page. */
export function whoAt(policy: Policy, scheduleId: string, at: Temporal.Instant): OnCall {
  const start = at.epochMilliseconds
  const now = answerOf(scheduleId, { policy, epoch: start, within: [] })
  const compiled = compiledSchedule(policy, scheduleId)
  if (!compiled) return { ...now, until: null }
  const changes = changesFrom(compiled, policy, start)
  let until = changes.next(start)
  while (until - start <= NEAR_MS && isSame(now, answerOf(scheduleId, { policy, epoch: until, within: [] }))) until = changes.next(until)
  return { ...now, until: until - start <= NEAR_MS ? Temporal.Instant.fromEpochMilliseconds(until) : null }
}

type Sweep = { from: number; to: number; ask(epoch: number): Answer }

function stretches(compiled: CompiledSchedule, policy: Policy, { from, to, ask }: Sweep): Shift[] {
  const found: { start: number; end: number; answer: Answer }[] = []
  // Where one shift ends the next mostly begins: one instant for both.
  let border = Temporal.Instant.fromEpochMilliseconds(from)
  const changes = changesFrom(compiled, policy, from)
  for (let epoch = from; epoch < to; ) {
    const end = Math.min(to, changes.next(epoch))
    const answer = ask(epoch)
    const last = found.at(-1)
    if (last && last.end === epoch && isSame(last.answer, answer)) last.end = end
    else if (answer.members.length > 0) found.push({ start: epoch, end, answer })
    epoch = end
  }
  return found.map(({ start, end, answer: { members, layer, because } }, index) => {
    if (found[index - 1]?.end !== start) border = Temporal.Instant.fromEpochMilliseconds(start)
    const begin = border
    border = Temporal.Instant.fromEpochMilliseconds(end)
    return { start: begin, end: border, members, layer, because }
  })
}

function shadowAt(compiled: CompiledSchedule, shadow: Shadow, question: Question): Answer {
  const rotation = shadowed(compiled, shadow)
  const from = shadow.from === undefined ? Number.NEGATIVE_INFINITY : epochOf(shadow.from)
  const to = shadow.to === undefined ? Number.POSITIVE_INFINITY : epochOf(shadow.to)
  const isInSpan = from <= question.epoch && question.epoch < to
  const copied = rotation && isInSpan ? turnIn(rotation, question, []) : null
  const user = shadow.user.slice(shadow.user.indexOf(':') + 1)
  if (!copied || copied.members.length === 0) return { members: [], layer: '', because: '', skipped: [] }
  return { members: [user], layer: copied.layer, because: `shadow of ${copied.members.join(', ')}`, skipped: [] }
}

function isSame(a: Answer, b: Answer): boolean {
  return (
    a.layer === b.layer &&
    a.because === b.because &&
    a.members.length === b.members.length &&
    a.members.every((each, index) => each === b.members[index])
  )
}
