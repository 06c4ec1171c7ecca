import type { Moment } from '../time/moment.ts'

/**
 * `asked` waits for somebody; `accepted` has somebody and waits for the override; `done` is in force. The rest are ends in which
 * whoever asked is still on call.
 */
export type CoverStatus = 'asked' | 'accepted' | 'done' | 'declined' | 'withdrawn' | 'expired' | 'failed'

export const OPEN_STATUSES: readonly CoverStatus[] = ['asked', 'accepted']

/** A stretch of somebody else's duty that is given in return. */
export type SwapPart = { schedule: string; from: Moment; to: Moment }

/** A request that somebody else takes over a stretch of duty. Until the override is written the asker is on call. */
export type CoverState = {
  schedule: string
  asker: string
  from: Moment
  to: Moment
  /** User ids; empty is anybody. */
  asked: string[]
  declined: string[]
  /** What the asker takes over in return: then exactly one person is asked. */
  swap: SwapPart | null
  reason: string | null
  status: CoverStatus
  acceptedBy: string | null
  askedAt: Moment
  /** When nobody's answer is waited for any longer. */
  expiresAt: Moment
  endedAt: Moment | null
  /** Why it ended as it did, in words. */
  why: string | null
}

export type AskCover = Pick<CoverState, 'schedule' | 'asker' | 'from' | 'to' | 'asked' | 'swap' | 'reason'> & { expiresAt: Moment | null }
