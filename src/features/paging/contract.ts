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
