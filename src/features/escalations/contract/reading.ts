import { z } from 'zod'

const reader = z.object({
  id: z.string(),
  name: z.string(),
  /** When they confirmed the ladders as they are now; null when they have not, or only those of an earlier policy. */
  readAt: z.string().nullable(),
  /** They knew the ladders once, which were changed since. */
  hasReadEarlier: z.boolean(),
})

/** Who knows the ladders as they are now: everybody who can be paged confirms it once, and anew when a ladder changes. */
export const readingAnswer = z.object({
  /** Names what there is to read: it changes with any ladder, and with which service climbs which. */
  ladders: z.string(),
  confirmed: z.int(),
  people: z.array(reader),
  /** Whoever asks, when they are one of the people. */
  you: reader.nullable(),
  can: z.object({ confirm: z.boolean() }),
})
export type ReadingAnswer = z.output<typeof readingAnswer>

/** `ladders` as it was shown: what changed while somebody read is not confirmed. */
export const confirmBody = z.strictObject({ ladders: z.string().min(1).max(100) })
