import { z } from 'zod'
import { duration, emailAddress, listOf, mentionName, reference, severityName, slug, someOf, text } from './primitives.ts'
import { when } from './when-clause.ts'

const customerRoad = z.enum(['required', 'optional', 'none'])

export const severitySchema = z.strictObject({
  id: severityName,
  name: text.optional(),
  aliases: listOf(severityName),
  definition: text.optional(),
  criteria: listOf(text),
  examples: listOf(text),
  impact: listOf(text),
  respond_within: duration.optional(),
  pages: z.union([z.boolean(), z.literal('business_hours')]).default(true),
  ticket: z.boolean().default(false),
  roads: listOf(slug),
  customers: z.strictObject({ page: customerRoad.default('none'), email: customerRoad.default('none') }).optional(),
  suggest_when: when,
})
export type Severity = z.output<typeof severitySchema>

export const roleSchema = z.strictObject({
  id: slug,
  name: text.optional(),
  required_for: listOf(severityName),
  default: listOf(reference),
  backup: listOf(reference),
  duties: listOf(text),
  qualities: listOf(text),
  /** The extended team: the role is there for incidents of these facts only. Absent in bundles that were stored before the language had it. */
  when: when.optional(),
})
export type Role = z.output<typeof roleSchema>

/** Somebody outside who is written to. With `services` only about incidents of those; `impact` is what an incident means for them. */
const recipientSchema = z.strictObject({
  id: slug,
  email: emailAddress,
  name: text.optional(),
  services: listOf(reference),
  impact: text.optional(),
})
export type MailRecipient = z.output<typeof recipientSchema>

/** `outside`: customers read it. Absent in bundles that were stored before the language had it. */
export const audienceSchema = z.strictObject({
  id: slug,
  name: text.optional(),
  members: listOf(reference),
  outside: z.boolean().optional(),
  /** Their group in the chat, by its id or name. */
  mention: mentionName.optional(),
  recipients: listOf(recipientSchema).optional(),
})
export type Audience = z.output<typeof audienceSchema>

/** `within`: by when whoever approves should have answered; absent, a quarter of an hour. */
export const approvalSchema = z.strictObject({
  id: slug.optional(),
  for: slug,
  when,
  by: someOf(reference),
  within: duration.optional(),
})
export type Approval = z.output<typeof approvalSchema>
