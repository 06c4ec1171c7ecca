import { z } from 'zod'

const moment = z.iso.datetime()
const who = z.object({ id: z.string(), name: z.string(), isYou: z.boolean() })

/**
 * Whom to page: `user:ann`, `team:payments`, `schedule:primary`, `role:commander`, or a bare id. A drill may also be of a
 * whole ladder (`ladder:technical`), with a service for its conditions: it wakes people, says DRILL, and counts in no figure.
 */
export const pageBody = z.strictObject({
  target: z.string().trim().min(1).max(200),
  title: z.string().trim().min(1).max(300),
  reason: z.string().trim().min(1).max(500).optional(),
  severity: z.string().max(100).optional(),
  drill: z.boolean().optional(),
  service: z.string().max(200).optional(),
})
/** Everybody behind the targets, whether on call or not. */
export const callOutBody = z.strictObject({
  targets: z.array(z.string().trim().min(1).max(200)).min(1).max(20),
  title: z.string().trim().min(1).max(300),
  reason: z.string().trim().min(1).max(500).optional(),
  severity: z.string().max(100).optional(),
})
export type CallOutBody = z.output<typeof callOutBody>

export const escalatePageBody = z.strictObject({ reason: z.string().trim().min(1).max(500) })
export const contactedBody = z.strictObject({
  contact: z.string().trim().min(1).max(200),
  caseNumber: z.string().trim().min(1).max(200).optional(),
  note: z.string().trim().min(1).max(2_000).optional(),
})
/** From 15m to 7d; null ends it. */
export const remindBody = z.strictObject({ every: z.string().max(20).nullable() })

export type PageSomebody = z.output<typeof pageBody>

export const pageShape = z.object({
  id: z.string(),
  title: z.string(),
  /** For practice: it says so in its title, and is left out of every figure. */
  isDrill: z.boolean(),
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
  /** Where each answers for themselves (everybody is called out, or the ladder goes on until the resolution): who has. */
  board: z.array(z.object({ person: who, answeredAt: moment.nullable(), via: z.string().nullable() })),
  isCallOut: z.boolean(),
  /** Who outside is to be called by one of us, and their case number once that is done. */
  contacts: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      url: z.string().nullable(),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      chat: z.string().nullable(),
      hours: z.string().nullable(),
      plan: z.string().nullable(),
      notes: z.string().nullable(),
      reason: z.string().nullable(),
      askedAt: moment,
      done: z.object({ by: who, at: moment, caseNumber: z.string().nullable(), note: z.string().nullable() }).nullable(),
    }),
  ),
  /** How often whoever has it is asked whether they still do, and when next. */
  reminder: z.object({ every: z.string(), next: moment.nullable() }).nullable(),
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

/** What became of the last tap, told once after it: the address says which, never in which words. */
export const linkSaid = z.enum(['faster', 'passed', 'refused', 'unknown'])
export type LinkSaid = z.output<typeof linkSaid>

export const ACK_PURPOSE = 'ack'

/** What the link carries by which whoever is asked answers for words to customers. */
export const APPROVE_PURPOSE = 'approve'
export const approveLink = z.object({ incident: z.string(), approval: z.string(), user: z.string() })
export type ApproveLink = z.output<typeof approveLink>
