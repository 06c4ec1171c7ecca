import { durationMs, parseDuration } from '../../../core/time/duration.ts'
import { roadWord } from '../../../web/kit/road-words.ts'
import { currentLocale } from '../../../web/strings.ts'
import { span } from '../../../web/times.ts'
import type { OwnRulesAnswer } from '../contract.ts'
import { say } from './rules-strings.ts'

export type Urgency = 'high' | 'low'
type Line = OwnRulesAnswer['high'][number]
type Window = OwnRulesAnswer['quiet'][number]

const listOf = (names: readonly string[]): string => new Intl.ListFormat(currentLocale(), { type: 'conjunction' }).format(names)

export function waitMs(after: string): number {
  const read = parseDuration(after)
  return read ? durationMs(read) : 0
}

/** "at once", "after 2 m". */
export const waitInWords = (after: string): string => (waitMs(after) === 0 ? say('now') : say('in', { wait: span(waitMs(after)) }))

/** "High urgency: push and chat at once, SMS after 2 m, call after 5 m." */
export function sentenceOf(lines: readonly Line[], urgency: Urgency): string {
  const full = lines.filter(({ by }) => by.length > 0).sort((one, other) => waitMs(one.after) - waitMs(other.after))
  if (full.length === 0) return say(urgency === 'high' ? 'noneHigh' : 'noneLow')
  const steps = full.map(({ after, by }) => {
    const roads = listOf(by.map(roadWord))
    return waitMs(after) === 0 ? say('atOnce', { roads }) : say('after', { roads, wait: span(waitMs(after)) })
  })
  return say('sentence', { urgency: say(urgency), steps: steps.join(', ') })
}

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export const dayWord = (day: string): string => {
  const known = DAYS.find((each) => each === day)
  return known ? say(known) : day
}

/** "Quiet 22:00 to 07:00 every day, on the clock of Europe/Berlin." */
export function quietSentence(windows: readonly Window[], zone: string): string {
  if (windows.length === 0) return say('quietNone')
  const said = windows.map(({ days, from, to }) =>
    say('quietWindow', { from, to, days: days.length === 0 ? say('everyDay') : say('onDays', { days: listOf(days.map(dayWord)) }) }),
  )
  return say('quietSentence', { windows: listOf(said), zone })
}
