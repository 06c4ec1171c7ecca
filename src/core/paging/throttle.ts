import type { JsonObject } from '../command/command.ts'
import { instantOf } from '../time/moment.ts'

/** How many messages one person gets by one road in ten minutes before what may wait waits. Machines take what they are sent. */
const LIMITS: Readonly<Record<string, number>> = { phone: 3, sms: 5, push: 8, chat: 10, email: 20 }
const unlimited = Number.POSITIVE_INFINITY

export const throttleWindowMs = 600_000

export const limitOf = (road: string): number => LIMITS[road] ?? unlimited

/** Older than this a message belongs to a backlog: of such there is one at a time, which tells of the others. */
const backlogMs = 60_000

export type Queued = { from: { kind: string }; target: string; road: string; content: JsonObject; queuedAt: string }

/**
 * Whether a message may be held or told together with others. The first page of an alert never is, unless it is part of a
 * backlog: then it leaves at once, with the others of the backlog in it.
 */
export function isBundleable({ from, target, road, content, queuedAt }: Queued, now: Temporal.Instant): boolean {
  if (from.kind !== 'escalation' || !target.startsWith('user:') || limitOf(road) === unlimited) return false
  const isOld = now.epochMilliseconds - instantOf(queuedAt).epochMilliseconds > backlogMs
  return isHoldable({ content }) || isOld
}

/** Whether it may wait for room: it repeats or adds to what was told. The first page of an alert leaves at once, however late it is. */
export const isHoldable = ({ content }: Pick<Queued, 'content'>): boolean =>
  content.kind === 'update' || content.again === true || content.late === true

/** How long a message waits when the limit is reached: until the oldest of those that count is no longer counted. */
export function heldMs(sentAt: readonly Temporal.Instant[], { road, now }: { road: string; now: Temporal.Instant }): number {
  const limit = limitOf(road)
  if (sentAt.length < limit) return 0
  const counted = sentAt.map((each) => each.epochMilliseconds).sort((a, b) => a - b)
  const frees = counted[counted.length - limit] ?? now.epochMilliseconds
  return Math.max(1_000, frees + throttleWindowMs - now.epochMilliseconds)
}
