import { nightOf } from '../oncall/hours.ts'
import type { Policy } from '../policy/policy.ts'
import type { User } from '../policy/schema/people.ts'
import type { WhenFacts } from '../policy/when.ts'
import { businessHoursBetween, isBusinessHours } from '../time/business-calendar.ts'

type Hours = Pick<WhenFacts, 'night' | 'businessHours'>
/** Half-open, in milliseconds since 1970. */
type Stretch = { start: number; end: number }

/** Whether some rule of the person asks for the hour: then their roads differ from one hour to the next. */
export const hasHourlyRules = ({ rules }: User): boolean => asksFor(rules, 'night') || asksFor(rules, 'business_hours')

const asksFor = (rules: User['rules'], word: 'night' | 'business_hours'): boolean =>
  rules.some(({ when }) => when.some((clause) => clause[word] !== undefined))

/** What a person's rules may ask of the hour: the organisation's business hours, and the night on the person's own clock. */
export function ownHours(user: User, at: Temporal.Instant, policy: Policy): Hours {
  if (!hasHourlyRules(user)) return {}
  return { businessHours: isBusinessHours(at, policy.calendar), night: nightOf(policy, user).holds(at.epochMilliseconds) }
}

/** The moments inside a stretch at which these hours change for the person. */
export function ownHoursEdges(user: User, { start, end }: Stretch, policy: Policy): number[] {
  if (!hasHourlyRules(user)) return []
  const edges = businessHoursBetween(policy.calendar, { start, end }).flatMap((hours) => [hours.start, hours.end])
  const night = nightOf(policy, user)
  for (let at = night.nextEdge(start); at < end; at = night.nextEdge(at)) edges.push(at)
  return edges.filter((edge) => start < edge && edge < end)
}
