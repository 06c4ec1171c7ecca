import { z } from 'zod'
import { promiseSaid } from '../../../core/time/said-time.ts'
import { LARGEST_EVIDENCE_BYTES } from './evidence-size.ts'

const words = (most: number) => z.string().trim().min(1).max(most)
const name = words(200)
/** Longer reports belong into a document. */
const LONGEST_TEXT = 10_000
const LONGEST_NOTES = 100_000
const moment = z.iso.datetime({ offset: true })
const saidMoment = words(60).optional()
/** A span or a time of day of the organisation's zone, as people say it. */
const promised = z
  .string()
  .max(100)
  .refine((text) => promiseSaid(text) !== null, { error: 'write 15m, 45 min, 1h30m, or by 14:30' })
const componentStatus = z.enum(['operational', 'degraded', 'partial_outage', 'major_outage', 'maintenance'])
const publicStatus = z.enum(['investigating', 'identified', 'mitigating', 'monitoring', 'resolved'])
const impactValue = z.union([z.string().max(LONGEST_TEXT), z.number(), z.boolean(), z.array(name).max(100), z.null()])

/** Title and severity suffice; without a severity it is the most severe. */
export const declareBody = z.strictObject({
  title: words(300),
  severity: name.optional(),
  service: name.optional(),
  /** Whether the service's people are paged. */
  page: z.boolean().default(true),
  impact: z.record(z.string(), impactValue).default({}),
  /** How it was noticed: a word of the policy's `sources`. */
  detectedBy: name.optional(),
  startedAt: moment.optional(),
  detectedAt: moment.optional(),
  /** The same key by the same caller is the same incident, so that a request whose answer got lost may be sent again. */
  key: name.optional(),
})
export type DeclareBody = z.input<typeof declareBody>

/** Past a checklist that is not finished, with the reason. */
const forced = { force: z.boolean().optional(), reason: words(1_000).optional() }
const none = z.strictObject({}).nullish()
/** A file in base64 is a third longer than its bytes. */
const BASE64_GROWTH = 4 / 3

