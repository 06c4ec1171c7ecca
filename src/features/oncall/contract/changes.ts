import { z } from 'zod'
import { scheduleView } from '../contract.ts'
import { force, isSpan, moment, move, personId, spanError } from './who.ts'

const reason = z.string().trim().min(1).max(300).optional()
/** `true` changes nothing and says what would happen. */
const isTrial = z.boolean().optional()

/** The schedule as it is after the change, and who moves. */
export const scheduleChange = scheduleView.extend({ moves: z.array(move), isTrial: z.boolean() })
export type ScheduleChange = z.output<typeof scheduleChange>

const temporaryShift = z.strictObject({ users: z.array(personId).min(1).max(20), from: moment, to: moment }).refine(isSpan, spanError)

/** A schedule of its own for a while: written out shifts, many at once, instead of the rotation. */
export const temporaryBody = z
  .strictObject({
    from: moment,
    to: moment,
    shifts: z.array(temporaryShift).max(400),
    between: z.enum(['rotation', 'nobody']).default('rotation'),
    reason,
    isTrial,
    force,
  })
  .refine(isSpan, spanError)
export type TemporarySchedule = z.output<typeof temporaryBody>

export const shadowBody = z
  .strictObject({ user: personId, follows: z.string().min(1).max(100), from: moment.optional(), to: moment.optional(), isTrial })
  .refine(({ from, to }) => !from || !to || isSpan({ from, to }), spanError)
export type AddShadow = z.output<typeof shadowBody>

/** When a member of a layer begins or ends to take turns. */
export const spellBody = z
  .strictObject({ from: moment.optional(), to: moment.optional(), isTrial, force })
  .refine(({ from, to }) => from !== undefined || to !== undefined, { error: 'give `from` for a join, `to` for a leave, or both' })
  .refine(({ from, to }) => !from || !to || isSpan({ from, to }), spanError)

export const awayBody = z.strictObject({ from: moment, to: moment, reason, isTrial }).refine(isSpan, spanError)
export type AddAway = z.output<typeof awayBody>

export const absence = z.object({
  key: z.string(),
  from: moment,
  to: moment,
  reason: z.string().nullable(),
  /** The calendar it was read from: then it is changed there. */
  calendar: z.string().nullable(),
  /** Shifts that would have been this person's: who has them instead, or nobody. */
  opens: z.array(move),
  can: z.object({ remove: z.boolean() }),
})
export type AbsenceView = z.output<typeof absence>

export const awayAnswer = z.object({ items: z.array(absence), can: z.object({ add: z.boolean() }) })
export type AwayAnswer = z.output<typeof awayAnswer>
