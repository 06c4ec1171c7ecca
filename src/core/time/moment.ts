/**
 * An instant as it is kept in state, facts and API: RFC 3339, UTC, always three decimals, so that two of them
 * compare as strings and a state is plain JSON. Pure code computes with Temporal and converts at the border.
 */
export type Moment = string

export const momentOf = (instant: Temporal.Instant): Moment => instant.toString({ fractionalSecondDigits: 3 })

export const instantOf = (moment: Moment): Temporal.Instant => Temporal.Instant.from(moment)

export const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0

/** The earliest of the instants given, or null when there is none. */
export function earliest(...instants: (Temporal.Instant | null | undefined)[]): Temporal.Instant | null {
  let first: Temporal.Instant | null = null
  for (const each of instants) if (each && (!first || isBefore(each, first))) first = each
  return first
}
