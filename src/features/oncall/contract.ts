import { z } from 'zod'
import { force } from './contract/who.ts'

const moment = z.iso.datetime()
const who = z.object({ id: z.string(), name: z.string(), isYou: z.boolean() })

export const onCallNow = z.object({
  schedule: z.string(),
  name: z.string(),
  zone: z.string(),
  people: z.array(who),
  layer: z.string(),
  because: z.string(),
  /** The next change; null when none is near (five weeks). */
  until: moment.nullable(),
  skipped: z.array(z.object({ person: who, reason: z.string() })),
  /** When a page was last handed over for the first of them; null when never. */
  reachedAt: moment.nullable(),
})
export type OnCallNow = z.output<typeof onCallNow>

/** `always`: where there is no schedule, whom each ladder asks first at any hour. */
export const onCallAnswer = z.object({
  items: z.array(onCallNow),
  always: z.array(z.object({ ladder: z.string(), who: z.string() })),
})
export type OnCallAnswer = z.output<typeof onCallAnswer>

export const shift = z.object({
  start: moment,
  end: moment,
  people: z.array(who),
  layer: z.string(),
  because: z.string(),
  isShadow: z.boolean(),
})
export type ScheduleShift = z.output<typeof shift>

export const override = z.object({
  /** `key` of this override for removing it: unique within the schedule. */
  key: z.string(),
  people: z.array(who),
  replaces: who.nullable(),
  isForEveryone: z.boolean(),
  from: moment,
  to: moment,
  reason: z.string().nullable(),
  /** The temporary schedule or the calendar that it is part of: changed there, not here. */
  partOf: z.object({ kind: z.enum(['temporary', 'calendar', 'cover']), id: z.string() }).nullable(),
  can: z.object({ change: z.boolean(), remove: z.boolean() }),
})
export type ScheduleOverride = z.output<typeof override>

export const scheduleView = z.object({
  id: z.string(),
  name: z.string(),
  /** Zone that the answer's days are cut in, and the schedule's own. */
  zone: z.string(),
  ownZone: z.string(),
  from: moment,
  to: moment,
  final: z.array(shift),
  layers: z.array(z.object({ id: z.string(), name: z.string(), rotation: z.string(), shifts: z.array(shift) })),
  overrides: z.array(override),
  gaps: z.array(z.object({ start: moment, end: moment, cost: z.string() })),
  follows: z.string().nullable(),
  people: z.array(who),
  /** `override`: overrides, temporary schedules, shadows, cover; `membership`: joins and leaves of a rotation. */
  can: z.object({ override: z.boolean(), membership: z.boolean() }),
})
export type ScheduleView = z.output<typeof scheduleView>

export const scheduleQuery = z.object({ from: moment.optional(), to: moment.optional(), zone: z.string().max(60).optional() })

export const overrideBody = z
  .strictObject({
    user: z.string().max(100).optional(),
    /** A person whose place is taken, or `everyone`. */
    replaces: z.string().max(100).optional(),
    from: moment,
    to: moment,
    reason: z.string().trim().max(300).optional(),
    /** `true` changes nothing and says what would happen. */
    isTrial: z.boolean().optional(),
    force,
  })
  .refine((body) => body.user !== undefined || body.replaces !== undefined, {
    error: 'name a `user` who takes over, or whom it `replaces`',
  })
  .refine((body) => Temporal.Instant.compare(body.from, body.to) < 0, { error: '`to` must be after `from`' })
export type AddOverride = z.output<typeof overrideBody>

/** What a console draws at once. */
export const LONGEST_WEEKS = 53
