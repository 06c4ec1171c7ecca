import { z } from 'zod'

const who = z.object({ id: z.string(), name: z.string(), isYou: z.boolean() })

/** What people look at together, by kind and id: `incident:inc-1`. */
export const place = z.string().regex(/^(incident|review):[^:]{1,200}$/, 'write a kind and an id: incident:inc-1')

/** `stream` is the name the server gave to this console's live connection; `place` null says that it has left. */
export const presenceBody = z.strictObject({ stream: z.string().min(1).max(100), place: place.nullable() })
export const presenceAnswer = z.object({ people: z.array(who) })
export type PresenceAnswer = z.output<typeof presenceAnswer>
