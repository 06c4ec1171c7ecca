import { z } from 'zod'
import { nightSchema, paySchema } from './pay.ts'
import { date, duration, listOf, reference, severityName, slug, someOf, text, timeOfDay, timezone, url, weekday } from './primitives.ts'
import { when } from './when-clause.ts'

export const documentSchema = z.strictObject({
  title: text.optional(),
  owner: reference.optional(),
  version: text.optional(),
  updated: date.optional(),
  /** How far the document is, how much it matters, and by when it must be done: `draft`, `production blocker`. */
  status: text.optional(),
  priority: text.optional(),
  due: date.optional(),
  /** Other documents it needs, and what cannot go ahead without it. Absent in bundles that were stored before the language had them. */
  depends_on: listOf(text).optional(),
  blocks: listOf(text).optional(),
  review: z.strictObject({ every: duration.optional(), after: listOf(severityName) }).optional(),
})
export type PolicyDocument = z.output<typeof documentSchema>

export const businessHours = z.strictObject({
  days: someOf(weekday).default(['mon', 'tue', 'wed', 'thu', 'fri']),
  from: timeOfDay.default('09:00'),
  to: timeOfDay.default('17:00'),
  holidays: listOf(date),
})
export type BusinessHours = z.output<typeof businessHours>

/** What people do that an organisation may want a reason for. Escalating always states one. */
export const REASONED_ACTS = ['acknowledge', 'snooze', 'resolve', 'override'] as const
export type ReasonedAct = (typeof REASONED_ACTS)[number]

export const organizationSchema = z.strictObject({
  name: text,
  timezone: timezone.default('UTC'),
  business_hours: businessHours.optional(),
  fallback: z.strictObject({ page: listOf(reference), channel: reference.optional() }).optional(),
  support: text.optional(),
  /** What being on call is paid; a schedule may say otherwise. */
  pay: paySchema.optional(),
  night: nightSchema.optional(),
  /** Absent in bundles that were stored before the language had it. */
  reasons: listOf(z.enum(REASONED_ACTS)).optional(),
  objectives: listOf(text),
  principles: listOf(text),
})
export type Organization = z.output<typeof organizationSchema>

/** Every status an incident can have before `closed`, in their order. */
export const STATUSES = ['investigating', 'identified', 'mitigating', 'monitoring', 'resolved'] as const
export type Status = (typeof STATUSES)[number]

const incidentType = z.strictObject({
  id: slug,
  name: text.optional(),
  when,
  private: z.boolean().default(false),
  escalation: listOf(reference),
  contacts: listOf(reference),
})
export type IncidentType = z.output<typeof incidentType>

const impactField = z.strictObject({
  type: z.enum(['number', 'list', 'text', 'flag']),
  name: text.optional(),
  options: listOf(text),
  required: z.boolean().default(false),
  /** Written for customers: their texts may name it, and no other field. Absent in bundles that were stored before the language had it. */
  public: z.boolean().optional(),
})
export type ImpactField = z.output<typeof impactField>

const room = z.strictObject({
  name: text.optional(),
  fixed: reference.optional(),
  open: z.enum(['declared', 'acknowledged']).default('declared'),
  when,
})

/** How long a fix is watched before the incident may be resolved, and what a matching alert does for how long after. */
const recurrence = z.strictObject({
  dwell: duration.optional(),
  window: duration.optional(),
  on_alert: z.enum(['link', 'reopen']).default('link'),
})

export const incidentSchema = z.strictObject({
  definition: listOf(text),
  reference: text.default('INC-{n}'),
  aliases: listOf(text),
  room: room.optional(),
  bridge: z.strictObject({ url: text, when }).optional(),
  statuses: listOf(z.enum(STATUSES)).default([...STATUSES]),
  types: listOf(incidentType),
  phases: listOf(z.strictObject({ id: slug, name: text.optional(), from: text })),
  sources: listOf(text),
  questions: listOf(text),
  recurrence: recurrence.optional(),
  /** Who keeps tickets for levels with `ticket`: `integration:github`. */
  track: reference.optional(),
  impact: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), impactField).default({}),
})
export type IncidentRules = z.output<typeof incidentSchema>

export const channelSchema = z.strictObject({
  id: slug,
  via: slug,
  name: text,
  posts: listOf(slug),
  when,
  integration: reference.optional(),
  url: url.optional(),
  /** Who is mentioned by name in what is posted here. Absent in bundles that were stored before the language had it. */
  mentions: listOf(reference).optional(),
})
export type Channel = z.output<typeof channelSchema>
