import type { Policy } from '../policy/policy.ts'
import type { User } from '../policy/schema/people.ts'
import { DAY_MS, zoneClock } from '../time/zone-clock.ts'
import type { Windows } from './week-windows.ts'
import { compileWindows } from './week-windows.ts'

/** When a person can be asked at all: time off and availability, in epoch milliseconds. */
export type Presence = {
  /** Why not, null when present. */
  absenceAt(epoch: number): string | null
  /** Where time off begins and ends. */
  edges: readonly number[]
  /** The next moment at which availability begins or ends; null when it never does. */
  nextChange: ((epoch: number) => number) | null
}

type Span = { from: number; to: number; reason: string }

const ALWAYS: Presence = { absenceAt: () => null, edges: [], nextChange: null }

/** Whoever has left takes no turn, and it passes on as if they were away. */
const DISABLED: Presence = { absenceAt: () => 'disabled', edges: [], nextChange: null }

export function presenceOf(user: User, policy: Policy): Presence {
  if (user.disabled) return DISABLED
  if (user.away.length === 0 && user.available === 'always') return ALWAYS
  const spans = user.away.map(({ from, to, reason }): Span => {
    const epochs = { from: Temporal.Instant.from(from).epochMilliseconds, to: Temporal.Instant.from(to).epochMilliseconds }
    return { ...epochs, reason: reason ? `away: ${reason}` : 'away' }
  })
  const windows = availabilityOf(user, policy)
  return {
    absenceAt: (epoch) => {
      const span = spans.find((each) => each.from <= epoch && epoch < each.to)
      if (span) return span.reason
      return windows && !windows.holds(epoch) ? 'outside of availability' : null
    },
    edges: spans.flatMap((each) => [each.from, each.to]),
    nextChange: windows?.nextEdge ?? null,
  }
}

/** Null is always: business hours are the organisation's, windows are in the person's own zone. */
function availabilityOf({ available, timezone }: User, policy: Policy): Windows | null {
  if (available === 'always') return null
  const { calendar } = policy
  if (available !== 'business_hours') return compileWindows(available, zoneClock(timezone ?? calendar.timezone))
  const holidays = new Set(calendar.holidays.map((date) => Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds / DAY_MS))
  return compileWindows([calendar], zoneClock(calendar.timezone), (day) => holidays.has(day))
}
