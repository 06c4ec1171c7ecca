import { z } from 'zod'

/** 20,000 people are about 4 MB of YAML; a bundle of several such files is a mistake. */
export const LARGEST_BUNDLE_BYTES = 16 * 1024 * 1024
/** YAML, a review template and runbooks. */
const MOST_FILES = 400

const bundleFile = z.object({ path: z.string().min(1).max(400), text: z.string() })

/** The files of a bundle, or one text that is the whole of `tocsin.yaml`. */
export const written = {
  files: z.array(bundleFile).min(1).max(MOST_FILES).optional(),
  text: z.string().optional(),
  /** Values for `${VAR}`; what is missing here may be set where the server runs. Secrets among them are kept encrypted. */
  variables: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string()).default({}),
}
const HAS_FILES = 'send `files` (path and text of each) or `text`'

/** The files are the whole policy: sections that they do not have go, instead of staying as they run. */
const replace = z.boolean().default(false)

export const planBody = z.object({ ...written, replace }).refine(({ files, text }) => files !== undefined || text !== undefined, HAS_FILES)
/** Why somebody whom nothing verified can wake enters a rotation all the same. */
const force = z.string().trim().min(3).max(500).optional()

const why = { note: z.string().max(2_000).default(''), basedOn: z.int().min(0).nullable().default(null), force }

export const applyBody = z
  .object({ ...written, ...why, replace })
  .refine(({ files, text }) => files !== undefined || text !== undefined, HAS_FILES)

/** Applying an older version anew. */
export const restoreBody = z.object(why)

export const findingSchema = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  level: z.enum(['error', 'warning', 'advisory']),
  rule: z.string(),
  message: z.string(),
  remedy: z.string(),
  cost: z.string().optional(),
})

export const differenceSchema = z.object({ section: z.string(), changes: z.array(z.string()) })

export const policyAnswer = z.object({
  version: z.int(),
  text: z.string(),
  findings: z.array(findingSchema),
  can: z.object({ apply: z.boolean() }),
})

const span = z.object({ start: z.string(), end: z.string() })

const peopleMove = span.extend({
  schedule: z.string(),
  from: z.array(z.string()),
  to: z.array(z.string()),
  words: z.string(),
})

/** Services whose severities change alike; no service where the bundle has none. `spans` lie in the coming four weeks. */
const cases = z.object({ services: z.array(z.string()), severities: z.array(z.string()), spans: z.array(span), words: z.string() })
/** Seconds after the alert, and whom it pages then, when nobody answers. */
const trace = z.array(z.object({ afterS: z.number(), users: z.array(z.string()) }))
const pagingChange = cases.extend({ before: trace, after: trace })
const coverageChange = cases.extend({
  becomes: z.enum(['worse', 'better']),
  kind: z.enum(['nobody', 'asleep', 'late', 'alone', 'level']),
  /** Whether somebody is not woken in time, or nobody at all. */
  isBreaking: z.boolean(),
  cost: z.string(),
})

export const planAnswer = z.object({
  /** The version the differences are counted from; hand it to `apply` as `basedOn` to be sure of them. */
  basedOn: z.int(),
  isApplicable: z.boolean(),
  findings: z.array(findingSchema),
  differences: z.array(differenceSchema),
  /** Sections of the running policy that stay because the files do not have them. */
  kept: z.array(z.string()),
  /** Who moves in the coming four weeks: "Tuesday 24 Nov moves from Ben to Ana". `from` and `to` are ids of people, none is nobody. */
  people: z.array(peopleMove),
  /** Whom an alert would page otherwise than today, and when: "P1 of Checkout: Ben at once instead of Ana at once, from now on". */
  paging: z.array(pagingChange),
  /** Where somebody is no longer woken in time, or is again; what breaks a promise comes first. */
  coverage: z.array(coverageChange),
})
export type PlanAnswer = z.output<typeof planAnswer>

export const applyAnswer = z.object({
  version: z.int(),
  /** Set when the policy in force wants somebody's approval first: it waits under this id, and `version` stays what it was. */
  proposal: z.string().nullable(),
  /** False when the files say what runs already: then there is no new version. */
  isChanged: z.boolean(),
  findings: z.array(findingSchema),
  differences: z.array(differenceSchema),
  kept: z.array(z.string()),
})
export type ApplyAnswer = z.output<typeof applyAnswer>

/** `whole`: one file that says everything; else runbooks and review template are files of their own, as they are written. */
export const exportQuery = z.object({ whole: z.stringbool().default(false) })
export const exportAnswer = z.object({ version: z.int(), files: z.array(bundleFile) })
export type ExportAnswer = z.output<typeof exportAnswer>

export const versionSchema = z.object({
  version: z.int(),
  at: z.string(),
  by: z.string(),
  note: z.string(),
  changes: z.array(z.string()),
  /** Who approved it, where that was wanted. */
  approvedBy: z.string().nullable(),
})
export const versionsQuery = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const versionsAnswer = z.object({ items: z.array(versionSchema), next: z.string().nullable() })

export const auditQuery = z.object({
  /** `next` of the answer before. */
  before: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z~\d{1,18}$/, 'hand in `next` as it was answered')
    .optional(),
  /** One subject's own record: `incident:…`, `policy:organization`. */
  stream: z.string().max(300).optional(),
  by: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

export type AuditQuery = z.output<typeof auditQuery>

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
