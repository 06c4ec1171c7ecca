import { z } from 'zod'

/**
 * `GET /api/v1/policy/explain?path=severities.SEV-1.respond_within`: what a place of the policy in force says, where it stands, who
 * wrote it and what it causes. Places are named as findings name them (`users[ann].contacts`), by references (`role:commander`), or
 * with dots; levels in any spelling.
 */
export const explainQuery = z.object({ path: z.string().min(1).max(500) })

export const explainedPlace = z.object({
  /** The path into the bundle, and its name. */
  path: z.array(z.union([z.string(), z.number()])),
  name: z.string(),
  /** In the text of the policy in force (`GET /api/v1/policy`), counted from 1. */
  line: z.int(),
  column: z.int(),
  /** As it is written, cut where it is long. */
  written: z.string(),
  means: z.array(z.string()),
  owes: z.array(z.object({ rule: z.string(), title: z.string(), clock: z.string(), name: z.string() })),
  usedBy: z.array(z.string()),
})
export type ExplainedPlace = z.output<typeof explainedPlace>

export const explainAnswer = explainedPlace.extend({
  version: z.int(),
  /** Since when it says this, and who made it so; null where that is further back than is looked. */
  since: z.object({ version: z.int(), at: z.string(), by: z.string(), note: z.string(), approvedBy: z.string().nullable() }).nullable(),
  /** What it makes somebody owe in incidents that run: only those that whoever asks may know of. */
  owed: z.array(
    z.object({
      incident: z.string(),
      reference: z.string(),
      title: z.string(),
      clock: z.string(),
      status: z.string(),
      dueAt: z.string(),
    }),
  ),
})
export type ExplainAnswer = z.output<typeof explainAnswer>
