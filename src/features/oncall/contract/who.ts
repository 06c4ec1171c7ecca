import { z } from 'zod'

export const moment = z.iso.datetime()
export const personId = z.string().min(1).max(100)
export const who = z.object({ id: z.string(), name: z.string(), isYou: z.boolean() })

/** Why somebody takes turns whom nothing verified can wake at night: refused (`no-waking-road`) without it. */
export const force = z.string().trim().min(3).max(500).optional()

/** `to` after `from`, for every body that has both. */
export const isSpan = ({ from, to }: { from: string; to: string }): boolean => Temporal.Instant.compare(from, to) < 0
export const spanError = { error: '`to` must be after `from`' }

/** A stretch that other people have after a change: who no longer has it, who has it then; `words` says it as people do. */
export const move = z.object({
  schedule: z.string(),
  start: moment,
  end: moment,
  from: z.array(who),
  to: z.array(who),
  /** Nobody has it after the change. */
  isGap: z.boolean(),
  words: z.string(),
})
export type ShiftMove = z.output<typeof move>
