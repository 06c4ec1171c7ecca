const DAY_MS = 86_400_000

/** Milliseconds that a zone's clocks are ahead of UTC at an instant. */
function offsetAt(zone: string, ms: number): number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const local = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second)
  return local - Math.floor(ms / 1000) * 1000
}

/** "2026-11-14T09:00" on the wall of a zone → the instant; null when it is no time. Of two it is the earlier, in a gap the later. */
export function instantIn(zone: string, local: string): string | null {
  const wall = Date.parse(`${local}Z`)
  if (Number.isNaN(wall)) return null
  const guess = wall - offsetAt(zone, wall)
  return new Date(wall - offsetAt(zone, guess)).toISOString()
}

/** The instant as a form's field shows it: "2026-11-14T09:00". */
export const localIn = (zone: string, ms: number): string => new Date(ms + offsetAt(zone, ms)).toISOString().slice(0, 16)

/** Midnights of a zone from the one before `fromMs` on, `count` days. */
export function daysFrom(zone: string, fromMs: number, count: number): number[] {
  const wall = fromMs + offsetAt(zone, fromMs)
  const midnight = wall - (wall % DAY_MS)
  return Array.from({ length: count }, (_, i) => {
    const day = midnight + i * DAY_MS
    return day - offsetAt(zone, day - offsetAt(zone, day))
  })
}
