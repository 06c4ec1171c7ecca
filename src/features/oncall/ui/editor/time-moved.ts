const DAY_MINUTES = 1440
const MINUTE_MS = 60_000

/** A time of day moved by milliseconds; it goes round at midnight, as hours that pass it do. */
export function timeMoved(time: string, byMs: number): string {
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)) + byMs / MINUTE_MS
  const round = ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES
  return `${String(Math.floor(round / 60)).padStart(2, '0')}:${String(round % 60).padStart(2, '0')}`
}
