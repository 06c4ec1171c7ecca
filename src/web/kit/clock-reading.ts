import { numerals, span } from '../times.ts'
import { say } from './strings.ts'

export type ClockState = 'pending' | 'due-soon' | 'missed' | 'met' | 'late' | 'waived' | 'dropped'

/** A promise with a due time. Open ones are read off the watch, closed ones say how they ended. Moments are RFC 3339. */
export type ClockFacts = {
  startedAt: string
  dueAt: string
  /** From here on it is due soon; default: the last fifth. */
  warnAt?: string
  closed?: { as: 'met' | 'late' | 'waived' | 'dropped'; at: string; by?: string }
}

export type ClockReading = {
  state: ClockState
  /** "06:12", "2 m over", "in 4 m", "3 m late", "by Ana". */
  text: string
  /** What is left of the fuse, 0 to 1. */
  left: number
}

const LAST_FIFTH = 0.2

/** Where a clock stands at that instant. */
export function readClock(facts: ClockFacts, nowMs: number): ClockReading {
  const started = Date.parse(facts.startedAt)
  const due = Date.parse(facts.dueAt)
  if (facts.closed) return { state: facts.closed.as, text: endText(facts.closed, started, due), left: 0 }
  const warn = facts.warnAt ? Date.parse(facts.warnAt) : due - (due - started) * LAST_FIFTH
  const state = nowMs >= due ? 'missed' : nowMs >= warn ? 'due-soon' : 'pending'
  const left = due > started ? Math.min(1, Math.max(0, (due - nowMs) / (due - started))) : 0
  // at the due instant it is over: "0 s over" tells more than "00:00"
  return { state, text: nowMs >= due ? numerals(Math.min(due - nowMs, -1)) : numerals(due - nowMs), left }
}

function endText(closed: NonNullable<ClockFacts['closed']>, started: number, due: number): string {
  const at = Date.parse(closed.at)
  if (closed.as === 'met') return say('metIn', { span: span(at - started) })
  if (closed.as === 'late') return say('lateBy', { span: span(at - due) })
  return closed.as === 'waived' && closed.by ? say('by', { who: closed.by }) : ''
}

export function stateWord(state: ClockState): string {
  return say(state === 'due-soon' ? 'dueSoon' : state)
}

/** The class that colours it: only what needs a person has colour. */
export const toneOf = (state: ClockState): '' | 'soon' | 'missed' => (state === 'due-soon' ? 'soon' : state === 'missed' ? 'missed' : '')

/** Missed ones first, then by due time: the order of a band of clocks. */
export function byUrgency(clocks: readonly ClockFacts[], nowMs: number): number[] {
  const rank = (i: number): number => {
    const clock = clocks[i]
    return clock && readClock(clock, nowMs).state === 'missed' ? 0 : 1
  }
  const due = (i: number): number => Date.parse(clocks[i]?.dueAt ?? '')
  return clocks.map((_, i) => i).sort((a, b) => rank(a) - rank(b) || due(a) - due(b))
}
