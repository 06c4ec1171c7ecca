import { z } from 'zod'
import { who } from './who.ts'

const moment = z.iso.datetime()

const task = z.object({
  id: z.string(),
  text: z.string(),
  list: z.string().nullable(),
  phase: z.string().nullable(),
  gate: z.enum(['resolve', 'close']).nullable(),
  /** A person, or a role by its name while nobody holds it. */
  owner: who.nullable(),
  dueAt: moment.nullable(),
  isOverdue: z.boolean(),
  status: z.enum(['open', 'done', 'waived', 'dropped']),
  closedAt: moment.nullable(),
  closedBy: who.nullable(),
  why: z.string().nullable(),
})
export type TaskView = z.output<typeof task>

const question = z.object({ question: z.string(), answer: z.object({ text: z.string(), at: moment, by: who }).nullable() })

const evidence = z.object({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  bytes: z.int(),
  sha256: z.string(),
  at: moment,
  by: who,
  /** Where the bytes are. */
  url: z.string(),
})

const option = z.object({
  /** What is typed for it: `mitigate rollback-database`. */
  id: z.string(),
  action: z.string(),
  situation: z.string().nullable(),
  runbook: z.string().nullable(),
  isDangerous: z.boolean(),
  /** Which facts speak for it now. */
  proposed: z.string().nullable(),
})

const mitigation = z.object({
  id: z.string(),
  action: z.string(),
  situation: z.string().nullable(),
  runbook: z.string().nullable(),
  reason: z.string().nullable(),
  status: z.enum(['asked', 'chosen', 'declined']),
  at: moment,
  by: who,
  confirmedBy: who.nullable(),
  /** Whether you are a second person who may confirm it. */
  canConfirm: z.boolean(),
})

const tree = z.object({
  id: z.string(),
  name: z.string(),
  /** The question that waits for an answer; null before the beginning and after the end. */
  asks: z.object({ node: z.string(), ask: z.string() }).nullable(),
  steps: z.array(z.object({ node: z.string(), ask: z.string(), answer: z.enum(['yes', 'no']), at: moment, by: who })),
  outcome: z.object({ do: z.string(), runbook: z.string().nullable() }).nullable(),
})

const runbook = z.object({
  id: z.string(),
  title: z.string(),
  /** How many steps its text has; 0 where only its name is known. */
  steps: z.int(),
  isFollowed: z.boolean(),
  finished: z.array(z.object({ step: z.int(), at: moment, by: who })),
})
export type RunbookView = z.output<typeof runbook>

/** What running an incident brings, in full. */
export const recordShape = {
  /** Nobody was paged at the declaration, and could be with `summon`. */
  offersPage: z.boolean(),
  tasks: z.array(task),
  phases: z.array(z.object({ id: z.string(), name: z.string(), isCurrent: z.boolean() })),
  /** What stands before resolving and closing, in words. */
  gates: z.object({ resolve: z.array(z.string()), close: z.array(z.string()) }),
  questions: z.array(question),
  evidence: z.array(evidence),
  decisions: z.array(z.object({ text: z.string(), kind: z.string().nullable(), at: moment, by: who })),
  notes: z.object({ text: z.string(), revision: z.int(), at: moment.nullable(), by: who.nullable() }),
  /** Ids of timeline entries. */
  pins: z.array(z.string()),
  relations: z.array(z.object({ kind: z.string(), id: z.string(), reference: z.string() })),
  /** Ways out in the policy's order, and those that were chosen. */
  mitigation: z.object({ options: z.array(option), chosen: z.array(mitigation) }),
  trees: z.array(tree),
  /** Those that are followed, then those of its service and of the ways out. */
  runbooks: z.array(runbook),
  /** A matching alert until then comes back to this incident. */
  watchedUntil: moment.nullable(),
  stoodDown: z.object({ at: moment, by: who }).nullable(),
  /** Milliseconds: of the incident from its declaration, and of the downtime from its start to its mitigation; running while it is open. */
  durations: z.object({ incident: z.int(), downtime: z.int() }),
  /** Times that can hardly be, and people in more than one role. */
  warnings: z.array(z.string()),
  proposal: z.object({ severity: z.string(), reason: z.string() }).nullable(),
  /** The version it runs under, and the one in force. */
  policy: z.object({ version: z.int(), live: z.int(), canMove: z.boolean() }),
  /** Outside people that this kind of incident involves. */
  contacts: z.array(
    z.object({ id: z.string(), name: z.string(), phone: z.string().nullable(), email: z.string().nullable(), url: z.string().nullable() }),
  ),
  ticket: z.object({ url: z.string().nullable() }).nullable(),
}

export const changes = z.object({
  /** From when on changes are looked for. */
  since: moment,
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      source: z.string(),
      service: z.string().nullable(),
      happenedAt: moment,
      links: z.array(z.object({ href: z.string(), text: z.string() })),
      isOwnService: z.boolean(),
    }),
  ),
  /** What the service waits for outside; `word` is null until its status page is read. */
  vendors: z.array(z.object({ id: z.string(), name: z.string(), statusUrl: z.string().nullable(), word: z.string().nullable() })),
})
export type ChangesView = z.output<typeof changes>
