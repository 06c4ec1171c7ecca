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
  /** Why `at` is later than it would be. */
  held?: string
  /** When the provider took it. */
  handedAt?: Moment
  /** Nothing was heard of it in time, so another road was taken instead. */
  isSilent?: true
  /** It is taken only if what was handed over before stays silent: no word of the carrier, or no sign of a human. */
  standby?: { of: 'carrier' | 'human'; planned: Moment | null }
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
  /** Why this step pages at all, in words, where it is not the first: stated on the page. */
  why?: string | null
  roads: RoadState[]
  /** It was opened late, after a stall. */
  isLate?: true
}

/** An alert that joined after the first page and has not been told yet. */
export type Follower = { id: string; title: string; key: string }

/** Somebody who was paged and answers for themselves, where the ladder goes on for the others. */
export type Answer = { user: string; at: Moment; via: string }

/** Somebody outside who is to be called by one of us: a task that ends with their case number. */
export type ContactTask = {
  contact: string
  askedAt: Moment
  reason: string | null
  done: { by: Actor; at: Moment; caseNumber: string | null; note: string | null } | null
}

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
  /** Those who wait to be told of, so many that one message can carry them. */
  followers: Follower[]
  /** How many more wait than `followers` names. */
  unnamed: number
  flushAt: Moment | null
  flushes: number
  acknowledged: { by: Actor; at: Moment; via: string } | null
  ackExpiresAt: Moment | null
  /** How often the fallback has been told; the next time is `stepAt`. */
  announced: number
  /**
   * Whoever acknowledges a `main` ladder has the alerts and the incident. One `beside` it stands for itself: only those it
   * asked can acknowledge it, and that says nothing about the others.
   */
  line: 'main' | 'beside'
  /** Kind of the incident or alert, for conditions. */
  type: string | null
  /** Ladders that run beside this one for the same alerts, by escalation id: they end with it. */
  companions: string[]
  /** Everybody is wanted, so one who answers stops only their own pages. */
  isCallOut: boolean
  answers: Answer[]
  contacts: ContactTask[]
  /** When a condition that did not hold may hold by time alone. */
  recheckAt: Moment | null
  /** Whoever acknowledged is asked this often (`2h`) whether they still have it. */
  remindEvery: string | null
  remindAt: Moment | null
  /** The last of its alerts did not end but was snoozed: it is silent until then, and climbs anew. */
  asleep?: { by: Actor; until: Moment; reason: string | null }
}

/** What escalations begin with; also what those that were stored before have not. */
export const noneYet: Pick<
  EscalationState,
  'line' | 'unnamed' | 'type' | 'companions' | 'isCallOut' | 'answers' | 'contacts' | 'recheckAt' | 'remindEvery' | 'remindAt'
> = {
  line: 'main',
  unnamed: 0,
  type: null,
  companions: [],
  isCallOut: false,
  answers: [],
  contacts: [],
  recheckAt: null,
  remindEvery: null,
  remindAt: null,
}

/** Whether somebody has answered since they were paged last: nothing more of that page is for them. */
export const hasAnswered = (state: EscalationState, user: string): boolean => state.answers.some((each) => each.user === user)

export const isActive = (state: EscalationState): boolean => state.status === 'running' || state.status === 'exhausted'
