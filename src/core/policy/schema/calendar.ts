import { z } from 'zod'
import { reference, slug, text, url } from './primitives.ts'

/**
 * A calendar of others (iCalendar) that fills overrides of a schedule or time off of people. `as: shifts` puts whoever an entry
 * names on call beside anybody else there: for a schedule of its own, which others may follow or have as a member; `overrides`
 * makes the span the entry's own. `away` is a person, or `everyone` for a calendar whose entries name people.
 */
export const calendarSchema = z
  .strictObject({
    id: slug,
    name: text.optional(),
    url,
    schedule: reference.optional(),
    as: z.enum(['shifts', 'overrides']).default('shifts'),
    away: reference.optional(),
    /** Who is told when it can no longer be read; whose time off it is, else the admins. */
    owner: reference.optional(),
  })
  .superRefine(({ id, schedule, away }, context) => {
    if ((schedule === undefined) !== (away === undefined)) return
    const params = { remedy: 'give it a `schedule:` to fill, or `away:` with a person or `everyone`' }
    context.addIssue({ code: 'custom', message: `calendar "${id}" must fill one thing: a schedule or time off`, params })
  })
export type Calendar = z.output<typeof calendarSchema>
