import { z } from 'zod'

export const auditQuery = z.object({
  before: z.string().regex(/^\d+$/).optional(),
  /** One subject's own record: `incident:…`, `policy:organization`. */
  stream: z.string().max(300).optional(),
  by: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export const auditAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      stream: z.string(),
      seq: z.int(),
      name: z.string(),
      at: z.string(),
      by: z.string(),
      data: z.record(z.string(), z.json()),
    }),
  ),
  next: z.string().nullable(),
})
export type AuditAnswer = z.output<typeof auditAnswer>

export const verificationAnswer = z.object({
  isWhole: z.boolean(),
  streams: z.int(),
  facts: z.int(),
  breaks: z.array(z.object({ stream: z.string(), seq: z.int(), what: z.enum(['altered', 'missing']) })),
})
export type VerificationAnswer = z.output<typeof verificationAnswer>
