import { z } from 'zod'
import { count, duration, instant, listOf, reference, severityName, slug, someOf, text, url } from './primitives.ts'
import { when } from './when-clause.ts'

/** `fields` are the type's own settings, validated by the integration's declaration. */
export const integrationSchema = z.strictObject({
  id: slug,
  type: slug,
  name: text.optional(),
  service: reference.optional(),
  key: text.optional(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.record(z.string(), z.string())])).default({}),
})
export type Integration = z.output<typeof integrationSchema>

export const routeSchema = z.strictObject({
  id: slug.optional(),
  name: text.optional(),
  when,
  service: reference.optional(),
  severity: severityName.optional(),
  type: slug.optional(),
  flags: listOf(text),
  declare: z.boolean().default(false),
  drop: z.boolean().default(false),
})
export type Route = z.output<typeof routeSchema>

export const groupingSchema = z.strictObject({ by: someOf(text), window: duration })
export type Grouping = z.output<typeof groupingSchema>

export const maintenanceSchema = z.strictObject({
  id: slug.optional(),
  name: text.optional(),
  services: someOf(reference),
  from: instant,
  to: instant,
  reason: text.optional(),
})
export type Maintenance = z.output<typeof maintenanceSchema>

const expectation = z.strictObject({ status: listOf(z.int()), body: text.optional(), within: duration.optional() })

export const monitorSchema = z.strictObject({
  id: slug,
  name: text.optional(),
  type: slug,
  url: url.optional(),
  host: text.optional(),
  port: z.int().min(1).max(65_535).optional(),
  method: z.enum(['GET', 'HEAD', 'POST']).optional(),
  every: duration,
  timeout: duration.optional(),
  grace: duration.optional(),
  expect: expectation.optional(),
  service: reference.optional(),
  severity: severityName.optional(),
  fails: count.optional(),
})
export type Monitor = z.output<typeof monitorSchema>
