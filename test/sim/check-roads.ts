import type { RecordedFact } from '../../src/core/command/command.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import type { Violation } from './checker.ts'
import { WAKING_WAYS } from './policy.ts'
import type { Sent } from './provider.ts'

/** Provider down, or a carrier that says nothing: the person's next road within this (I-10). */
const nextRoadMs = 30_000
/** What is known to have reached nobody is not waited for. */
const atOnceMs = 2_000
/** A climb that is over or begun anew pages by its own rules. */
const ENDS = ['acknowledged', 'answered', 'stopped', 'exhausted', 'raised', 'escalated', 'ack_expired', 'repaired'].map(
  (each) => `escalation.${each}`,
)

export type Roads = {
  sent: readonly Sent[]
  streams: ReadonlyMap<string, RecordedFact[]>
  endMs: number
  isQuiet(from: number, to: number): boolean
}

/** One road of one page that reached nobody, and when at the latest another must have been taken. */
type Lost = { page: string; user: string; channel: string; ladder: string; knownMs: number; dueMs: number; why: string }

/** I-10 over a night, from what the outside saw and what the carriers said. */
export function checkRoads(night: Roads): Violation[] {
  const pages = Map.groupBy(
    night.sent.filter(({ message }) => message.content.kind === 'page'),
    ({ message }) => String(message.content.page),
  )
  return [...pages].flatMap(([page, sent]) =>
    lostRoads(page, sent).flatMap((lost) => (isAnswered(lost, sent, night) ? [] : [violationOf(lost)])),
  )
}

const violationOf = ({ page, channel, why }: Lost): Violation => ({
  invariant: 'I-10',
  what: `${page} by ${channel} ${why}, and no other road of the same person was taken in time`,
})

function lostRoads(page: string, sent: Sent[]): Lost[] {
  return sent.flatMap(({ message, at, result, receipts }): Lost[] => {
    const about = { page, user: message.target.replace('user:', ''), channel: message.channel, ladder: message.from.id }
    const dead = receipts?.find(({ stage }) => stage === 'voicemail' || stage === 'failed')
    // A try that succeeds soon after is judged by itself.
    const isTakenSoon = sent.some(
      (each) => each.message.channel === about.channel && each.result === 'accepted' && each.at >= at && each.at <= at + nextRoadMs,
    )
    if (result === 'failed')
      return isTakenSoon ? [] : [{ ...about, knownMs: at, dueMs: at + nextRoadMs, why: 'met a provider that is down' }]
    if (result !== 'accepted' || !receipts) return []
    if (receipts.length === 0) return [{ ...about, knownMs: at, dueMs: at + nextRoadMs, why: 'was taken by a carrier that says nothing' }]
    return dead?.heardAt ? [{ ...about, knownMs: dead.heardAt, dueMs: dead.heardAt + atOnceMs, why: `ended as ${dead.stage}` }] : []
  })
}

/** Another road was taken, or there was none, or nobody was to be paged any more, or the night was not quiet. */
function isAnswered({ user, channel, ladder, knownMs, dueMs }: Lost, sent: Sent[], night: Roads): boolean {
  const ways = WAKING_WAYS[user]
  if (!ways?.includes(channel) || dueMs > night.endMs || !night.isQuiet(knownMs, dueMs)) return true
  const facts = night.streams.get(`escalation:${ladder}`) ?? []
  const isOver = facts.some(
    ({ name, at }) =>
      ENDS.includes(name) && instantOf(at).epochMilliseconds >= (sent[0]?.at ?? 0) && instantOf(at).epochMilliseconds <= dueMs,
  )
  if (isOver) return true
  const taken = new Set(sent.filter(({ at }) => at <= dueMs).map(({ message }) => message.channel))
  return (
    ways.every((way) => taken.has(way)) ||
    sent.some((each) => each.at <= dueMs && each.message.channel !== channel && (each.at >= knownMs || rings(each, dueMs)))
  )
}

/** It wakes somebody as far as the outside knows: a mail does not, and a call that a machine took did not. */
function rings({ message, result, receipts }: Sent, byMs: number): boolean {
  if (message.channel === 'email' || result !== 'accepted') return false
  if (!receipts) return true
  return (
    receipts.some(
      ({ stage, heardAt }) => (stage === 'accepted' || stage === 'delivered') && (heardAt ?? Number.POSITIVE_INFINITY) <= byMs,
    ) && !receipts.some(({ stage }) => stage === 'voicemail' || stage === 'failed')
  )
}

/** I-7: one copy for each page and channel, another one only for a crash. */
export function checkCopies(sent: readonly Sent[], crashes: number): Violation[] {
  const accepted = sent.filter(({ message, result }) => message.content.kind === 'page' && result === 'accepted')
  const copies = Map.groupBy(accepted, ({ message }) => `${message.content.page} by ${message.channel}`)
  return [...copies]
    .filter(([, list]) => list.length > 1 + crashes)
    .map(([what, list]) => ({ invariant: 'I-7', what: `${what} went out ${list.length} times with ${crashes} crashes` }))
}
