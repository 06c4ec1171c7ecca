import { z } from 'zod'
import { isTimezone } from '../../core/time/wall-clock.ts'

const name = z.string().trim().min(1).max(200)
const role = z.enum(['admin', 'responder', 'viewer'])
const timezone = z.string().refine(isTimezone, { error: 'write an IANA zone such as UTC, Europe/Berlin or America/New_York' })
const httpUrl = z.url({ protocol: /^https?$/, error: 'write a full address such as https://example.com/path' })

const chat = (shape: RegExp, remedy: string) => z.string().trim().max(2000).regex(shape, remedy).nullable().optional()

/** Ways to reach a person; null takes one away, absent leaves it. Browsers are added on the device itself. */
export const contactsBody = z.object({
  email: z.email().nullable().optional(),
  phone: z
    .string()
    .regex(/^\+[0-9 ]{6,20}$/, 'write it with country code, such as +49 151 12345678')
    .nullable()
    .optional(),
  slack: z.string().trim().min(1).max(100).nullable().optional(),
  mattermost: chat(/^@?[a-z0-9][a-z0-9._-]{0,63}$/i, 'write the user name, such as @ann'),
  telegram: chat(/^(-?\d{1,20}|@[A-Za-z]\w{3,31})$/, 'write the chat id, a number that the bot tells whoever writes /start to it'),
  discord: chat(/^\d{15,21}$/, 'write the user id, a number of 17 to 20 digits'),
  teams: chat(
    /^(https:\/\/\S+|[^\s@<>]{1,64}@[^\s@<>]{1,190})$/,
    'write the name you sign in with, such as ann@example.com, or the URL of your own workflow',
  ),
  ntfy: httpUrl.nullable().optional(),
  webhook: httpUrl.nullable().optional(),
})
export type ContactsBody = z.output<typeof contactsBody>

export const newPersonBody = z.object({
  name,
  email: z.email(),
  role: role.default('responder'),
  timezone: timezone.optional(),
  contacts: contactsBody.optional(),
})
export const personBody = z.object({
  name: name.optional(),
  email: z.email().optional(),
  role: role.optional(),
  title: z.string().max(200).nullable().optional(),
  timezone: timezone.nullable().optional(),
  contacts: contactsBody.optional(),
})
export type PersonBody = z.output<typeof personBody>

export const personAnswer = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  role,
  email: z.string().nullable(),
  timezone: z.string().nullable(),
  /** `active` signs in, `invited` has not yet, `disabled` may not, `none` is paged but has no account. */
  account: z.enum(['active', 'invited', 'disabled', 'none']),
  /** How they are reached, in words: `email`, `push`. Empty: nothing can page them. */
  roads: z.array(z.string()),
  /** Only for themselves and for admins. */
  contacts: z
    .object({
      email: z.string(),
      phone: z.string(),
      slack: z.string(),
      mattermost: z.string(),
      telegram: z.string(),
      discord: z.string(),
      teams: z.string(),
      ntfy: z.string(),
      webhook: z.string(),
    })
    .partial()
    .nullable(),
  /** Contacts that were typed and are not proved by a code yet: they do not count. */
  unverified: z.array(z.string()),
  devices: z.number(),
  can: z.object({ edit: z.boolean(), disable: z.boolean(), invite: z.boolean() }),
})
export type PersonAnswer = z.output<typeof personAnswer>

export const peopleAnswer = z.object({ items: z.array(personAnswer), next: z.null(), can: z.object({ add: z.boolean() }) })
export type PeopleAnswer = z.output<typeof peopleAnswer>

/** `url` is the link by which they set their password; it is shown once. */
export const invitedAnswer = z.object({ person: personAnswer, url: z.string() })
export type InvitedAnswer = z.output<typeof invitedAnswer>

export const profileAnswer = z.object({
  person: personAnswer.nullable(),
  organization: z.object({ name: z.string(), timezone: z.string() }),
  zone: z.string(),
  onCall: z.array(z.object({ schedule: z.string(), name: z.string(), until: z.string().nullable() })),
  /** The end of the duty that ends last, null when not on call or on call without end. */
  onCallUntil: z.string().nullable(),
  /** Channels through which this installation can send: what a contact is worth. */
  channels: z.array(z.string()),
})
export type ProfileAnswer = z.output<typeof profileAnswer>

export const organizationBody = z.object({ name, timezone })

export const testPageAnswer = z.object({
  alert: z.string(),
  status: z.enum(['triggered', 'snoozed', 'acknowledged', 'resolved']),
  openedAt: z.string(),
  /** From acceptance to acknowledgement. */
  acknowledgedAfterMs: z.number().nullable(),
  acknowledgedVia: z.string().nullable(),
  roads: z.array(z.object({ channel: z.string(), status: z.string(), said: z.string().nullable() })),
})
export type TestPageAnswer = z.output<typeof testPageAnswer>
