import type { EscalationState } from '../../core/escalation/state.ts'
import { instantOf } from '../../core/time/moment.ts'

/** How the screen behind a link stands for the person it was made for. */
export type Standing =
  | { kind: 'open' }
  /** This person has it. */
  | { kind: 'yours'; at: string }
  /** Somebody was faster. */
  | { kind: 'taken'; by: string; at: string }
  | { kind: 'over' }

export function standingOf(state: EscalationState, user: string): Standing {
  if (state.status === 'stopped') return { kind: 'over' }
  const answered = state.answers?.find((each) => each.user === user)
  if (answered) return { kind: 'yours', at: answered.at }
  if (state.status !== 'acknowledged' || !state.acknowledged) return { kind: 'open' }
  const { by, at } = state.acknowledged
  return by === `user:${user}` ? { kind: 'yours', at } : { kind: 'taken', by, at }
}

/** When this person was paged last, and why, in the words of the ladder. */
export function pageFor(state: EscalationState, user: string): { at: string; because: string[] } | null {
  const page = state.pages.findLast((each) => each.user === user)
  return page ? { at: page.startedAt, because: page.because } : null
}

const two = (n: number): string => String(n).padStart(2, '0')

/** "03:40", above an hour "1 h 12 m"; never below zero. */
export function countdown(until: string, now: Temporal.Instant): string {
  const seconds = Math.max(0, Math.ceil((instantOf(until).epochMilliseconds - now.epochMilliseconds) / 1000))
  if (seconds < 3600) return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
  return `${Math.floor(seconds / 3600)} h ${two(Math.floor((seconds % 3600) / 60))} m`
}

const HOURS_A_DAY = 24
/** From here on days say enough. */
const MANY_HOURS = 48

/** "38 s", "1 m 20 s", "28 m", "2 h 05 m", "6 days". */
export function spanOf(fromMs: number, toMs: number): string {
  const seconds = Math.max(0, Math.floor((toMs - fromMs) / 1000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 5 && seconds % 60 > 0) return `${minutes} m ${seconds % 60} s`
  const hours = Math.floor(minutes / 60)
  if (hours >= MANY_HOURS) return `${Math.floor(hours / HOURS_A_DAY)} days`
  return hours === 0 ? `${minutes} m` : `${hours} h ${two(minutes % 60)} m`
}

/** What is left of the fuse, 0 to 100. */
export function fuseLeft({ since, until }: { since: string; until: string }, now: Temporal.Instant): number {
  const start = instantOf(since).epochMilliseconds
  const end = instantOf(until).epochMilliseconds
  if (end <= start) return 0
  return Math.round(Math.min(1, Math.max(0, (end - now.epochMilliseconds) / (end - start))) * 100)
}

/** `schedule:payments-primary` → payments-primary, when a schedule led to the person. */
export function heldSchedule(because: readonly string[]): string | null {
  const schedule = because.find((each) => each.startsWith('schedule:'))
  return schedule ? schedule.slice('schedule:'.length) : null
}

type Named = { people: readonly { id: string; name: string }[] }

/** Some ladders page the same person again: "Ann is paged in" would read as if there were another Ann. */
export const isOnly = ({ people }: Named, user: string): boolean => people.length > 0 && people.every((each) => each.id === `user:${user}`)
export const listed = (next: Named, user: string): string =>
  isOnly(next, user) ? 'You' : next.people.map((each) => each.name).join(' and ')

/** People who follow a link from a phone read UTC like the rest of the house until they sign in. */
export const timeOf = (moment: string): string => `${moment.slice(11, 16)} UTC`
