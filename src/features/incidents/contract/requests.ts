import { z } from 'zod'
import { parseDuration } from '../../../core/time/duration.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const name = words(200)
/** Longer reports belong into a document. */
const LONGEST_TEXT = 10_000
const moment = z.iso.datetime({ offset: true })
const duration = z.string().refine((text) => parseDuration(text) !== null, { error: 'write a duration such as 15m, 1h or 2h' })
const componentStatus = z.enum(['operational', 'degraded', 'partial_outage', 'major_outage', 'maintenance'])
const publicStatus = z.enum(['investigating', 'identified', 'mitigating', 'monitoring', 'resolved'])
const impactValue = z.union([z.string().max(LONGEST_TEXT), z.number(), z.boolean(), z.array(name).max(100), z.null()])

/** Title and severity suffice; without a severity it is the most severe. */
export const declareBody = z.strictObject({
  title: words(300),
  severity: name.optional(),
  service: name.optional(),
  /** Whether the service's people are paged. */
  page: z.boolean().default(true),
  impact: z.record(z.string(), impactValue).default({}),
  /** How it was noticed: a word of the policy's `sources`. */
  detectedBy: name.optional(),
  startedAt: moment.optional(),
  detectedAt: moment.optional(),
  /** The same key by the same caller is the same incident, so that a request whose answer got lost may be sent again. */
  key: name.optional(),
})
export type DeclareBody = z.input<typeof declareBody>

/** Bodies by verb: `POST /api/v1/incidents/<reference>/<verb>`; each answers the updated incident. */
export const incidentBodies = {
  acknowledge: z.strictObject({}).nullish(),
  role: z.strictObject({ role: name, user: name.nullable() }),
  status: z.strictObject({ status: name, note: words(LONGEST_TEXT).optional() }),
  severity: z.strictObject({ severity: name, reason: words(LONGEST_TEXT).optional() }),
  impact: z.strictObject({ fields: z.record(z.string(), impactValue).default({}), service: name.nullable().optional() }),
  times: z.strictObject({ started: moment.optional(), detected: moment.optional(), reason: words(1_000).optional() }),
  rename: z.strictObject({ title: words(300) }),
  note: z.strictObject({ text: words(LONGEST_TEXT) }),
  decide: z.strictObject({ text: words(LONGEST_TEXT) }),
  update: z.strictObject({ text: words(LONGEST_TEXT), nextIn: duration.nullable().optional() }),
  publish: z.strictObject({
    text: words(LONGEST_TEXT),
    title: words(300).optional(),
    status: publicStatus.optional(),
    components: z
      .array(z.strictObject({ id: name, status: componentStatus }))
      .max(100)
      .optional(),
    nextIn: duration.nullable().optional(),
  }),
  waive: z.strictObject({ obligation: name, why: words(1_000) }),
  complete: z.strictObject({ what: name, note: words(1_000).optional() }),
  resolve: z.strictObject({ resolution: words(LONGEST_TEXT).optional(), publish: words(LONGEST_TEXT).optional() }).nullish(),
  reopen: z.strictObject({ reason: words(1_000).optional() }).nullish(),
  close: z.strictObject({}).nullish(),
  link: z.strictObject({ alert: name }),
  page: z.strictObject({ targets: z.array(name).min(1).max(20), reason: words(500).optional() }),
  /** `reason` is one of the policy's manual ladders: stuck, vendor, … */
  escalate: z.strictObject({ reason: name, note: words(500).optional(), ladder: name.optional() }),
  'call-out': z.strictObject({ targets: z.array(name).min(1).max(20), reason: words(500).optional() }),
  contacted: z.strictObject({ contact: name, caseNumber: name.optional(), note: words(1_000).optional() }),
} as const
export type IncidentVerb = keyof typeof incidentBodies

export const incidentQuery = z.object({
  status: z.enum(['open', 'resolved', 'all']).default('open'),
  severity: z.string().max(200).optional(),
  service: z.string().max(200).optional(),
  /** Words of the title, or a reference. */
  q: z.string().max(200).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type IncidentQuery = z.output<typeof incidentQuery>
