import { z } from 'zod'
import { force, moment } from './who.ts'

/** A schedule in the words of the policy language; what it may be is checked with the whole policy. */
const written = z.record(z.string(), z.json())

/**
 * What an editor needs to work out by itself, with the pager's own code, who would be on call: a bundle with only the sections that
 * decide it, without contacts and without reasons of absences.
 */
export const draftAnswer = z.object({
  id: z.string(),
  /** Names the rotation as it stands: hand it back with a change. Null when there is no such schedule yet. */
  stamp: z.string().nullable(),
  version: z.int(),
  at: moment,
  bundle: written,
  /** When somebody was paged through this schedule in the last quarter. */
  pages: z.array(moment),
  can: z.object({ save: z.boolean() }),
})
export type DraftAnswer = z.output<typeof draftAnswer>

/** `schedule`: its layers, shadows, zone, what it follows; overrides have routes of their own and stay as they are. */
export const rotationBody = z.strictObject({
  stamp: z.string().max(100).nullable(),
  schedule: written,
  isTrial: z.boolean().optional(),
  force,
})
export type RotationBody = z.input<typeof rotationBody>
