import { shiftsBetween, whoAt } from '../../../core/oncall/shifts-between.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import { momentOf } from '../../../core/time/moment.ts'
import { type Reader, whoIs, yourId } from '../../alerts/reads/people.ts'
import type { App } from '../../feature.ts'
import type { Week } from '../contract.ts'

const WEEK_HOURS = 7 * 24
const AHEAD_HOURS = 14 * 24
/** A page between these hours of the person's own day wakes them. */
const NIGHT = { from: 22, to: 7 }

/** My duty now or next, and how often I was woken: null for whoever is no person of the policy. */
export async function readWeek(app: App, reader: Reader): Promise<Week | null> {
  const you = yourId(reader)
  const user = you ? reader.policy.user(you) : undefined
  if (!user) return null
  const now = app.clock.now()
  const text = `select at from fact where name = 'page.opened' and at > $1 and data->>'user' = $2`
  const { rows } = await app.pools.side.query<{ at: string }>(text, [momentOf(now.subtract({ hours: WEEK_HOURS })), user.id])
  const zone = user.timezone ?? reader.policy.calendar.timezone
  return { duty: dutyOf(user.id, now, reader), paged: rows.length, pagedAtNight: rows.filter(({ at }) => isNight(at, zone)).length }
}

function isNight(moment: string, zone: string): boolean {
  const { hour } = Temporal.Instant.from(moment).toZonedDateTimeISO(zone)
  return hour >= NIGHT.from || hour < NIGHT.to
}

function dutyOf(user: string, now: Temporal.Instant, reader: Reader): Week['duty'] {
  const { policy } = reader
  const duties = (policy.bundle.schedules ?? []).flatMap((schedule) => firstShift(policy, schedule.id, { user, now }) ?? [])
  const first = duties.sort((a, b) => Temporal.Instant.compare(a.start, b.start))[0]
  if (!first) return null
  const after = whoAt(policy, first.schedule, first.end).members
  return {
    schedule: policy.schedule(first.schedule)?.name ?? first.schedule,
    isNow: Temporal.Instant.compare(first.start, now) <= 0,
    from: momentOf(first.start),
    until: momentOf(first.end),
    after: after.map((each) => whoIs(`user:${each}`, reader)),
  }
}

type Duty = { schedule: string; start: Temporal.Instant; end: Temporal.Instant }

function firstShift(policy: Policy, schedule: string, { user, now }: { user: string; now: Temporal.Instant }): Duty | null {
  const shifts = shiftsBetween(policy, schedule, { from: now, to: now.add({ hours: AHEAD_HOURS }) })
  const mine = shifts.find((shift) => !shift.shadow && shift.members.includes(user))
  return mine ? { schedule, start: mine.start, end: mine.end } : null
}
