import { z } from 'zod'
import { severityShape } from '../../alerts/contract.ts'
import { recordShape } from './record.ts'
import { who } from './who.ts'

const moment = z.iso.datetime()
const named = z.object({ id: z.string(), name: z.string() })

/** One promise with its clock. `repair` is the act that meets it, where there is one. */
export const clock = z.object({
  id: z.string(),
  title: z.string(),
  must: z.string(),
  about: z.string().nullable(),
  since: moment,
  warnAt: moment,
  dueAt: moment,
  status: z.enum(['pending', 'due-soon', 'met', 'missed', 'late', 'waived', 'dropped']),
  recurs: z.boolean(),
  closedAt: moment.nullable(),
  closedBy: who.nullable(),
  why: z.string().nullable(),
  owners: z.array(who),
  repair: z.enum(['acknowledge', 'assign', 'update', 'publish', 'complete', 'review']).nullable(),
})
export type ClockView = z.output<typeof clock>

export const incidentCan = z.object({
  acknowledge: z.boolean(),
  act: z.boolean(),
  publish: z.boolean(),
  status: z.boolean(),
  resolve: z.boolean(),
  reopen: z.boolean(),
  close: z.boolean(),
})

export const incidentRow = z.object({
  id: z.string(),
  reference: z.string(),
  title: z.string(),
  severity: severityShape,
  status: z.string(),
  service: named.nullable(),
  declaredAt: moment,
  resolvedAt: moment.nullable(),
  isAcknowledged: z.boolean(),
  isPrivate: z.boolean(),
  commander: who.nullable(),
  /** What is owed next, missed ones first. */
  nextClock: clock.nullable(),
  missed: z.int(),
  can: incidentCan,
})
export type IncidentRow = z.output<typeof incidentRow>

export const incidentList = z.object({ items: z.array(incidentRow), next: z.string().nullable() })
export type IncidentList = z.output<typeof incidentList>

const role = z.object({
  id: z.string(),
  name: z.string(),
  isRequired: z.boolean(),
  holder: who.nullable(),
  since: moment.nullable(),
  duties: z.array(z.string()),
  qualities: z.array(z.string()),
})
export type RoleView = z.output<typeof role>

export const impactValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])
const impactField = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(['number', 'list', 'text', 'flag']),
  options: z.array(z.string()),
  value: impactValue,
})
/** `hides`: said now, it makes the incident private to its responders. */
const impactOfIncident = impactField.extend({ hides: z.boolean() })
export type ImpactView = z.output<typeof impactField>
export type IncidentImpact = z.output<typeof impactOfIncident>

/** A ladder that climbs for the incident or for one of its alerts: whom it asks now, and whom it pages next. */
const climbing = z.object({
  id: z.string(),
  title: z.string(),
  asked: z.array(who),
  next: z.object({ at: moment, since: moment, people: z.array(who) }).nullable(),
  /** `unresolved` ladders climb on although somebody has it. */
  isUntilResolved: z.boolean(),
})
export type ClimbingView = z.output<typeof climbing>

const linkedAlert = z.object({ id: z.string(), reference: z.string(), title: z.string(), status: z.string() })

export const post = z.object({
  id: z.string(),
  at: moment,
  by: who,
  status: z.string(),
  text: z.string(),
  components: z.array(z.object({ id: z.string(), status: z.string() })),
  nextUpdateBy: moment.nullable(),
})

