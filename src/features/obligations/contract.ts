import { z } from 'zod'
import { severityShape } from '../alerts/contract.ts'
import { clock } from '../incidents/contract/incident.ts'
import { who } from '../incidents/contract/who.ts'

const moment = z.iso.datetime()

/** A promise about an incident. */
export const owedRow = z.object({
  incident: z.object({ id: z.string(), reference: z.string(), title: z.string(), severity: severityShape, team: z.string().nullable() }),
  clock,
  /** Whether it is the business of who asks. */
  isYours: z.boolean(),
  can: z.object({ complete: z.boolean(), waive: z.boolean() }),
})
export type OwedRow = z.output<typeof owedRow>

/** What the organisation owes itself: the review of its document, routines, exercises. `about` is what it is told done by. */
export const standingRow = z.object({ clock, isYours: z.boolean(), can: z.object({ complete: z.boolean(), waive: z.boolean() }) })
export type StandingRow = z.output<typeof standingRow>

const list = z.string().max(1_000).optional()

/**
 * `owed=now` (the default) is what is open; `owed=missed` only what is overdue; `owed=settled` what was met, late, waived or
 * dropped within the last day, the latest first. Filters take several values, with commas
 * between. `standing=all` lists routines whose time has not come, too.
 */
export const owedQuery = z.object({
  owed: z.enum(['now', 'missed', 'settled']).default('now'),
  mine: z.enum(['true', 'false']).default('false'),
  owner: list,
  team: list,
  severity: list,
  must: list,
  incident: list,
  standing: z.enum(['due', 'all', 'none']).default('due'),
})
export type OwedQuery = z.output<typeof owedQuery>

export const owedList = z.object({ items: z.array(owedRow), standing: z.array(standingRow), next: z.string().nullable() })
export type OwedList = z.output<typeof owedList>

/** Why something is owed; `line` is where the file that was applied says so, when that is known. */
export const whyAnswer = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  rule: z.string(),
  place: z.object({ words: z.string(), path: z.array(z.union([z.string(), z.number()])) }).nullable(),
  policyVersion: z.int(),
  condition: z.string().nullable(),
  anchor: z.object({ name: z.string(), at: moment, words: z.string() }),
  span: z.string(),
  arithmetic: z.string(),
  dueAt: moment,
  owners: z.array(who),
  words: z.string(),
})
export type WhyAnswer = z.output<typeof whyAnswer>

export const SCORED_BY = ['incident', 'month', 'team'] as const
export const scoreQuery = z.object({
  by: z.enum(SCORED_BY).default('month'),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
})
export type ScoreQuery = z.output<typeof scoreQuery>

/** `kept` is the share of promises met in time among those that were to be kept: 0 to 1, null when there were none. */
const scoreRow = z.object({
  key: z.string(),
  name: z.string(),
  incidents: z.int(),
  met: z.int(),
  late: z.int(),
  missed: z.int(),
  waived: z.int(),
  dropped: z.int(),
  kept: z.number().nullable(),
})
export type ScoreRow = z.output<typeof scoreRow>
export const scoreAnswer = z.object({ from: moment, to: moment, items: z.array(scoreRow), total: scoreRow })
export type ScoreAnswer = z.output<typeof scoreAnswer>

export const doneBody = z.strictObject({ what: z.string().trim().min(1).max(200), note: z.string().trim().max(1_000).optional() })
export const waiveBody = z.strictObject({ obligation: z.string().trim().min(1).max(200), why: z.string().trim().min(1).max(1_000) })
