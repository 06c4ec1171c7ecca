import { z } from 'zod'
import { differenceSchema, findingSchema, planBody, versionSchema } from '../contract.ts'

/**
 * `POST /api/v1/policy/check`: reads, checks and lints texts as they are typed, and says in words what would change. `plan` does the
 * same and adds what it means for people, which takes seconds.
 */
export const checkBody = planBody
export const checkAnswer = z.object({
  /** The version the differences are counted from. */
  basedOn: z.int(),
  isApplicable: z.boolean(),
  findings: z.array(findingSchema),
  differences: z.array(differenceSchema),
  /** Who has to approve it before it is in force, as the policy in force says: ids of people. Null when nobody has to. */
  approval: z.object({ words: z.string(), users: z.array(z.string()) }).nullable(),
})
export type CheckAnswer = z.output<typeof checkAnswer>

export const versionPath = z.object({ version: z.coerce.number().int().min(1) })

/** `GET /api/v1/policy/versions/:version`, and `POST …/restore` (body `restoreBody`, answer as apply's) to come back to it: one version with its text, secrets and (for those who may not apply) addresses left out. */
export const versionAnswer = versionSchema.extend({ text: z.string(), can: z.object({ restore: z.boolean() }) })
export type VersionAnswer = z.output<typeof versionAnswer>

/** `GET /api/v1/policy/diff?from=40&to=41`; without `to` the version in force. 0 is before the first. */
export const diffQuery = z.object({ from: z.coerce.number().int().min(0), to: z.coerce.number().int().min(0).optional() })
/** Lines of the texts; `skipped` stands for so many equal lines that are left out. */
const diffLine = z.object({ kind: z.enum(['same', 'added', 'removed', 'skipped']), text: z.string() })
export const diffAnswer = z.object({
  from: z.int(),
  to: z.int(),
  differences: z.array(differenceSchema),
  lines: z.array(diffLine),
})
export type DiffAnswer = z.output<typeof diffAnswer>

/** A change that waits for somebody's approval. */
export const proposalSchema = z.object({
  id: z.string(),
  at: z.string(),
  by: z.string(),
  note: z.string(),
  basedOn: z.int(),
  changes: z.array(z.string()),
  /** Ids of people whose word counts. */
  users: z.array(z.string()),
  /** Something else came into force meanwhile: it can only be declined or proposed again. */
  isOutdated: z.boolean(),
  can: z.object({ approve: z.boolean(), decline: z.boolean() }),
})
export type Proposal = z.output<typeof proposalSchema>
/** `GET /api/v1/policy/proposals`: those that wait, oldest first. */
export const proposalsAnswer = z.object({ items: z.array(proposalSchema) })
export const proposalPath = z.object({ id: z.string().max(100) })
/** `GET /api/v1/policy/proposals/:id`: the difference to what is in force, in words and lines. */
export const proposalAnswer = proposalSchema.extend({ differences: z.array(differenceSchema), lines: z.array(diffLine) })
export type ProposalAnswer = z.output<typeof proposalAnswer>
/** `POST /api/v1/policy/proposals/:id/approve`: answers `{ version }`. */
export const approveBody = z.object({ note: z.string().max(2_000).default('') })
export const approveAnswer = z.object({ version: z.int() })
/** `POST /api/v1/policy/proposals/:id/decline`: whoever proposed it may take it back the same way. */
export const declineBody = z.object({ reason: z.string().trim().min(3).max(500) })
