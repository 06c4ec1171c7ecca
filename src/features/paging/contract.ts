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
  /** `queued`, `held`, `retrying`, `handed-over`, `accepted`, `delivered`, `answered` (a call that was taken, no key pressed), `seen`, `human`, `voicemail`, `failed`, `undelivered`, `silent`, `acknowledged` or `withdrawn`. */
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
  /** Where it went: masked (`+49…678`), whole for the person themselves and for admins. Null while nothing was handed over. */
  to: z.string().nullable(),
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

/** One way to a person and how far it is known to work. */
export const roadState = z.object({
  contact: z.string(),
  road: z.string(),
  channel: z.string(),
  wakes: z.boolean(),
  /** Where it leads: the number, the address, the names of the devices. */
  to: z.array(z.string()),
  /** Its carrier says that this number takes no texts: it is called and never texted. */
  isLandline: z.boolean(),
  /** Where its code goes: where others read along a code would prove nothing, so it goes by mail. */
  codeBy: z.enum(['itself', 'email']),
  /** False until the contact is proved: nothing is sent there but codes. */
  counts: z.boolean(),
  standing: z.enum(['proved', 'stale', 'unproved', 'failing', 'unverified']),
  tone: z.enum(['green', 'amber', 'red']),
  provedAt: moment.nullable(),
  /** `code`: they typed what was sent there. `page`: a page was seen, answered or delivered there. */
  provedBy: z.enum(['code', 'page']).nullable(),
  tried: z.object({ at: moment, isOk: z.boolean(), said: z.string() }).nullable(),
  /** A code was sent and waits to be typed. */
  awaitsCode: z.boolean(),
  /** How it breaks through Do Not Disturb. */
  guidance: z.array(z.string()),
})
export type RoadStateAnswer = z.output<typeof roadState>

export const roadsAnswer = z.object({ items: z.array(roadState), wakes: z.boolean(), can: z.object({ test: z.boolean() }) })
export type RoadsAnswer = z.output<typeof roadsAnswer>

/** Without `channels`: every road there is. */
export const testRoadsBody = z.strictObject({ channels: z.array(z.string().max(100)).min(1).max(20).optional() }).nullish()
export const proveBody = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'the code is six digits'),
})
