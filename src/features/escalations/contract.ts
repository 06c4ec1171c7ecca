import { z } from 'zod'

const moment = z.iso.datetime()
const who = z.object({ id: z.string(), name: z.string(), isYou: z.boolean() })

/** Whom to page: `user:ann`, `team:payments`, `schedule:primary`, `role:commander`, or a bare id. */
export const pageBody = z.strictObject({
  target: z.string().trim().min(1).max(200),
  title: z.string().trim().min(1).max(300),
  reason: z.string().trim().min(1).max(500).optional(),
  severity: z.string().max(100).optional(),
})
export type PageSomebody = z.output<typeof pageBody>

export const pageShape = z.object({
  id: z.string(),
  title: z.string(),
  reason: z.string().nullable(),
  severity: z.object({ id: z.string(), name: z.string(), rank: z.int() }),
  status: z.enum(['running', 'acknowledged', 'exhausted', 'stopped']),
  /** What it is about: an alert, an incident, or itself when somebody paged by hand. */
  about: z.object({ kind: z.string(), id: z.string() }),
  startedAt: moment,
  people: z.array(
    z.object({
      person: who,
      at: moment,
      because: z.array(z.string()),
      roads: z.array(z.object({ road: z.string(), channel: z.string(), at: moment, status: z.string() })),
    }),
  ),
  acknowledged: z.object({ by: who, at: moment, via: z.string() }).nullable(),
  /** Whom the ladder pages next when nobody acknowledges. */
  next: z.object({ at: moment, since: moment, people: z.array(who), step: z.int() }).nullable(),
  can: z.object({ acknowledge: z.boolean(), takeOver: z.boolean(), escalate: z.boolean() }),
})
export type Page = z.output<typeof pageShape>

/** What a link for one page carries. */
export const ackLink = z.object({ escalation: z.string(), user: z.string(), until: moment.optional() })
export type AckLink = z.output<typeof ackLink>

/** What the screen behind the link does. Without a word it acknowledges: a notification's button sends no body. */
export const linkAct = z.enum(['acknowledge', 'take-over', 'escalate', 'snooze'])
export type LinkAct = z.output<typeof linkAct>

export const ACK_PURPOSE = 'ack'
