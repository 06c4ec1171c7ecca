import { z } from 'zod'
import { count, duration, listOf, reference, slug, someOf, text, url } from './primitives.ts'
import { when } from './when-clause.ts'

export const BASES = ['acknowledged', 'unresolved', 'manual'] as const
export type Basis = (typeof BASES)[number]

/** `wait` (since the step began) or `at` (since the ladder began) say when; `reason` names why a manual step is chosen. */
const step = z.strictObject({
  page: someOf(reference),
  wait: duration.optional(),
  at: duration.optional(),
  when,
  reason: listOf(slug),
  name: text.optional(),
})
export type Step = z.output<typeof step>

/** `repeat` is how often the ladder is climbed again after the first time. */
export const escalationPolicySchema = z.strictObject({
  id: slug,
  name: text.optional(),
  basis: z.enum(BASES).default('acknowledged'),
  steps: someOf(step),
  repeat: count.default(0),
  ack_timeout: duration.optional(),
})
export type EscalationPolicy = z.output<typeof escalationPolicySchema>

export const CRITICALITIES = ['critical', 'high', 'medium', 'low', 'optional'] as const
const criticality = z.enum(CRITICALITIES)
export type Criticality = (typeof CRITICALITIES)[number]

export const serviceSchema = z.strictObject({
  id: slug,
  name: text.optional(),
  description: text.optional(),
  team: reference.optional(),
  escalation: listOf(reference),
  criticality: criticality.optional(),
  depends_on: listOf(reference),
  component: text.optional(),
  runbooks: listOf(slug),
  tags: listOf(text),
})
export type Service = z.output<typeof serviceSchema>

export const dependencySchema = z.strictObject({
  id: slug,
  name: text.optional(),
  criticality: criticality.optional(),
  for: text.optional(),
  status_url: url.optional(),
  format: slug.optional(),
  contact: reference.optional(),
  depends_on: listOf(reference),
})
export type Dependency = z.output<typeof dependencySchema>
