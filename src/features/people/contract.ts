import { z } from 'zod'
import { durationMs, parseDuration } from '../../core/time/duration.ts'
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
  /** Whether it was acknowledged by what was sent: whoever does so in the console has shown no road. */
  showsRoad: z.boolean(),
  roads: z.array(z.object({ channel: z.string(), status: z.string(), said: z.string().nullable() })),
})
export type TestPageAnswer = z.output<typeof testPageAnswer>

/** A page is worth little a day later. */
const LONGEST_MS = 24 * 3_600_000
const MOST_LINES = 40

const wait = z.string().refine(
  (text) => {
    const read = parseDuration(text)
    return read !== null && ['s', 'm', 'h'].includes(read.unit) && durationMs(read) <= LONGEST_MS
  },
  { error: 'write seconds, minutes or hours up to a day, such as 0m, 90s, 5m or 2h' },
)
const day = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time of day such as 22:00')
const line = z.object({ after: wait, by: z.array(z.string().min(1).max(60)).min(1).max(20) })
const lines = z.array(line).max(MOST_LINES)
const quietWindow = z.object({ days: z.array(day).max(7), from: timeOfDay, to: timeOfDay })

/** Replaces what the form shows. Rules with a condition are written in the policy and stay. Null takes away. */
export const ownRulesBody = z.strictObject({
  high: lines,
  low: lines,
  quiet: z.array(quietWindow).max(20),
  answerWithin: wait.nullable(),
  timezone: timezone.nullable(),
})
export type OwnRulesBody = z.output<typeof ownRulesBody>
export type RuleLine = z.output<typeof line>
export type QuietWindow = z.output<typeof quietWindow>

const level = z.object({ id: z.string(), name: z.string() })

export const ownRulesAnswer = z.object({
  /** When a page takes which road, by how urgent it is; empty: the level's roads, all at once. In the order of time. */
  high: z.array(z.object({ after: z.string(), by: z.array(z.string()) })),
  low: z.array(z.object({ after: z.string(), by: z.array(z.string()) })),
  /** Rules with a condition: written in the policy, kept as they are. */
  conditional: z.int(),
  /** The levels that are of each urgency. */
  levels: z.object({ high: z.array(level), low: z.array(level) }),
  /** On the person's own clock; only what is of low urgency waits for their end. Without days: every day. */
  quiet: z.array(z.object({ days: z.array(z.string()), from: z.string(), to: z.string() })),
  answerWithin: z.string().nullable(),
  timezone: z.string().nullable(),
  /** Their own or the organisation's. */
  zone: z.string(),
  /** Roads that rules may name; `counts`: one of them reaches this person now. */
  roads: z.array(z.object({ road: z.string(), counts: z.boolean(), wakes: z.boolean() })),
  can: z.object({ edit: z.boolean() }),
})
export type OwnRulesAnswer = z.output<typeof ownRulesAnswer>
