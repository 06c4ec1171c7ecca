import { z } from 'zod'
import { isSpan, moment, personId, spanError, who } from './who.ts'

const part = z.strictObject({ schedule: personId, from: moment, to: moment }).refine(isSpan, spanError)

export const askCoverBody = z
  .strictObject({
    schedule: personId,
    from: moment,
    to: moment,
    /** Whose duty it is; you, when not given. */
    asker: personId.optional(),
    /** Who is asked; anybody may accept when nobody is named. */
    ask: z.array(personId).max(50).default([]),
    /** A stretch of the other's duty that you take in return: then ask exactly one person. */
    swap: part.optional(),
    reason: z.string().trim().min(1).max(300).optional(),
    /** When an answer is no longer waited for; the end of the stretch when not given. */
    expires: moment.optional(),
  })
  .refine(isSpan, spanError)
export type AskForCover = z.input<typeof askCoverBody>

/** Tokens and the command line say for whom they answer; people answer for themselves. */
export const answerCoverBody = z.strictObject({ user: personId.optional() }).default({})

export const coverQuery = z.object({ status: z.enum(['open', 'all']).default('open'), schedule: z.string().max(100).optional() })

export const coverView = z.object({
  id: z.string(),
  schedule: z.object({ id: z.string(), name: z.string() }),
  asker: who,
  from: moment,
  to: moment,
  asked: z.array(who),
  declined: z.array(who),
  swap: z.object({ schedule: z.object({ id: z.string(), name: z.string() }), from: moment, to: moment }).nullable(),
  reason: z.string().nullable(),
  status: z.enum(['asked', 'accepted', 'done', 'declined', 'withdrawn', 'expired', 'failed']),
  acceptedBy: who.nullable(),
  askedAt: moment,
  expiresAt: moment,
  endedAt: moment.nullable(),
  why: z.string().nullable(),
  can: z.object({ accept: z.boolean(), decline: z.boolean(), withdraw: z.boolean() }),
})
export type CoverView = z.output<typeof coverView>

export const coverList = z.object({ items: z.array(coverView), can: z.object({ ask: z.boolean() }) })
export type CoverList = z.output<typeof coverList>
