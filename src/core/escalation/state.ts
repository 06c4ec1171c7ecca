import type { Actor, Subject } from '../command/command.ts'
import type { EvidenceStage } from '../paging/evidence.ts'
import type { Basis } from '../policy/schema/escalation.ts'
import type { Moment } from '../time/moment.ts'

/**
 * `running` climbs; `acknowledged` rests (until its time-out, if the ladder has one); `exhausted` has asked everybody in
 * vain and keeps telling the fallback; `stopped` is over for good.
 */
export type EscalationStatus = 'running' | 'acknowledged' | 'exhausted' | 'stopped'

/** One attempt to reach a person by one road. `at` is when it is to be queued. */
export type RoadState = {
  road: string
  channel: string
  at: Moment
  status: 'waiting' | 'queued' | 'failing' | 'delivered' | 'failed' | 'withdrawn'
  said: string | null
  /** The furthest that is proved since it was handed over. */
  proof?: { stage: EvidenceStage; at: Moment; said: string }
}

/** A person being paged for one step of one climb. */
export type PageState = {
  id: string
  user: string
  step: number
  cycle: number
  startedAt: Moment
  /** The chain that answers "why was I paged": step, schedule, layer, turn. */
  because: string[]
  roads: RoadState[]
}

/** An alert that joined after the first page and has not been told yet. */
export type Follower = { id: string; title: string; key: string }

/** Where the ladder's steps come from: the frozen policy, or targets given for this one case. */
export type LadderRef = { id: string; targets: string[] | null; reason: string | null }

export type EscalationState = {
  /** The first alert of the group, or the incident. An escalation that becomes part of an incident is about the incident. */
  about: Subject
  group: string | null
  /** Until then alerts of the group join; afterwards the next one starts anew. */
  joinableUntil: Moment | null
  ladder: LadderRef
  basis: Basis
  policy: number
  service: string | null
  severity: string
  rank: number
  flags: string[]
  /** Who holds which role of the incident, for steps that page a role. */
  holders: Record<string, string[]>
  title: string
  status: EscalationStatus
  startedAt: Moment
  /** When this climb began: `at:` steps count from here. */
  climbAt: Moment
  cycle: number
  /** Next step to fire and when; null when all have fired or nothing is due. */
  step: number
  stepAt: Moment | null
  /** Steps whose condition did not hold when they came up: asked again when severity or a flag changes. */
  skipped: number[]
  pages: PageState[]
  /** Grows with every acknowledgement and new climb: what was queued before refuses itself. */
  generation: number
  /** Why this climb pages although somebody had it: stated on the page. */
  reason: string | null
  /** Alerts of the group that are neither resolved nor snoozed. */
  open: number
  total: number
  followers: Follower[]
  flushAt: Moment | null
  flushes: number
  acknowledged: { by: Actor; at: Moment; via: string } | null
  ackExpiresAt: Moment | null
  /** How often the fallback has been told; the next time is `stepAt`. */
  announced: number
}

export const isActive = (state: EscalationState): boolean => state.status === 'running' || state.status === 'exhausted'
