import { z } from 'zod'
import { parseDuration } from '../../core/time/duration.ts'

const moment = z.iso.datetime()
export const severityShape = z.object({
  id: z.string(),
  name: z.string(),
  /** 1 is the most severe. */
  rank: z.int(),
})
const named = z.object({ id: z.string(), name: z.string() })
/** Who did or has something: `id` is the actor (`user:ann`), `name` what people call them. */
const who = z.object({ id: z.string(), name: z.string(), isYou: z.boolean() })
const handled = z.object({ by: who, at: moment, via: z.string() })

export const alertStatus = z.enum(['triggered', 'snoozed', 'acknowledged', 'resolved'])

export const alertCan = z.object({
  acknowledge: z.boolean(),
  resolve: z.boolean(),
  snooze: z.boolean(),
  escalate: z.boolean(),
  declare: z.boolean(),
})
export type AlertCan = z.output<typeof alertCan>

export const alertRow = z.object({
  id: z.string(),
  /** `ALR-48213`: works as an id everywhere. */
  reference: z.string(),
  title: z.string(),
  severity: severityShape,
  service: named.nullable(),
  /** Id of the integration it came in by, `manual` when a person opened it. */
  source: z.string(),
  status: alertStatus,
  openedAt: moment,
  lastSeenAt: moment,
  occurrences: z.int(),
  /** Why nobody is paged for it, null when somebody is. */
  quiet: z.string().nullable(),
  acknowledged: handled.nullable(),
  resolved: handled.nullable(),
  snoozedUntil: moment.nullable(),
  incident: z.string().nullable(),
  /** Who is being paged for it at this moment. */
  paging: z.array(who),
  can: alertCan,
})
export type AlertRow = z.output<typeof alertRow>

export const alertList = z.object({ items: z.array(alertRow), next: z.string().nullable() })
export type AlertList = z.output<typeof alertList>

export const alertQuery = z.object({
  status: z.enum(['open', 'triggered', 'acknowledged', 'snoozed', 'resolved', 'all']).default('open'),
  severity: z.string().max(100).optional(),
  service: z.string().max(100).optional(),
  /** Words of the title, or a reference. */
  q: z.string().max(200).optional(),
  cursor: z.string().max(300).optional(),
})
export type AlertQuery = z.output<typeof alertQuery>

export const alertCounts = z.object({
  /** Counted up to 1,000. */
  open: z.int(),
  unacknowledged: z.int(),
})
export type AlertCounts = z.output<typeof alertCounts>

/** One link of "why was I paged". `text` holds what is known, in the words of the policy and the facts. */
export const whyLink = z.object({
  kind: z.enum(['accepted', 'rule', 'ladder', 'schedule', 'person', 'reached']),
  answer: z.string(),
  evidence: z.string().nullable(),
  at: moment,
})
export type WhyLink = z.output<typeof whyLink>

export const why = z.object({
  person: who,
  pagedAt: moment,
  rule: z.string().nullable(),
  service: z.string().nullable(),
  /** What the step names: `payments-primary`. */
  target: z.string().nullable(),
  until: moment.nullable(),
  chain: z.array(whyLink),
})
export type Why = z.output<typeof why>

export const attempt = z.object({
  id: z.string(),
  person: who,
  road: z.string(),
  channel: z.string(),
  /** Where it went, masked: `+49…678`. The ledger's export has it whole for whoever may see it. */
  to: z.string().nullable(),
  queuedAt: moment,
  /** When the provider answered. */
  answeredAt: moment.nullable(),
  said: z.string().nullable(),
  deliveredAt: moment.nullable(),
  result: z.enum(['delivered', 'failed', 'retrying', 'sending', 'planned', 'if-unacknowledged', 'withdrawn']),
  /** Id of the message as roads carry it; null for what has not been queued. */
  message: z.string().nullable(),
  /** Everything known of it, oldest first: `queued`, `handed-over`, `accepted`, `delivered`, `seen`, `human`, `voicemail`, … */
  events: z.array(z.object({ stage: z.string(), at: moment, said: z.string().nullable(), by: z.string().nullable() })),
  /** The way that led to this person, and why this climb paged although somebody had it. */
  because: z.array(z.string()),
  reason: z.string().nullable(),
})
export type Attempt = z.output<typeof attempt>

/** Whom a ladder pages next when nobody acknowledges, and when. */
export const nextPage = z.object({ at: moment, since: moment, people: z.array(who), step: z.int() })
export type NextPage = z.output<typeof nextPage>

/**
 * Why an open incident is near: the same kind of alert is in it, the same service, or one of the two services waits for
 * the other. `afterMs` counts from the incident's start, negative before it.
 */
