import { z } from 'zod'

export const moment = z.iso.datetime()
export const personId = z.string().min(1).max(100)
export const who = z.object({ id: z.string(), name: z.string(), isYou: z.boolean() })

/** `to` after `from`, for every body that has both. */
export const isSpan = ({ from, to }: { from: string; to: string }): boolean => Temporal.Instant.compare(from, to) < 0
export const spanError = { error: '`to` must be after `from`' }

/** Who has a stretch instead of whom after a change; `text` says it in words. */
export const move = z.object({
  schedule: z.string(),
  from: moment,
  to: moment,
  before: z.array(who),
  after: z.array(who),
  /** Nobody has it after the change. */
  isGap: z.boolean(),
  text: z.string(),
})
export type ShiftMove = z.output<typeof move>
