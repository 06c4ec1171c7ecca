import { dutiesOf, isCovered } from '../duty/spans.ts'
import { nameOfSchedule, nameOfUser, spanText } from '../duty/words.ts'
import { newcomerInWords, sleepingNewcomers } from '../paging/rotation-entry.ts'
import { createPolicy, type Policy } from '../policy/policy.ts'
import type { Bundle } from '../policy/schema/bundle.ts'
import type { Override } from '../policy/schema/schedule.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'
import type { CoverState } from './state.ts'

/** One person takes another's place on a schedule for a while. */
type Exchange = { schedule: string; leaves: string; comes: string; from: Moment; to: Moment }

type Accepted = Pick<CoverState, 'schedule' | 'asker' | 'from' | 'to' | 'swap' | 'reason'> & { id: string; by: string }

const exchangesOf = ({ schedule, asker, from, to, swap, by }: Accepted, now: Temporal.Instant): Exchange[] => [
  { schedule, leaves: asker, comes: by, ...fromNow({ from, to }, now) },
  ...(swap ? [{ schedule: swap.schedule, leaves: by, comes: asker, ...fromNow(swap, now) }] : []),
]

/** What is over stays as it was. */
const fromNow = ({ from, to }: { from: Moment; to: Moment }, now: Temporal.Instant) => ({
  from: from < momentOf(now) ? momentOf(now) : from,
  to,
})

/** Names of the overrides that a request leads to: writing them twice writes them once. */
export const overrideIdsOf = (id: string): [string, string] => [`cover-${slugOf(id)}`, `swap-${slugOf(id)}`]

const slugOf = (id: string): string => id.toLowerCase().replace(/[^a-z0-9-]/g, '')

/** The bundle with the request's overrides in it, once. */
export function withCover(bundle: Bundle, accepted: Accepted, now: Temporal.Instant): Bundle {
  const ids = overrideIdsOf(accepted.id)
  return exchangesOf(accepted, now).reduce(
    (changed, exchange, i) => withOverride(changed, exchange, overrideOf(exchange, ids[i] as string, accepted)),
    bundle,
  )
}

function overrideOf({ comes, leaves, from, to }: Exchange, id: string, { swap, reason }: Accepted): Override {
  return { id, user: [comes], replaces: leaves, from, to, reason: `${swap ? 'swap' : 'cover'}${reason ? `: ${reason}` : ''}` }
}

function withOverride(bundle: Bundle, { schedule }: Exchange, override: Override): Bundle {
  const schedules = (bundle.schedules ?? []).map((each) => {
    if (each.id !== schedule || each.overrides.some(({ id }) => id === override.id)) return each
    return { ...each, overrides: [...each.overrides, override] }
  })
  return { ...bundle, schedules }
}

/**
 * Why carrying this out would not put the one in the other's place for all of their duty, in words; null when it would. Looked
 * at before anybody is let go, so that there is never a minute in between.
 */
export function obstacleTo(policy: Policy, accepted: Accepted, now: Temporal.Instant): string | null {
  const after = createPolicy(withCover(policy.bundle, accepted, now), policy.version)
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