/** Bodies by verb: `POST /api/v1/incidents/<reference>/<verb>`; each answers the updated incident. */
export const incidentBodies = {
  acknowledge: z.strictObject({}).nullish(),
  /** `from` is who held it when the sender looked, null for nobody: of two who take a role at once one is told. */
  role: z.strictObject({ role: name, user: name.nullable(), from: name.nullable().optional() }),
  status: z.strictObject({ status: name, note: words(LONGEST_TEXT).optional() }),
  severity: z.strictObject({ severity: name, reason: words(LONGEST_TEXT).optional() }),
  impact: z.strictObject({ fields: z.record(z.string(), impactValue).default({}), service: name.nullable().optional() }),
  /** RFC 3339, or `14:02` (the last time it was), `2026-02-10 14:02` or `10 min ago` in the organisation's zone. */
  times: z.strictObject({
    ...{ started: saidMoment, detected: saidMoment, acknowledged: saidMoment, mitigated: saidMoment, resolved: saidMoment },
    reason: words(1_000).optional(),
  }),
  rename: z.strictObject({ title: words(300) }),
  note: z.strictObject({ text: words(LONGEST_TEXT) }),
  decide: z.strictObject({
    text: words(LONGEST_TEXT),
    kind: z.enum(['business-continuity', 'disaster-recovery', 'communication', 'technical']).optional(),
  }),
  /** `nextIn` promises the next word, `eta` the end: both become clocks. */
  update: z.strictObject({ text: words(LONGEST_TEXT), nextIn: promised.nullable().optional(), eta: promised.nullable().optional() }),
  publish: z.strictObject({
    /** May be missing where a template says everything. */
    text: words(LONGEST_TEXT).optional(),
    /** The policy's text for the status page: its id, or `auto` for the one of the status. */
    template: name.optional(),
    /** Publishes without the approval that the policy wants; the reason stays in the record. */
    bypass: words(1_000).optional(),
    eta: promised.nullable().optional(),
    title: words(300).optional(),
    status: publicStatus.optional(),
    components: z
      .array(z.strictObject({ id: name, status: componentStatus }))
      .max(100)
      .optional(),
    nextIn: promised.nullable().optional(),
    /** Also by mail to customers; without it where the policy asks for one. */
    mail: z.boolean().optional(),
  }),
  /** Writes to an audience of the policy: `text`, or a template by its id (`auto`: the one for this moment). */
  mail: z.strictObject({
    audience: name.optional(),
    text: words(LONGEST_TEXT).optional(),
    subject: words(300).optional(),
    template: name.optional(),
    bypass: words(1_000).optional(),
  }),
  /** Somebody else's words for customers, where the policy wants an approval; `id` names one of several. */
  approve: z.strictObject({ id: name.optional() }).nullish(),
  decline: z.strictObject({ id: name.optional(), reason: words(1_000) }),
  waive: z.strictObject({ obligation: name, why: words(1_000) }),
  complete: z.strictObject({ what: name, note: words(1_000).optional() }),
  resolve: z.strictObject({ resolution: words(LONGEST_TEXT).optional(), publish: words(LONGEST_TEXT).optional(), ...forced }).nullish(),
  reopen: z.strictObject({ reason: words(1_000).optional() }).nullish(),
  close: z.strictObject(forced).nullish(),
  link: z.strictObject({ alert: name }),
  unlink: z.strictObject({ alert: name }),
  page: z.strictObject({ targets: z.array(name).min(1).max(20), reason: words(500).optional() }),
  /** `reason` is one of the policy's manual ladders: stuck, vendor, … */
  escalate: z.strictObject({ reason: name, note: words(500).optional(), ladder: name.optional() }),
  'call-out': z.strictObject({ targets: z.array(name).min(1).max(20), reason: words(500).optional() }),
  contacted: z.strictObject({ contact: name, caseNumber: name.optional(), note: words(1_000).optional() }),
  /** How it was noticed. */
  source: z.strictObject({ source: name, note: words(1_000).optional() }),
  /** Pages the service's people for an incident that was declared without. */
  summon: none,
  /** Promises the next internal update without sending one. */
  next: z.strictObject({ nextIn: promised }),
  /** When it will be over; null takes back what was said. */
  eta: z.strictObject({ eta: promised.nullable() }),
  task: z.strictObject({ text: words(1_000), owner: name.nullable().optional(), dueAt: moment.nullable().optional() }),
  /** A follow-up for after the incident. */
  action: z.strictObject({ text: words(1_000), owner: name.nullable().optional(), dueAt: moment.nullable().optional() }),
  /** `task` is its id, its number among the open ones, or the beginning of its text. */
  done: z.strictObject({ task: name }),
  undo: z.strictObject({ task: name }),
  skip: z.strictObject({ task: name, why: words(1_000) }),
  'task-owner': z.strictObject({ task: name, owner: name.nullable() }),
  /** `question` is its number in the policy or the beginning of its words. */
  answer: z.strictObject({ question: words(500), text: words(LONGEST_TEXT) }),
  /** The shared notes as a whole, where `basedOn` is the revision that was read; without it a line that is added to them. */
  notes: z.strictObject({ text: z.string().max(LONGEST_NOTES), basedOn: z.int().min(0).optional() }),
  /** An entry of the timeline by its id, or its number among the incident's own. */
  pin: z.strictObject({ entry: name }),
  unpin: z.strictObject({ entry: name }),
  /** What is right instead of an entry of the timeline. The entry stays; what is right stands with it. */
  correct: z.strictObject({ entry: name, text: words(LONGEST_TEXT), reason: words(1_000) }),
  /** A file in base64. It is kept as it is and never removed. */
  attach: z.strictObject({
    name,
    mediaType: z.string().max(200).default('application/octet-stream'),
    content: z.base64().max(Math.ceil(LARGEST_EVIDENCE_BYTES * BASE64_GROWTH) + 4),
    note: words(1_000).optional(),
  }),
  relate: z.strictObject({ incident: name, note: words(1_000).optional() }),
  /** This one is a duplicate of `into`. */
  merge: z.strictObject({ into: name, note: words(1_000).optional() }),
  split: z.strictObject({
    title: words(300),
    severity: name.optional(),
    alerts: z.array(name).max(200).default([]),
    page: z.boolean().default(false),
  }),
  /**
   * A way out by its action, runbook, situation or number; where several are meant they are listed. `words` is all of it as it is
   * typed: the way out, then why.
   */
  mitigate: z.union([
    z.strictObject({ action: words(500), situation: words(500).nullable().optional(), reason: words(1_000).optional() }),
    z.strictObject({ words: words(1_500) }),
  ]),
  /** The second person's yes, or no with `decline` and a reason. */
  confirm: z.strictObject({ mitigation: name.optional(), decline: z.boolean().optional(), reason: words(1_000).optional() }),
  /** Without `answer` the tree begins; `node` is the question that was read. */
  tree: z.strictObject({
    tree: name.optional(),
    answer: z.enum(['yes', 'no']).optional(),
    node: name.optional(),
    again: z.boolean().optional(),
  }),
  /** Says that it is followed; with `step` that this step of it is finished, with `undo` that it is not after all. */
  runbook: z.strictObject({
    runbook: name,
    note: words(1_000).optional(),
    step: z.int().min(1).max(1_000).optional(),
    undo: z.boolean().optional(),
  }),
  /** Another type of the policy, or none with null: its commander or an admin leads a private one back this way. */
  reclassify: z.strictObject({ type: name.nullable(), reason: words(1_000) }),
  /** Moves the incident to the policy version in force. */
  policy: z.strictObject({ version: z.int().optional() }).nullish(),
  'stand-down': none,
  /** Asks for the draft of the review. */
  postmortem: none,
} as const
export type IncidentVerb = keyof typeof incidentBodies
export const isVerb = (word: string): word is IncidentVerb => Object.hasOwn(incidentBodies, word)

/** What is known before it is declared: the policy's hints say which level that would be. */
export const proposeBody = z.strictObject({ service: name.optional(), impact: z.record(z.string(), impactValue).default({}) })

export const incidentQuery = z.object({
  status: z.enum(['open', 'resolved', 'all']).default('open'),
  severity: z.string().max(200).optional(),
  service: z.string().max(200).optional(),
  /** A type of the policy, such as `security`. */
  type: z.string().max(200).optional(),
  /** Somebody who declared it, acknowledged it or holds a role in it. */
  person: z.string().max(200).optional(),
  /** Declared from this moment on, and before that one. */
  from: moment.optional(),
  to: moment.optional(),
  /** Words of the title, or a reference. */
  q: z.string().max(200).optional(),
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type IncidentQuery = z.output<typeof incidentQuery>

/** What was typed after `/incident`; `room` is the incident whose war room it was typed in. */
export const commandBody = z.strictObject({ text: words(LONGEST_TEXT), room: name.nullable().optional() })
