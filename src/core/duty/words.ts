import type { Policy } from '../policy/policy.ts'
import type { Moment } from '../time/moment.ts'
import { instantOf } from '../time/moment.ts'

const shape = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
} as const

/** The zone in which somebody reads times: their own, else the organisation's. */
export const zoneOf = (policy: Policy, user: string): string => policy.user(user)?.timezone ?? policy.bundle.organization.timezone

/** `Sat 14 Nov, 01:00 CET`: with the zone, because whoever reads it may be travelling. */
export const timeText = (moment: Moment, zone: string): string => instantOf(moment).toLocaleString('en-GB', { ...shape, timeZone: zone })

/** `Sat 14 Nov, 01:00 CET to Sun 15 Nov, 01:00 CET`. */
export const spanText = ({ from, to }: { from: Moment; to: Moment }, zone: string): string =>
  `${timeText(from, zone)} to ${timeText(to, zone)}`

export const nameOfUser = (policy: Policy, user: string): string => policy.user(user)?.name ?? user
export const nameOfSchedule = (policy: Policy, schedule: string): string => policy.schedule(schedule)?.name ?? schedule
