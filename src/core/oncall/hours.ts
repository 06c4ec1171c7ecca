import type { Policy } from '../policy/policy.ts'
import type { Night } from '../policy/schema/pay.ts'
import type { User } from '../policy/schema/people.ts'
import { DAY_MS, zoneClock } from '../time/zone-clock.ts'
import type { Windows } from './week-windows.ts'
import { compileWindows } from './week-windows.ts'

/** What kinds of hour a moment is for a person: none of them is an ordinary one. */
export type HourKind = 'night' | 'weekend' | 'holiday'

/** A stretch in which the kinds of hour do not change, in epoch milliseconds. */
export type Stretch = { start: number; end: number; kinds: readonly HourKind[] }

/** Tells a person's time apart, on their own clock. */
export type HoursOf = (start: number, end: number) => Stretch[]

const USUAL_NIGHT: Night = { from: '22:00', to: '07:00' }
const WEEKEND = [{ days: ['sat' as const, 'sun' as const], from: '00:00', to: '00:00' }]
const EVERY_DAY = [{ days: [], from: '00:00', to: '00:00' }]

/** The hours in which the person sleeps, on their own clock; without a zone of their own on the organisation's. */
export function nightOf({ bundle: { organization } }: Policy, user: Pick<User, 'timezone'> | undefined): Windows {
  return compileWindows([{ days: [], ...(organization.night ?? USUAL_NIGHT) }], zoneClock(user?.timezone ?? organization.timezone))
}

/**
 * The person's own night, weekend (Saturday and Sunday) and the organisation's holidays, as whole days where the person is. A person
 * without a zone lives in the organisation's.
 */
export function hoursOfPerson(policy: Policy, userId: string): HoursOf {
  const { organization } = policy.bundle
  const clock = zoneClock(policy.user(userId)?.timezone ?? organization.timezone)
  const holidays = new Set(policy.calendar.holidays.map(dayNumber))
  const rules: [HourKind, Windows][] = [
    ['night', nightOf(policy, policy.user(userId))],
    ['weekend', compileWindows(WEEKEND, clock)],
  ]
  if (holidays.size > 0) rules.push(['holiday', compileWindows(EVERY_DAY, clock, (day) => !holidays.has(day))])
  return (start, end) => {
    const stretches: Stretch[] = []
    for (let at = start; at < end; ) {
      const next = Math.min(end, ...rules.map(([, windows]) => windows.nextEdge(at)))
      stretches.push({ start: at, end: next, kinds: rules.filter(([, windows]) => windows.holds(at)).map(([kind]) => kind) })
      at = next
    }
    return stretches
  }
}

const dayNumber = (date: string): number => Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds / DAY_MS
