import { Failure } from './failure.ts'

/** A moment as people write it: RFC 3339; without a zone it is UTC, without a time its first moment. Anything else ends the verb. */
export function instantFrom(text: string): Temporal.Instant {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  const hasNoZone = /T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text)
  try {
    return Temporal.Instant.from(isDay ? `${text}T00:00Z` : hasNoZone ? `${text}Z` : text)
  } catch {
    throw new Failure(`"${text}" is not a moment; write it in UTC, for example 2026-11-15T03:00Z`, { exitCode: 2 })
  }
}
