import type { WeekWindow } from '../../../../core/policy/schema/primitives.ts'
import { WEEKDAYS, type Weekday } from '../../../../core/time/business-calendar.ts'

/**
 * The hours of a layer as a form shows them. `each`: from and to on every chosen day. `stretch`: one stretch from a time of the
 * first day to a time of the last. What fits neither is `several`: a list of days with their hours, as the policy has it.
 */
export type LayerHours =
  | { kind: 'always' }
  | { kind: 'each' | 'stretch'; days: Weekday[]; from: string; to: string }
  | { kind: 'several'; windows: WeekWindow[] }

const MIDNIGHT = '00:00'

export function readHours(windows: readonly WeekWindow[]): LayerHours {
  if (windows.length === 0) return { kind: 'always' }
  const [only] = windows
  if (only && windows.length === 1) {
    const days = inOrder(only.days.length > 0 ? only.days : WEEKDAYS)
    const isWhole = only.from === MIDNIGHT && only.to === MIDNIGHT
    const isStretch = isWhole && days.length > 1 && days.length < WEEKDAYS.length && runOf(days) !== null
    return { kind: isStretch ? 'stretch' : 'each', days: isStretch ? (runOf(days) ?? days) : days, from: only.from, to: only.to }
  }
  return readStretch(windows) ?? { kind: 'several', windows: windows.map((each) => ({ ...each, days: inOrder(each.days) })) }
}

/** Whole days between a first one that begins later and a last one that ends earlier. */
function readStretch(windows: readonly WeekWindow[]): LayerHours | null {
  const days = runOf(inOrder(windows.flatMap((each) => each.days)))
  if (!days || days.length !== windows.flatMap((each) => each.days).length || days.length < 2) return null
  const of = (day: Weekday | undefined) => windows.find((each) => day !== undefined && each.days.includes(day))
  const [first, last] = [of(days[0]), of(days.at(-1))]
  if (!first || !last) return null
  const found = { kind: 'stretch' as const, days, from: first.from, to: last.to }
  return sameWindows(windowsOf(found), windows) ? found : null
}

const sameWindows = (a: readonly WeekWindow[], b: readonly WeekWindow[]): boolean => perDay(a) === perDay(b)
const perDay = (windows: readonly WeekWindow[]): string =>
  windows
    .flatMap(({ days, from, to }) => days.map((day) => `${day} ${from} ${to}`))
    .sort()
    .join()

export function windowsOf(hours: LayerHours): WeekWindow[] {
  if (hours.kind === 'always') return []
  if (hours.kind === 'several') return hours.windows
  const { kind, from, to } = hours
  const days = kind === 'stretch' ? (runOf(inOrder(hours.days)) ?? inOrder(hours.days)) : inOrder(hours.days)
  if (days.length === 0) return []
  if (kind === 'each' || days.length === 1) return [{ days, from, to }]
  if (from === MIDNIGHT && to === MIDNIGHT) return [{ days, from, to }]
  const [first, last] = [days[0] as Weekday, days.at(-1) as Weekday]
  const whole = days.slice(1, -1)
  return [
    { days: [first], from, to: MIDNIGHT },
    ...(whole.length > 0 ? [{ days: whole, from: MIDNIGHT, to: MIDNIGHT }] : []),
    { days: [last], from: MIDNIGHT, to },
  ]
}

/** Days that follow each other, perhaps over Sunday: in that order; null when there is a hole between them. */
export function runOf(days: readonly Weekday[]): Weekday[] | null {
  const chosen = new Set(days)
  if (chosen.size === 0) return null
  if (chosen.size === WEEKDAYS.length) return [...WEEKDAYS]
  const start = WEEKDAYS.findIndex((day, i) => chosen.has(day) && !chosen.has(WEEKDAYS[(i + 6) % 7] as Weekday))
  const run = Array.from({ length: chosen.size }, (_, i) => WEEKDAYS[(start + i) % 7] as Weekday)
  return run.every((day) => chosen.has(day)) ? run : null
}

export const inOrder = (days: readonly Weekday[]): Weekday[] => WEEKDAYS.filter((day) => days.includes(day))
