import { instantOf, type Moment } from '../time/moment.ts'

/** A road that worked longer ago than this may have stopped working since: phones, numbers and settings change. */
export const PROOF_DAYS = 30

/**
 * What is known of a road: `proved` worked lately, `stale` worked once, `unproved` was never seen to work, `failing` did not work
 * when it was tried last, `unverified` was typed and does not count yet.
 */
export type RoadStanding = 'proved' | 'stale' | 'unproved' | 'failing' | 'unverified'

/** Amber asks for a test, red pages nobody. */
export const TONE: Readonly<Record<RoadStanding, 'green' | 'amber' | 'red'>> = {
  proved: 'green',
  stale: 'amber',
  unproved: 'amber',
  failing: 'red',
  unverified: 'red',
}

export type Known = { counts: boolean; provedAt: Moment | null; tried: { at: Moment; isOk: boolean } | null }

export function standingOf({ counts, provedAt, tried }: Known, now: Temporal.Instant): RoadStanding {
  if (!counts) return 'unverified'
  if (tried && !tried.isOk && (provedAt === null || tried.at > provedAt)) return 'failing'
  if (provedAt === null) return 'unproved'
  const days = (now.epochMilliseconds - instantOf(provedAt).epochMilliseconds) / 86_400_000
  return days > PROOF_DAYS ? 'stale' : 'proved'
}
