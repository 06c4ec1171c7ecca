import { z } from 'zod'
import { duration, instant, listOf, reference, slug, someOf, text, timezone, url, weekWindow } from './primitives.ts'
import { when } from './when-clause.ts'

const webPushSubscription = z.strictObject({ endpoint: url, keys: z.strictObject({ p256dh: text, auth: text }), label: text.optional() })
export type WebPushSubscription = z.output<typeof webPushSubscription>

/** Ways to reach a person; `other` is keyed by the id of an integration the language has no word for. */
const userContacts = z.strictObject({
  email: text.optional(),
  phone: text.optional(),
  /** The number that carriers say takes no text messages: while `phone` is this one, it is called and never texted. */
  landline: text.optional(),
  slack: text.optional(),
  mattermost: text.optional(),
  telegram: text.optional(),
  discord: text.optional(),
  teams: text.optional(),
  ntfy: url.optional(),
  webhook: url.optional(),
  webpush: listOf(webPushSubscription),
  other: z.record(slug, text).optional(),
})
export type UserContacts = z.output<typeof userContacts>

/** `low` is what may wait until morning: a level that pages in business hours only or whose roads wake nobody. */
const contactRule = z.strictObject({ after: duration, by: someOf(slug), urgency: z.enum(['high', 'low']).optional(), when })
export type ContactRule = z.output<typeof contactRule>

const absence = z.strictObject({ from: instant, to: instant, reason: text.optional() })
export type Absence = z.output<typeof absence>

export const USER_ROLES = ['admin', 'responder', 'viewer'] as const
export type UserRole = (typeof USER_ROLES)[number]

export const userSchema = z.strictObject({
  id: slug,
  name: text.optional(),
  title: text.optional(),
  role: z.enum(USER_ROLES).default('responder'),
  timezone: timezone.optional(),
  available: z.union([z.enum(['always', 'business_hours']), someOf(weekWindow)]).default('always'),
  away: listOf(absence),
  types: listOf(slug),
  contacts: userContacts.default({ webpush: [] }),
  rules: listOf(contactRule),
  /** On the person's own clock: until they end, what is of low urgency takes no road that wakes. */
  quiet: listOf(weekWindow).optional(),
  /** Without a sign of a human for this long after a page the person's next road is taken; else the rules' times stand. */
  answer_within: duration.optional(),
  /** Contacts that were typed and not yet proved by a code, by name: they do not count. Kept by the product. */
  unverified: listOf(slug).optional(),
  /** Of the team no more: never reached, whatever still names them. */
  disabled: z.boolean().optional(),
  escalates_to: listOf(reference),
})
export type User = z.output<typeof userSchema>

export const teamSchema = z.strictObject({
  id: slug,
  name: text.optional(),
  members: listOf(reference),
  managers: listOf(reference),
  schedule: reference.optional(),
  channel: reference.optional(),
})
export type Team = z.output<typeof teamSchema>

export const contactSchema = z.strictObject({
  id: slug,
  name: text,
  kind: slug.optional(),
  url: url.optional(),
  email: text.optional(),
  phone: text.optional(),
  chat: text.optional(),
  hours: text.optional(),
  plan: text.optional(),
  notes: text.optional(),
})
export type Contact = z.output<typeof contactSchema>

export const linkSchema = z.strictObject({ name: text, url, kind: slug.optional(), service: reference.optional() })
export type Link = z.output<typeof linkSchema>
