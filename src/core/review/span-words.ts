const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `45 s`, `12 m`, `4 h 06 m`, `2 d 3 h`: how long something took, as a person says it. */
export function durationOfMs(ms: number): string {
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} m`
  const minutes = Math.floor((ms % HOUR) / MINUTE)
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h${minutes > 0 ? ` ${String(minutes).padStart(2, '0')} m` : ''}`
  return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} h`
}

/** `2026-11-12 14:41`: reviews are written in UTC, so that everybody reads the same. */
export const utcMinute = (moment: string): string => `${moment.slice(0, 10)} ${moment.slice(11, 16)}`
