import type { Actor } from '../command/command.ts'
import type { Moment } from '../time/moment.ts'

export type Gate = 'resolve' | 'close'

/** Something to do: from a checklist of the policy, or written down by somebody. `dropped` no longer applies. */
export type Task = {
  /** `first-minutes/1` from a checklist, `t3` otherwise. */
  id: string
  text: string
  list: string | null
  phase: string | null
  gate: Gate | null
  /** `user:ann` or `role:scribe`; null where nobody is named. */
  owner: string | null
  dueAt: Moment | null
  status: 'open' | 'done' | 'waived' | 'dropped'
  closedAt: Moment | null
  closedBy: Actor | null
  why: string | null
}

/** The answer that stands to a standard question; who asks again reads the timeline. */
export type Answer = { text: string; at: Moment; by: Actor }

/** A file as the chain of facts knows it: `sha256` in hex over its bytes. The bytes are kept beside, unaltered. */
export type Evidence = { id: string; name: string; mediaType: string; bytes: number; sha256: string; at: Moment; by: Actor }

export type RelationKind = 'related' | 'duplicate-of' | 'has-duplicate' | 'split-from' | 'split-into'
export type Relation = { kind: RelationKind; incident: string; reference: string }

/** The incident that this one is a duplicate of: everything goes on there. Null where it is none. */
export const originalOf = ({ relations = [] }: { relations?: Relation[] | undefined }): Relation | null =>
  relations.find(({ kind }) => kind === 'duplicate-of') ?? null

export type TreeStep = { node: string; ask: string; answer: 'yes' | 'no'; at: Moment; by: Actor }
export type TreeOutcome = { do: string; runbook: string | null }
/** A decision tree gone through: `node` is the question that waits, null at the end. */
export type Dialogue = { tree: string; node: string | null; steps: TreeStep[]; outcome: TreeOutcome | null }

/** A way out that was chosen. A dangerous one waits (`asked`) for a second person. */
export type Mitigation = {
  id: string
  action: string
  situation: string | null
  runbook: string | null
  reason: string | null
  status: 'asked' | 'chosen' | 'declined'
  at: Moment
  by: Actor
  confirmedBy: Actor | null
}

/** A step of a runbook that somebody has finished, counted from 1. */
export type FinishedStep = { step: number; at: Moment; by: Actor }

export type DecisionKind = 'business-continuity' | 'disaster-recovery' | 'communication' | 'technical'
export type DecisionRecord = { text: string; kind: DecisionKind | null; at: Moment; by: Actor }

/** What is right instead of an entry of the timeline: the entry itself stays as it was written. */
export type Correction = { text: string; reason: string; at: Moment; by: Actor }

export type Ticket = { integration: string; url: string | null; at: Moment }

/**
 * A text that was mailed to an audience. What became of it for each recipient stands among the incident's notices under its id;
 * `settled` is when that was known of the last one.
 */
export type MailRound = {
  /** `mail-1`, never of an obligation: those have a `#`. */
  id: string
  audience: string
  moment: string
  subject: string
  at: Moment
  by: Actor
  /** The public post it went out with. */
  post: string | null
  settled: Moment | null
}

/** What running an incident brings. Each is absent until there is one, and in incidents from before there were any. */
export type IncidentRecord = {
  tasks?: Task[]
  answers?: Record<string, Answer>
  evidence?: Evidence[]
  /** Facts of the timeline that are pinned, by their id `incident:<id>:<seq>`. */
  pins?: string[]
  /** By the entry's id; who corrects again replaces the one that stands, and both are facts. */
  corrections?: Record<string, Correction>
  relations?: Relation[]
  dialogues?: Dialogue[]
  mitigations?: Mitigation[]
  /** Runbooks that are followed, by name, with the steps that are finished. */
  runbooks?: Record<string, FinishedStep[]>
  decisions?: DecisionRecord[]
  mails?: MailRound[]
  ticket?: Ticket | null
  /** The notes everybody writes in; `revision` counts saves. */
  notes?: { text: string; revision: number; at: Moment; by: Actor }
  /** A matching alert until then comes back to this incident; null when nobody watches. */
  watchUntil?: Moment | null
  monitoringSince?: Moment | null
  stoodDown?: { at: Moment; by: Actor } | null
  /** Numbers and words of alerts and people that hint at a level. */
  signs?: { numbers: Record<string, number>; words: string[] }
}