const probable = z.object({
  id: z.string(),
  reference: z.string(),
  title: z.string(),
  severity: severityShape,
  because: z.enum(['group', 'service', 'waits-for', 'needed-by']),
  afterMs: z.number(),
  services: z.object({ ofAlert: z.string(), ofIncident: z.string() }),
  canAdd: z.boolean(),
})

export const alertDetail = alertRow.extend({
  labels: z.record(z.string(), z.string()),
  details: z.record(z.string(), z.json()),
  links: z.array(z.object({ href: z.string(), text: z.string() })),
  sourceText: z.string(),
  promise: z.object({ dueAt: moment, status: z.enum(['pending', 'met', 'missed', 'late']) }).nullable(),
  escalation: z.string().nullable(),
  /** Of its service: by name, with the first steps where its text was applied. */
  runbooks: z.array(z.object({ name: z.string(), steps: z.array(z.string()), count: z.int() })),
  why: why.nullable(),
  ledger: z.array(attempt),
  next: nextPage.nullable(),
  /** Acts for which the organisation wants a reason. */
  reasons: z.array(z.string()),
  /** How many earlier alerts had this one's key, or its title for the same service. Counted up to 50. */
  similar: z.int(),
  /** The open incident that it probably belongs to; null when it has one, or when none is near. */
  probable: probable.nullable(),
  timeline: z.array(z.object({ at: moment, by: who, name: z.string(), text: z.string() })),
})
export type AlertDetail = z.output<typeof alertDetail>

/** What the sender posted, and what was made of it. `received` is null when nobody posted it or when it was not kept. */
export const payloadAnswer = z.object({
  received: z.object({ at: moment, body: z.string(), isCut: z.boolean() }).nullable(),
  isByHand: z.boolean(),
  understood: z.object({
    key: z.string(),
    title: z.string(),
    source: z.string(),
    integration: z.string(),
    startedAt: moment.nullable(),
    labels: z.record(z.string(), z.string()),
    details: z.record(z.string(), z.json()),
    links: z.array(z.object({ href: z.string(), text: z.string() })),
  }),
})
export type PayloadAnswer = z.output<typeof payloadAnswer>

/** An earlier alert of the same kind: how it ended, and how fast. */
export const similarAlert = alertRow.extend({
  because: z.enum(['same-key', 'same-title']),
  ended: z.enum(['open', 'by-itself', 'by-hand', 'declared']),
  ackMs: z.number().nullable(),
  lastedMs: z.number().nullable(),
})
export type SimilarAlert = z.output<typeof similarAlert>
export const similarAnswer = z.object({
  items: z.array(similarAlert),
  days: z.int(),
  medianAckMs: z.number().nullable(),
  medianLastedMs: z.number().nullable(),
})
export type SimilarAnswer = z.output<typeof similarAnswer>

const durationText = z.string().refine((text) => parseDuration(text) !== null, { error: 'write a duration such as 30m, 2h or 1d' })
const actReason = z.string().trim().min(1).max(500).optional()
export const acknowledgeBody = z.strictObject({ reason: actReason }).nullish()
export const resolveBody = z.strictObject({ reason: actReason }).nullish()
export const snoozeBody = z
  .strictObject({ for: durationText.optional(), until: moment.optional(), reason: actReason })
  .refine((body) => (body.for === undefined) !== (body.until === undefined), {
    error: 'give either `for` (a duration) or `until` (a moment)',
  })
export const escalateBody = z.strictObject({ reason: z.string().trim().min(1).max(500) })
export const declareBody = z
  .strictObject({ title: z.string().trim().min(1).max(300).optional(), severity: z.string().max(100).optional() })
  .nullish()

export const openBody = z.strictObject({
  title: z.string().trim().min(1).max(1024),
  service: z.string().max(100).optional(),
  severity: z.string().max(100).optional(),
  labels: z.record(z.string().max(200), z.string().max(1000)).default({}),
  /** Two posts with one key are one alert while it is open. */
  key: z.string().min(1).max(255).optional(),
})

/** More at once would hold the page path's pool for too long. */
export const BULK_AT_MOST = 200
export const bulkBody = z.strictObject({
  action: z.enum(['acknowledge', 'resolve', 'snooze']),
  ids: z.array(z.string().min(1).max(300)).min(1).max(BULK_AT_MOST),
  for: durationText.optional(),
  until: moment.optional(),
  reason: actReason,
})
export type BulkBody = z.output<typeof bulkBody>
export const bulkAnswer = z.object({
  done: z.array(z.string()),
  refused: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })),
})
export type BulkAnswer = z.output<typeof bulkAnswer>
