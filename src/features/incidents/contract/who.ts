import { z } from 'zod'

/** A person, token, integration or the product itself, by the name people know. */
export const who = z.object({ id: z.string(), name: z.string(), isYou: z.boolean() })
