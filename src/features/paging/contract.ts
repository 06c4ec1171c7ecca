import { z } from 'zod'

/** What a browser's `PushSubscription.toJSON()` gives, with a name for the device. */
export const subscriptionBody = z.object({
  endpoint: z.url({ protocol: /^https?$/ }),
  keys: z.object({ p256dh: z.string().min(1), auth: z.string().min(1) }),
  label: z.string().trim().min(1).max(100).optional(),
})

export const pushAnswer = z.object({
  /** What the browser subscribes with. */
  publicKey: z.string(),
  devices: z.array(z.object({ endpoint: z.string(), label: z.string().nullable() })),
})

export const unsubscribeBody = z.object({ endpoint: z.string() })

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
