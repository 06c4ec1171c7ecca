import { z } from 'zod'
import { simulateBody } from './simulate.ts'

const named = z.object({ id: z.string(), name: z.string() })
const moment = z.iso.datetime()

/** Whom a step pages, in words: `Mara now` would change by the hour, so `name` is the target's. */
const target = z.object({ ref: z.string(), kind: z.string(), name: z.string() })

/** Waits are texts of the language ("15m"). `condition` is in words; `severity` are the levels it is for when it says nothing else. */
const step = z.object({
  page: z.array(target),
  wait: z.string().nullable(),
  at: z.string().nullable(),
  condition: z.string().nullable(),
  severity: z.array(z.string()).nullable(),
  reason: z.array(z.string()),
  /** How often somebody climbed to this step of a manual ladder, and when last; null for the others. */
  used: z.object({ times: z.int(), lastAt: moment }).nullable(),
})
export type LadderStep = z.output<typeof step>

export const ladderView = z.object({
  id: z.string(),
  name: z.string(),
  basis: z.enum(['acknowledged', 'unresolved', 'manual']),
  repeat: z.int(),
  ackTimeout: z.string().nullable(),
  steps: z.array(step),
  services: z.array(named),
  /** What takes over when nobody answers, made from the organisation's setting: it is not edited here. */
  isFallback: z.boolean(),
  can: z.object({ edit: z.boolean() }),
})
export type LadderView = z.output<typeof ladderView>

/** Everything that forms and the question bar choose from. */
export const laddersAnswer = z.object({
  version: z.int(),
  items: z.array(ladderView),
  services: z.array(named.extend({ ladders: z.array(z.string()) })),
  severities: z.array(named.extend({ rank: z.int(), respondWithin: z.string().nullable() })),
  people: z.array(named),
  targets: z.array(target),
})
export type LaddersAnswer = z.output<typeof laddersAnswer>

const MOST_STEPS = 30
const text = z.string().trim().min(1).max(200)

/**
 * A step as the form sends it. `from` is its place in the ladder before (null: new); `severity` replaces the condition,
 * null keeps the one that it had there.
 */
const stepEdit = z.strictObject({
  from: z.int().min(0).nullable(),
  page: z.array(text).min(1).max(50),
  wait: text.nullable(),
  at: text.nullable(),
  severity: z.array(text).max(20).nullable(),
  reason: z.array(text).max(20),
})
export type StepEdit = z.output<typeof stepEdit>

/** `isTrial` changes nothing and says what would change; `question` then also whom it would wake when. */
export const ladderEdit = z.strictObject({
  steps: z.array(stepEdit).min(1).max(MOST_STEPS),
  repeat: z.int().min(0).max(20),
  note: z.string().trim().max(300).optional(),
  /** The version that was looked at: a change since then is a conflict. */
  basedOn: z.int().optional(),
  isTrial: z.boolean().default(false),
  question: simulateBody.optional(),
})
export type LadderEdit = z.input<typeof ladderEdit>

/** `changes` says what becomes of the ladder, `moves` who is woken at another time by it. Both in words. */
export const ladderPlan = z.object({ version: z.int(), changes: z.array(z.string()), moves: z.array(z.string()), ladder: ladderView })
export type LadderPlan = z.output<typeof ladderPlan>
