import { useSyncExternalStore } from 'react'
import { catalogue, currentLocale } from './strings.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const say = catalogue('times', {
  seconds: '{s} s',
  minutes: '{m} m',
  minutesSeconds: '{m} m {s} s',
  hours: '{h} h',
  hoursMinutes: '{h} h {m} m',
  days: '{d} d',
  daysHours: '{d} d {h} h',
  ago: '{span} ago',
  ahead: 'in {span}',
  now: 'just now',
  over: '{span} over',
})

let zone = 'UTC'
const zoneWatchers = new Set<() => void>()

/** The zone in which the console speaks: the person's choice, UTC until it is known. */
export const currentZone = (): string => zone
export function setZone(chosen: string): void {
  zone = chosen
  for (const watcher of zoneWatchers) watcher()
}
/** Draws again when the zone changes; every component that writes a time calls it. */
export const useZone = (): string =>
  useSyncExternalStore((watcher) => {
    zoneWatchers.add(watcher)
    return () => zoneWatchers.delete(watcher)
  }, currentZone)
export const browserZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

const formats = new Map<string, Intl.DateTimeFormat>()
function format(options: Intl.DateTimeFormatOptions, ms: number): string {
  const key = `${currentLocale()} ${zone} ${JSON.stringify(options)}`
  let found = formats.get(key)
  if (!found) {
    // en-GB: 24 hours and day before month, which no reader can take for another date
    const locale = currentLocale() === 'en' ? 'en-GB' : currentLocale()
    found = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone, hourCycle: 'h23' })
    formats.set(key, found)
  }
  return found.format(ms)
}

/** "UTC", "CET", "GMT-3": the short name of the zone at that instant. */
export function zoneName(ms: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(ms)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone
}

/** "14:41" */
export const timeOfDay = (ms: number): string => format({ hour: '2-digit', minute: '2-digit' }, ms)
/** "14:41:12" */
export const timeToSecond = (ms: number): string => format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }, ms)
/** "Thu 12 Nov 2026" */
export const dayOf = (ms: number): string =>
  format({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }, ms).replaceAll(',', '')
/** "Thu 12 Nov 2026, 14:41 UTC": nothing about it can be misread, so it is what a hover shows. */
export const fullMoment = (ms: number): string => `${dayOf(ms)}, ${timeOfDay(ms)} ${zoneName(ms)}`
export const fullMomentToSecond = (ms: number): string => `${dayOf(ms)}, ${timeToSecond(ms)} ${zoneName(ms)}`

const two = (n: number): string => String(n).padStart(2, '0')

/** "38 s", "1 m 20 s" below five minutes, "32 m", "4 h 06 m", "6 d". */
export function span(ms: number): string {
  const abs = Math.abs(ms)
  const s = Math.floor(abs / SECOND)
  const m = Math.floor(abs / MINUTE)
  const h = Math.floor(abs / HOUR)
  // seconds matter while a page is fresh, later they only flicker
  const FRESH = 5 * MINUTE
  if (abs < MINUTE) return say('seconds', { s })
  if (abs < FRESH && s % 60 > 0) return say('minutesSeconds', { m, s: s % 60 })
  if (abs < HOUR) return say('minutes', { m })
  if (abs < DAY) return m % 60 ? say('hoursMinutes', { h, m: two(m % 60) }) : say('hours', { h })
  return say('days', { d: Math.floor(abs / DAY) })
}

/** "1 m 20 s ago", "in 3 m", "just now". */
export function relative(ms: number, nowMs: number): string {
  const distance = nowMs - ms
  if (Math.abs(distance) < SECOND) return say('now')
  return distance > 0 ? say('ago', { span: span(distance) }) : say('ahead', { span: span(distance) })
}

/** What is left as numerals: "06:12" below an hour, then "1 h 12 m", then "2 d 4 h"; "2 m over" once it has passed. */
export function numerals(leftMs: number): string {
  if (leftMs < 0) return say('over', { span: coarse(-leftMs) })
  // a clock at 0.4 s shows 00:01: it reaches zero when it is due, not before
  const seconds = Math.ceil(leftMs / SECOND)
  if (seconds < HOUR / SECOND) return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`
  return coarse(leftMs)
}

function coarse(ms: number): string {
  if (ms < MINUTE) return say('seconds', { s: Math.floor(ms / SECOND) })
  if (ms < HOUR) return say('minutes', { m: Math.floor(ms / MINUTE) })
  const h = Math.floor(ms / HOUR)
  if (ms < DAY) return say('hoursMinutes', { h, m: two(Math.floor((ms % HOUR) / MINUTE)) })
  return say('daysHours', { d: Math.floor(ms / DAY), h: h % 24 })
}
