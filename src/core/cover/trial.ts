import { type DutySpan, dutiesOf, isCovered } from '../duty/spans.ts'
import { nameOfSchedule, nameOfUser, spanText } from '../duty/words.ts'
import { newcomerInWords, sleepingNewcomers } from '../paging/rotation-entry.ts'
import { createPolicy, type Policy } from '../policy/policy.ts'
import type { Bundle } from '../policy/schema/bundle.ts'
import type { Override } from '../policy/schema/schedule.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'
import type { CoverState } from './state.ts'

/** One person takes another's place on a schedule; `name` is what its overrides are called. */
type Exchange = { schedule: string; leaves: string; comes: string; from: Moment; to: Moment; name: string }

type Accepted = Pick<CoverState, 'schedule' | 'asker' | 'from' | 'to' | 'swap' | 'reason'> & { id: string; by: string }

function exchangesOf({ id, schedule, asker, from, to, swap, by }: Accepted, now: Temporal.Instant): Exchange[] {
  const slug = slugOf(id)
  return [
    { schedule, leaves: asker, comes: by, ...fromNow({ from, to }, now), name: `cover-${slug}` },
    ...(swap ? [{ schedule: swap.schedule, leaves: by, comes: asker, ...fromNow(swap, now), name: `swap-${slug}` }] : []),
  ]
}

/** What is over stays as it was. */
const fromNow = ({ from, to }: { from: Moment; to: Moment }, now: Temporal.Instant) => ({
  from: from < momentOf(now) ? momentOf(now) : from,
  to,
})

const slugOf = (id: string): string => id.toLowerCase().replace(/[^a-z0-9]/g, '')

/** Whether the request's overrides are in the bundle already: writing them twice writes them once. */
export const isWritten = (bundle: Bundle, id: string): boolean =>
  (bundle.schedules ?? []).some((schedule) => schedule.overrides.some((each) => each.id === `cover-${slugOf(id)}`))

/** The request that an override was written for, null when it is another's. */
export const requestOf = (overrideId: string | undefined): string | null =>
  /^(?:cover|swap)-([a-z0-9]+)(?:-\d+)?$/.exec(overrideId ?? '')?.[1] ?? null

/** The bundle with the request's overrides: one for each stretch of duty that passes on, none beside them. */
export function withCover(policy: Policy, accepted: Accepted, now: Temporal.Instant): Bundle {
  const { bundle } = policy
  const made = exchangesOf(accepted, now).map((exchange) => ({ exchange, overrides: overridesOf(policy, exchange, accepted) }))
  const added = (id: string): Override[] => made.flatMap(({ exchange, overrides }) => (exchange.schedule === id ? overrides : []))
  return { ...bundle, schedules: (bundle.schedules ?? []).map((each) => ({ ...each, overrides: [...each.overrides, ...added(each.id)] })) }
}

const overridesOf = (policy: Policy, exchange: Exchange, { swap, reason }: Accepted): Override[] =>
  owedIn(policy, exchange).map(({ from, to }, i) => ({
    id: i === 0 ? exchange.name : `${exchange.name}-${i + 1}`,
    user: [exchange.comes],
    replaces: exchange.leaves,
    from,
    to,
    reason: `${swap ? 'swap' : 'cover'}${reason ? `: ${reason}` : ''}`,
  }))

const owedIn = (policy: Policy, { schedule, leaves, from, to }: Exchange): DutySpan[] =>
  from < to ? dutiesOf(policy, { schedule, user: leaves }, { from: instantOf(from), to: instantOf(to) }) : []

/**
 * Why carrying this out would not put the one in the other's place for all of their duty, in words; null when it would. Looked
 * at before anybody is let go, so that there is never a minute in between.
 */
export function obstacleTo(policy: Policy, accepted: Accepted, now: Temporal.Instant): string | null {
  const after = createPolicy(withCover(policy, accepted, now), policy.version)
  for (const exchange of exchangesOf(accepted, now)) {
    const obstacle = obstacleIn({ before: policy, after }, exchange)
    if (obstacle) return obstacle
  }
  const [asleep] = sleepingNewcomers(policy.bundle, after.bundle)
  return asleep ? `${newcomerInWords(asleep)}; a verified phone number, push device or ntfy topic of theirs is needed first` : null
}

type Both = { before: Policy; after: Policy }

function obstacleIn({ before, after }: Both, { schedule, leaves, comes, from, to }: Exchange): string | null {
  const name = nameOfSchedule(before, schedule)
  const [who, other] = [nameOfUser(before, leaves), nameOfUser(before, comes)]
  if (from >= to) return `the shift on ${name} is over`
  const span = { from: instantOf(from), to: instantOf(to) }
  const owed = dutiesOf(before, { schedule, user: leaves }, span)
  if (owed.length === 0) return `${who} is not on call on ${name} then any more`
  const absence = before.user(comes)?.away.find((each) => owed.some((duty) => each.from < duty.to && duty.from < each.to))
  if (absence) return `${other} is away ${spanText(absence, 'UTC')}`
  const already = dutiesOf(before, { schedule, user: comes }, span)
  const twice = already.find((each) => owed.some((duty) => each.from < duty.to && duty.from < each.to))
  if (twice) return `${other} is on call on ${name} already, ${spanText(twice, 'UTC')}: one person would be left where two are planned`
  const stands = dutiesOf(after, { schedule, user: comes }, span)
  const missing = owed.find((duty) => !isCovered(stands, duty))
  if (missing) return `an override for everyone decides ${name} ${spanText(missing, 'UTC')}; change that one instead`
  return null
}
