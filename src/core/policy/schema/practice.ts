import { z } from 'zod'
import { anchor } from './obligation.ts'
import { duration, listOf, longText, reference, slug, someOf, text } from './primitives.ts'
import { when } from './when-clause.ts'

/** What the product sees by itself, so that nobody ticks it off. */
export const TASK_FACTS = [
  'declared',
  'acknowledged',
  'severity_set',
  'roles_filled',
  'room_opened',
  'updated',
  'published',
  'mailed',
] as const
export type TaskFact = (typeof TASK_FACTS)[number]

const task = z.strictObject({
  id: slug.optional(),
  text,
  by: reference.optional(),
  within: duration.optional(),
  of: anchor.optional(),
  when,
  /** Absent in bundles that were stored before the language had it. */
  done_by: z.enum(TASK_FACTS).optional(),
})
export type ChecklistTask = z.output<typeof task>

export const checklistSchema = z.strictObject({
  id: slug.optional(),
  name: text.optional(),
  phase: slug,
  gate: z.enum(['resolve', 'close']).optional(),
  when,
  tasks: someOf(task),
})
export type Checklist = z.output<typeof checklistSchema>

const actionName = z.string().regex(/^[a-z0-9][a-z0-9_-]*$/)
export const mitigationOrder = z.array(actionName)

/** `suggest_when` proposes it by facts. A dangerous one is done only when a second person has confirmed it. */
export const mitigationSchema = z.strictObject({
  situation: text,
  action: actionName,
  runbook: slug.optional(),
  /** Absent in bundles that were stored before the language had it. */
  suggest_when: when.optional(),
  dangerous: z.boolean().default(false),
})
export type Mitigation = z.output<typeof mitigationSchema>

/** Where an answer leads: another node, or what to do. */
const branch = z.union([slug, z.strictObject({ do: text, runbook: slug.optional() })])
const treeNode = z.strictObject({ ask: text, yes: branch, no: branch })

export const decisionTreeSchema = z.strictObject({ id: slug, name: text.optional(), start: slug, nodes: z.record(slug, treeNode) })
export type DecisionTree = z.output<typeof decisionTreeSchema>
export type DecisionNode = z.output<typeof treeNode>

export const runbooksSchema = z.strictObject({
  folder: text.optional(),
  /** What the files of the folder say, by their name without `.md`; `apply` takes them from beside the bundle. */
  texts: z.record(slug, longText).optional(),
  required: listOf(slug),
  tested: listOf(slug),
  review: duration.optional(),
})
export type RunbookRules = z.output<typeof runbooksSchema>

export const commandSchema = z.strictObject({
  name: text,
  run: text,
  kind: z.enum(['query', 'action']).default('query'),
  service: reference.optional(),
})
export type QuickCommand = z.output<typeof commandSchema>
