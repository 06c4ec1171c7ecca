import type { JsonObject } from '../command/command.ts'
import type { Moment } from '../time/moment.ts'

export type Link = { href: string; text: string }

/**
 * What a monitoring system said about one thing that is broken, in our words.
 * Two events with the same `key` from the same integration are about the same alert.
 */
export type AlertEvent = {
  action: 'open' | 'acknowledge' | 'resolve'
  /** Deduplication key, unique within its integration, 1–255 characters. */
  key: string
  title: string
  /** The source's own word (`critical`, `P1`, `2`); the policy maps it. */
  severity?: string
  labels: Record<string, string>
  details: JsonObject
  links: Link[]
  /** Who says so: a host, a monitor, `alertmanager`. */
  source: string
  startedAt?: Moment
  endedAt?: Moment
  /** What the source itself grouped this with (Alertmanager's groupKey). */
  group?: string
  /** Sent to prove that the way here works (Alertmanager's `Watchdog`): expected to stay open, never a page. */
  isHeartbeat?: true
}

/** Something was changed on purpose (a deploy, a merge). Never notifies anyone. */
export type ChangeEvent = {
  action: 'change'
  title: string
  source: string
  labels: Record<string, string>
  details: JsonObject
  links: Link[]
  happenedAt?: Moment
}

export type InboundEvent = AlertEvent | ChangeEvent

/** Longer keys are cut by whoever makes the event: the tail of a dedup key rarely carries the difference, so it ends in a hash. */
export const MAX_KEY_LENGTH = 255
/** Titles are read on a phone and in a subject line; PagerDuty's own limit. */
export const MAX_TITLE_LENGTH = 1024
