import type { RecordedFact } from '../../../core/command/command.ts'
import { urgencyOf } from '../../../core/paging/urgency.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import { addDuration, durationMs, parseDuration } from '../../../core/time/duration.ts'
import { instantOf, momentOf } from '../../../core/time/moment.ts'
import { eventsOf } from '../../../engine/simulated-events.ts'
import { type Played, play, type Simulated } from '../../../engine/simulation.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { Asked, SimulateAnswer, SimulatedClock, Wake } from '../contract/simulate.ts'
import { skippedOf } from '../rules/left-out.ts'
import { findingsOf, worstOf } from '../rules/verdict.ts'
import { type Ground, secondsAfter, wakesOf } from '../rules/wakes.ts'

export type Parts = { policy: Policy; now(): Temporal.Instant; canSend(channel: string): boolean }

/** More than a day nobody reads, and it would keep others waiting. */
const LONGEST_MS = 24 * 3_600_000

/** Plays the question through the pager's own engine, in memory; with answers a second time without them, for the worst case. */
export async function simulated(body: Asked, parts: Parts): Promise<SimulateAnswer> {
  const began = parts.now().epochMilliseconds
  const { policy, canSend } = parts
  const asked = askedOf(body, parts)
  const severity = policy.severity(asked.severity ?? '') ?? policy.mostSevere
  const played = await play(policy, asked, { canSend })
  const unanswered = asked.answers.length > 0 ? await play(policy, { ...asked, answers: [] }, { canSend }) : played
  const ground = (facts: readonly RecordedFact[]): Ground => ({ policy, start: asked.at, facts, urgency: urgencyOf(severity.id, policy) })
  const wakes = wakesOf(ground(played.facts))
  const worstWakes = wakesOf(ground(unanswered.facts))
  const skipped = skippedOf({ ...ground(unanswered.facts), severity: severity.id, canSend }, worstWakes)
  const firstOfMain = wakes.find((wake) => wake.wakes && wake.ladder.basis === 'acknowledged') ?? null
  const promise = promiseOf(played, { asked, policy, firstOfMain })
  const level = { id: severity.id, name: severity.name ?? severity.id, rank: policy.rankOf(severity.id) }
  const service = body.service ? policy.service(body.service) : undefined
  const isQuiet = played.facts.some(({ name, data }) => name === 'alert.opened' && Boolean(data.quiet))
  return {
    start: momentOf(asked.at),
    end: momentOf(asked.at.add({ milliseconds: asked.lengthMs })),
    version: policy.version,
    service: service ? { id: service.id, name: service.name ?? service.id } : null,
    severity: level,
    first: wakes.find((wake) => wake.wakes) ?? null,
    firstOfMain,
    promise,
    wakes,
    skipped,
    clocks: clocksOf(ground(played.facts)),
    worst: worstOf(worstWakes),
    findings: findingsOf({ severity: level, promise, skipped, policy, unanswered: worstWakes, isQuiet }),
    events: eventsOf(played, policy, asked.at),
    tookMs: parts.now().epochMilliseconds - began,
  }
}

function askedOf(body: Asked, { policy, now }: Parts): Simulated & { severity: string } {
  const lengthMs = spanOf('for', body.for)
  if (lengthMs > LONGEST_MS) throw new Problem({ code: 'too-long', status: 400, detail: `for is "${body.for}"; write 24h at most` })
  return {
    title: body.title,
    labels: body.labels,
    severity: body.severity ?? policy.mostSevere.id,
    ...(body.service ? { service: body.service } : {}),
    at: body.at ? instantOf(body.at) : now(),
    lengthMs,
    answers: body.answers.map(({ user, after, does }) => ({
      user: user.replace(/^user:/, ''),
      afterMs: spanOf('answers.after', after),
      does,
    })),
    isDeclared: body.declare,
  }
}

function spanOf(field: string, text: string): number {
  const span = parseDuration(text)
  if (span) return durationMs(span)
  throw new Problem({ code: 'not-a-duration', status: 400, detail: `${field} is "${text}", which is not a duration; write 45m, 2h or 1d` })
}

type Promising = { asked: Simulated; policy: Policy; firstOfMain: Wake | null }

/** What the level promises of the first response, and whether who is woken first could still keep it. */
function promiseOf({ facts }: Played, { asked, policy, firstOfMain }: Promising): SimulateAnswer['promise'] {
  const within = policy.severity(asked.severity ?? '')?.respond_within
  if (!within) return null
  const due = addDuration(asked.at, within, policy.calendar)
  const dueAt = momentOf(due)
  const acknowledged = facts.find(({ name }) => name === 'escalation.acknowledged')
  const withinS = secondsAfter({ start: asked.at }, dueAt)
  return { withinS, dueAt, acknowledgedAt: acknowledged?.at ?? null, spareS: firstOfMain ? withinS - firstOfMain.afterS : null }
}

const CLOSING: Record<string, SimulatedClock['status']> = {
  'obligation.met': 'met',
  'obligation.missed': 'missed',
  'obligation.late': 'late',
  'obligation.dropped': 'dropped',
}

/** Every clock that the incident would start, with what became of it by the end. */
function clocksOf(ground: Ground): SimulatedClock[] {
  const clocks = new Map<string, SimulatedClock>()
  for (const { name, at, data } of ground.facts) {
    const id = String(data.id)
    if (name === 'obligation.opened' || name === 'obligation.restarted') {
      const dueAt = String(data.dueAt)
      const dueAfterS = secondsAfter(ground, dueAt)
      clocks.set(id, { title: String(data.title), dueAt, dueAfterS, status: 'open', closedAt: null, why: null })
    }
    const status = CLOSING[name]
    const clock = clocks.get(id)
    if (status && clock) clocks.set(id, { ...clock, status, closedAt: at, why: data.why ? String(data.why) : null })
  }
  return [...clocks.values()].sort((a, b) => a.dueAt.localeCompare(b.dueAt))
}
