import { z } from 'zod'

/** What still names a schedule, by section of the policy: it can be removed when there is nothing. */
export const scheduleUses = z.object({
  items: z.array(z.object({ section: z.string(), id: z.string(), name: z.string() })),
  can: z.object({ remove: z.boolean() }),
})
export type ScheduleUses = z.output<typeof scheduleUses>

export const removedSchedule = z.object({ id: z.string(), name: z.string() })
export type RemovedSchedule = z.output<typeof removedSchedule>
