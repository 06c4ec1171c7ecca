import { z } from 'zod'
import { URGENCIES } from '../../../core/report/machine.ts'
import { who } from './who.ts'

const moment = z.iso.datetime()
const words = (most: number) => z.string().trim().min(1).max(most)
const name = words(200)

/** What somebody noticed. Anybody who may read may say so; whether it is an incident is decided by responders. */
export const reportBody = z.strictObject({
  title: words(300),
  details: z.string().trim().max(10_000).default(''),
  service: name.optional(),
  /** How soon somebody should look at it. */
  urgency: z.enum(URGENCIES).default('today'),
  /** How it was noticed: a word of the policy's `sources`. */
  detectedBy: name.optional(),
  /** The same key by the same caller is the same report. */
  key: name.optional(),
})

export const reportBodies = {
  declare: z.strictObject({ title: words(300).optional(), severity: name.optional(), page: z.boolean().default(true) }),
  duplicate: z.strictObject({ incident: name }),
  decline: z.strictObject({ reason: words(1_000) }),
} as const

export const report = z.object({
  id: z.string(),
  title: z.string(),
  details: z.string(),
  service: z.object({ id: z.string(), name: z.string() }).nullable(),
  urgency: z.enum(URGENCIES),
  source: z.string(),
  by: who,
  at: moment,
  status: z.enum(['waiting', 'incident', 'duplicate', 'declined']),
  incident: z.object({ id: z.string(), reference: z.string() }).nullable(),
  reason: z.string().nullable(),
  decidedBy: who.nullable(),
  decidedAt: moment.nullable(),
  can: z.object({ declare: z.boolean(), duplicate: z.boolean(), decline: z.boolean() }),
})
export type ReportView = z.output<typeof report>

export const reportQuery = z.object({
  status: z.enum(['waiting', 'decided', 'all']).default('waiting'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ReportQuery = z.output<typeof reportQuery>
export const reportList = z.object({ items: z.array(report), next: z.string().nullable() })
export type ReportList = z.output<typeof reportList>
