import { useClock } from '../clock.ts'
import { fullMomentToSecond, relative, span, timeOfDay, useZone } from '../times.ts'

/** "1 m 20 s ago"; the full moment with its zone on hover. */
export function RelativeTime({ at }: { at: string }) {
  useZone()
  const ms = Date.parse(at)
  const text = useClock((now) => relative(ms, now))
  return (
    <time dateTime={at} title={fullMomentToSecond(ms)}>
      {text}
    </time>
  )
}

/** "32 m": how long something has lasted. */
export function Elapsed({ since, until }: { since: string; until?: string }) {
  useZone()
  const start = Date.parse(since)
  const text = useClock((now) => span((until ? Date.parse(until) : now) - start))
  return (
    <time dateTime={since} title={fullMomentToSecond(start)}>
      {text}
    </time>
  )
}

/** "14:41"; the full moment with its zone on hover. */
export function ClockTime({ at }: { at: string }) {
  useZone()
  const ms = Date.parse(at)
  return (
    <time dateTime={at} title={fullMomentToSecond(ms)}>
      {timeOfDay(ms)}
    </time>
  )
}
