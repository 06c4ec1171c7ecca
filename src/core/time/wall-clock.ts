/**
 * The instant at which a wall clock in `timezone` shows `local`. A local time that a clock change skips is the first
 * instant after the gap; one that occurs twice is the first of the two.
 */
export function instantAt(local: Temporal.PlainDateTime, timezone: string): Temporal.Instant {
  if (timezone === 'UTC') return local.toZonedDateTime('UTC').toInstant()
  const zoned = local.toZonedDateTime(timezone, { disambiguation: 'earlier' })
  if (zoned.hour === local.hour && zoned.minute === local.minute && zoned.toPlainDateTime().equals(local)) return zoned.toInstant()
  const gapEnd = zoned.getTimeZoneTransition('next')
  return gapEnd ? gapEnd.toInstant() : zoned.toInstant()
}

/** Whether the zone exists: an IANA name, or UTC. Offsets are refused because they know no summer time. */
export function isTimezone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}