export const incidentDetail = incidentRow.extend({
  ...recordShape,
  aliases: z.array(z.string()),
  number: z.int(),
  room: z.string().nullable(),
  /** Its room in a chat, null where none carries one. `trouble`: the chat takes nothing, since then, and what it said last. */
  chat: z
    .object({
      title: z.string(),
      name: z.string().nullable(),
      status: z.enum(['waiting', 'opening', 'open', 'archived', 'failed']),
      trouble: z.object({ since: moment, said: z.string() }).nullable(),
    })
    .nullable(),
  bridge: z.string().nullable(),
  publicTitle: z.string().nullable(),
  type: z.string().nullable(),
  source: z.string(),
  /** Moments by name: started, detected, accepted, declared, acknowledged, mitigated, resolved, closed. */
  at: z.record(z.string(), moment),
  /** The policy's statuses in their order. */
  statuses: z.array(z.string()),
  acknowledgedBy: who.nullable(),
  declaredBy: who,
  roles: z.array(role),
  impact: z.array(impactOfIncident),
  flags: z.array(z.string()),
  alerts: z.array(linkedAlert),
  clocks: z.array(clock),
  climbing: z.array(climbing),
  /** Every ladder has asked in vain and no way led to anybody: whom to call then, those with a number first. */
  unreached: z.object({ call: z.array(who.extend({ phone: z.string().nullable() })) }).nullable(),
  score: z.object({ met: z.int(), late: z.int(), missed: z.int(), waived: z.int(), dropped: z.int() }),
  posts: z.array(post),
  promisedUpdate: moment.nullable(),
  /** When it is expected to be over, as it was said last. */
  eta: moment.nullable(),
  /** Words for customers that wait for an approval; `canAnswer` is whether it is the reader's to give. */
  awaiting: z.array(z.object({ id: z.string(), text: z.string(), by: who, at: moment, of: z.string(), canAnswer: z.boolean() })),
  /** What was mailed to audiences, and what became of it: `failed` names the recipients that it never reached. */
  mails: z.array(
    z.object({
      ...{ id: z.string(), audience: z.string(), subject: z.string(), at: moment, by: who, post: z.string().nullable() },
      ...{ delivered: z.int(), queued: z.int(), failed: z.array(z.string()) },
    }),
  ),
  /** The rhythm of internal updates the policy asks for: `30m`. */
  updateEvery: z.string().nullable(),
  resolution: z.string().nullable(),
  policyVersion: z.int(),
  /** What the forms of the war room may name. */
  choices: z.object({
    people: z.array(named),
    severities: z.array(severityShape),
    services: z.array(named),
    /** Reasons that lead up a manual ladder: `stuck`, `vendor`. */
    reasons: z.array(z.string()),
    /** Who may be paged besides people: `role:commander`, `team:payments`, `schedule:primary`. */
    targets: z.array(named),
    /** Whom to call outside. */
    contacts: z.array(named),
    /** How incidents are noticed, as the policy lists it. */
    sources: z.array(z.string()),
  }),
})
export type IncidentDetail = z.output<typeof incidentDetail>

/** The incident as it is after a verb; `said` is what this request did, in lines, by the name of who did it. */
export const verbAnswer = incidentDetail.extend({ said: z.string() })
export type VerbAnswer = z.output<typeof verbAnswer>

/** What happened, in words. `text` follows the name of `by`; `words` are somebody's own, shown on a card. */
export const timelineEntry = z.object({
  id: z.string(),
  at: moment,
  name: z.string(),
  by: who,
  text: z.string(),
  words: z.string().nullable(),
  /** A moment that belongs to the sentence: the next update promised. */
  promisedBy: moment.nullable(),
  /** What somebody says is right instead, and why; the entry stays as it was written. */
  corrected: z.object({ text: z.string(), reason: z.string(), at: moment, by: who }).nullable(),
  tone: z.enum(['plain', 'missed']),
  isCurated: z.boolean(),
})
export type TimelineEntryView = z.output<typeof timelineEntry>

export const timelineQuery = z.object({
  view: z.enum(['curated', 'everything', 'pinned']).default('curated'),
  /** `next` of a page before: older entries. */
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
  /** Only entries in which each of these words stands: in what was said, what is right instead, or who said it. */
  words: z.string().trim().max(200).default(''),
})
/**
 * `next` leads to what happened before; the counts are of this page when there is more than one. `since` is how far back
 * this page looked: a search looks at a bounded stretch at a time, so that a page without a hit may still lead on.
 */
export const timeline = z.object({
  items: z.array(timelineEntry),
  next: z.string().nullable(),
  since: moment.nullable(),
  curated: z.int(),
  everything: z.int(),
})
export type TimelineView = z.output<typeof timeline>

/** What the declare form offers. */
export const declareChoices = z.object({
  definition: z.array(z.string()),
  severities: z.array(
    severityShape.extend({
      definition: z.string().nullable(),
      criteria: z.array(z.string()),
      examples: z.array(z.string()),
      pages: z.boolean(),
    }),
  ),
  services: z.array(named),
  sources: z.array(z.string()),
  types: z.array(named),
  people: z.array(named),
  impact: z.array(impactField),
  canDeclare: z.boolean(),
  canReport: z.boolean(),
})
export type DeclareChoices = z.output<typeof declareChoices>

/** The level that the policy's hints propose for what is known; null where none holds. */
export const proposed = z.object({ proposal: z.object({ severity: z.string(), reason: z.string() }).nullable() })
export type Proposed = z.output<typeof proposed>

/** What a typed command is answered with, and the incident as it is afterwards. */
export const commandAnswer = z.object({ text: z.string(), incident: incidentDetail.nullable() })
export type CommandAnswer = z.output<typeof commandAnswer>
