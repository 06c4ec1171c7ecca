import { z } from 'zod'
import { anchor } from './obligation.ts'
import { date, duration, listOf, longText, percent, reference, severityName, slug, text } from './primitives.ts'

const reviewStep = z.strictObject({
  id: slug,
  name: text.optional(),
  within: duration,
  of: anchor.default('resolved'),
  owner: reference.optional(),
})
export type ReviewStep = z.output<typeof reviewStep>

export const postmortemSchema = z.strictObject({
  required_for: listOf(severityName),
  template: text.optional(),
  /** What the file that `template` names says; `apply` takes it from beside the bundle. */
  text: longText.optional(),
  attendees: listOf(reference),
  optional: listOf(reference),
  steps: listOf(reviewStep),
  agenda: listOf(z.strictObject({ item: text, minutes: z.int().min(1) })),
  ground_rules: listOf(text),
  publish_to: listOf(reference),
})
export type PostmortemRules = z.output<typeof postmortemSchema>

const actionCategory = z.strictObject({ id: slug, name: text.optional(), due: duration.optional() })
export const actionsSchema = z.strictObject({ require: listOf(z.enum(['owner', 'due', 'category'])), categories: listOf(actionCategory) })
export type ActionRules = z.output<typeof actionsSchema>

const trend = z.enum(['increasing', 'decreasing'])
/** One duration for all severities, or one per severity. */
const timeTarget = z.union([z.record(severityName, duration), duration]).optional()
export const targetsSchema = z.strictObject({
  mttd: timeTarget,
  mtta: timeTarget,
  mttr: timeTarget,
  mtbf: trend.optional(),
  frequency: trend.optional(),
  postmortem_completion: percent.optional(),
  obligations_met: percent.optional(),
})
export type Targets = z.output<typeof targetsSchema>

const exercise = { id: slug, name: text.optional(), text: text.optional(), every: duration.optional(), owner: reference.optional() }
export const drillSchema = z.strictObject({ ...exercise, kind: slug, environment: slug.optional(), audience: reference.optional() })
export type Drill = z.output<typeof drillSchema>

export const trainingSchema = z.strictObject({
  ...exercise,
  kind: slug,
  required_before: slug.optional(),
  runbooks: z.union([z.literal('all'), z.array(slug).min(1)]).optional(),
  pass: percent.optional(),
})
export type Training = z.output<typeof trainingSchema>

export const routineSchema = z.strictObject({ ...exercise, what: text })
export type Routine = z.output<typeof routineSchema>

export const readinessSchema = z.strictObject({
  require: listOf(slug),
  gate: listOf(text),
  plan: listOf(z.strictObject({ text, due: date.optional() })),
})
export type ReadinessRules = z.output<typeof readinessSchema>

const acceptedFinding = z.strictObject({ rule: slug, at: text, reason: text, until: date })
export type AcceptedFinding = z.output<typeof acceptedFinding>
export const lintSchema = z.strictObject({ accept: listOf(acceptedFinding) })
