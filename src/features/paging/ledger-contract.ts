import { z } from 'zod'

const moment = z.iso.datetime()

export const ledgerEvent = z.object({
  /** `queued`, `held`, `retrying`, `handed-over`, `accepted`, `delivered`, `seen`, `human`, `voicemail`, `failed`, `undelivered`, `silent`, `acknowledged` or `withdrawn`. */
  stage: z.string(),
  at: moment,
  said: z.string().nullable(),
  by: z.string().nullable(),
})

/** One message of one page: who was to be reached by what, and everything that is known of it. */
export const ledgerEntry = z.object({
  message: z.string(),
  escalation: z.string(),
  page: z.string(),
  user: z.string(),
  road: z.string(),
  channel: z.string(),
  /** Counts from 0; -1 is the fallback. */
  step: z.int().nullable(),
  because: z.array(z.string()),
  reason: z.string().nullable(),
  events: z.array(ledgerEvent),
})

export const ledgerAnswer = z.object({ items: z.array(ledgerEntry), next: z.string().nullable() })
export type LedgerAnswer = z.output<typeof ledgerAnswer>

const format = z.enum(['json', 'csv']).default('json')
export const ledgerQuery = z.object({ format })
export const ledgerSpanQuery = z.object({ format, from: moment, to: moment, cursor: z.string().max(400).optional() })
