import type { Actor, JsonObject } from '../command/command.ts'
import type { Moment } from '../time/moment.ts'
import type { Link } from './event.ts'

/** `triggered` wakes somebody, `snoozed` sleeps until a moment, `acknowledged` has an owner, `resolved` is over. */
export type AlertStatus = 'triggered' | 'snoozed' | 'acknowledged' | 'resolved'

/** Why the alert went where it went: the rule that matched, or that none did. */
export type Routed = {
  rule: string | null
  service: string | null
  severity: string
  rank: number
  because: string
  declare: boolean
  /** The rule says that nobody need be woken for it. */
  drop: boolean
  type: string | null
  flags: string[]
}

export type AlertState = {
  integration: string
  /** Deduplication key of the sender, unique among the integration's open alerts. */
  dedup: string
  title: string
  source: string
  labels: Record<string, string>
  details: JsonObject
  links: Link[]
  status: AlertStatus
  routed: Routed
  /** Why nobody is paged for it, when so: the level does not page, or it was silenced. */
  quiet: string | null
  /** How often the sender has said it, the first time included. */
  occurrences: number
  openedAt: Moment
  lastSeenAt: Moment
  startedAt: Moment | null
  /** Policy version the alert runs under. */
  policy: number
  /** The running ladder it belongs to; null until the first tick has routed it. */
  escalation: string | null
  incident: string | null
  snoozedUntil: Moment | null
  acknowledged: { by: Actor; at: Moment; via: string; reason?: string } | null
  resolved: { by: Actor; at: Moment; via: string } | null
  /** The promise of the level, running from acceptance; null where the level promises nothing. */
  promise: { dueAt: Moment; status: 'pending' | 'met' | 'missed' | 'late' } | null
}

export const isOpen = (state: AlertState): boolean => state.status !== 'resolved'
