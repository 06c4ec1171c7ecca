import { z } from 'zod'
import { duration, listOf, reference, severityName, slug, someOf, text } from './primitives.ts'

/** A conjunction of facts; lists inside a fact mean any of them. */
export const whenClause = z.strictObject({
  severity: listOf(severityName),
  at_least: severityName.optional(),
  flag: listOf(text),
  not_flag: listOf(text),
  type: listOf(slug),
  service: listOf(reference),
  tag: listOf(text),
  label: z.record(z.string(), someOf(text)).optional(),
  alert_severity: listOf(text),
  above: z.record(z.string(), z.number()).optional(),
  source: listOf(text),
  unacknowledged_for: duration.optional(),
  unresolved_for: duration.optional(),
  cause_known: z.boolean().optional(),
  business_hours: z.boolean().optional(),
  /** On the clock of the person whose rule it is; nothing else of the policy has a night. */
  night: z.boolean().optional(),
})
export type When = z.output<typeof whenClause>

/** Absent is the empty list: no condition, holds always. Several clauses: any of them. */
export const when = someOf(whenClause).default([])
