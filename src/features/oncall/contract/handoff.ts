import { z } from 'zod'
import { moment, who } from './who.ts'

export const noteBody = z.strictObject({ text: z.string().trim().min(1).max(4000) })

export const handoffView = z.object({
  schedule: z.string(),
  /** Who has it, since when, and who had it before. */
  holders: z.array(who),
  handedAt: moment.nullable(),
  before: z.array(who),
  note: z.object({ by: who, at: moment, text: z.string() }).nullable(),
  can: z.object({ write: z.boolean() }),
})
export type HandoffView = z.output<typeof handoffView>
