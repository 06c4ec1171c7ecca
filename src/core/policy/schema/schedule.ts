import { z } from 'zod'
import { paySchema } from './pay.ts'
import {
  count,
  duration,
  instant,
  listOf,
  localDateTime,
  reference,
  slug,
  someOf,
  text,
  timeOfDay,
  timezone,
  weekday,
  weekWindow,
} from './primitives.ts'

export const ROTATIONS = ['hourly', 'daily', 'weekly', 'monthly'] as const

/** A named rotation, or a length of its own such as `36h` or `10d`. */
const rotation = z.union([z.enum(ROTATIONS), duration])

/** Weekday for weekly rotations, day of the month for monthly ones. */
const handoff = z.strictObject({ day: z.union([weekday, z.int().min(1).max(31)]).optional(), at: timeOfDay.optional() })
export type Handoff = z.output<typeof handoff>

/** Who shares one turn: one person, team or role, or several of them; `nobody` is a turn that the layers below serve. */
const turnMembers = someOf(reference)

/** When a member takes turns: who has no entry always does. The turn is kept across it, as across every change of the list. */
const membership = z.strictObject({ member: reference, from: instant.optional(), to: instant.optional() })
export type Membership = z.output<typeof membership>

/** Who holds the turn at a moment; `nth` tells which of the member's turns, counted from 1, when they have several. */
const turn = z.strictObject({ at: instant, member: someOf(reference), nth: z.int().min(1).optional() })
export type Turn = z.output<typeof turn>

export const layerSchema = z.strictObject({
  id: slug,
  name: text.optional(),
  rotation: rotation.default('weekly'),
  every: z.int().min(1).max(1000).default(1),
  starts: localDateTime,
  ends: localDateTime.optional(),
  timezone: timezone.optional(),
  handoff: handoff.optional(),
  members: someOf(turnMembers),
  /** Absent in bundles that were stored before the language had it. */
  membership: listOf(membership).optional(),
  turn: turn.optional(),
  restrict: listOf(weekWindow),
  advance: z.enum(['served', 'elapsed']).default('served'),
})
export type Layer = z.output<typeof layerSchema>

/**
 * `user` alone joins whoever is on call; with `replaces` takes that person's place; `replaces` alone takes the person
 * off; `replaces: everyone` makes the span this override's own. Where several overlap they are applied in the order they are
 * written, each to what those before it left: the last one written has the last word.
 */
export const overrideSchema = z.strictObject({
  id: slug.optional(),
  user: listOf(reference),
  from: instant,
  to: instant,
  replaces: reference.optional(),
  reason: text.optional(),
})
export type Override = z.output<typeof overrideSchema>

const shadow = z.strictObject({ user: reference, follows: slug, from: instant.optional(), to: instant.optional() })
export type Shadow = z.output<typeof shadow>

export const scheduleSchema = z.strictObject({
  id: slug,
  name: text.optional(),
  timezone: timezone.optional(),
  layers: listOf(layerSchema),
  follows: reference.optional(),
  /** How far along the followed schedule's order; 1, the next, when not given. */
  offset: count.optional(),
  overrides: listOf(overrideSchema),
  shadows: listOf(shadow),
  channel: reference.optional(),
  /** Other rates than the organisation's; false: being on call here is not paid. */
  pay: z.union([z.literal(false), paySchema]).optional(),
})
export type Schedule = z.output<typeof scheduleSchema>
