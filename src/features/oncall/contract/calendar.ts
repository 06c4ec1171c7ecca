import { z } from 'zod'
import { moment } from './who.ts'

/** A secret address for calendar programs. `url` is in the answer that makes it and nowhere else: only its digest is kept. */
export const calendarLink = z.object({
  exists: z.boolean(),
  url: z.string().nullable(),
  createdAt: moment.nullable(),
  /** When a calendar last asked; to the minute. */
  readAt: moment.nullable(),
  /** What people should know about calendars that ask seldom. */
  advice: z.string(),
  can: z.object({ rotate: z.boolean(), remove: z.boolean() }),
})
export type CalendarLink = z.output<typeof calendarLink>

/** A calendar of others that the policy reads. */
export const calendarStatus = z.object({
  id: z.string(),
  name: z.string(),
  /** What it fills: a schedule, or time off of people. */
  fills: z.string(),
  owner: z.string().nullable(),
  /** When it was last read well, and when it was last tried. */
  readAt: moment.nullable(),
  triedAt: moment.nullable(),
  events: z.int(),
  /** Why the last good copy is used instead of the newest; null when all is well. */
  trouble: z.string().nullable(),
  troubleSince: moment.nullable(),
})
export type CalendarStatus = z.output<typeof calendarStatus>

export const calendarList = z.object({ items: z.array(calendarStatus), can: z.object({ read: z.boolean(), add: z.boolean() }) })
/** A schedule of its own that shifts fill, a schedule whose turns they override, or time off: of one person or of whom entries name. */
export const addCalendarBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  url: z.url({ protocol: /^https?$/ }).max(2000),
  fills: z.enum(['shifts', 'overrides', 'away']),
  /** Id of a schedule, or of a person; without one `away` is of everybody whom the entries name. */
  of: z.string().min(1).max(200).optional(),
})
export type AddCalendar = z.output<typeof addCalendarBody>

export type CalendarList = z.output<typeof calendarList>
