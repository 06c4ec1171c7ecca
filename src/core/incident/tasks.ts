import type { Context, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { isOwed } from '../obligation/obligation.ts'
import { startOf, taskName } from '../obligation/rules.ts'
import { idOf, kindOf, type Policy } from '../policy/policy.ts'
import type { Checklist, ChecklistTask } from '../policy/schema/practice.ts'
import { holds } from '../policy/when.ts'
import { addDuration } from '../time/duration.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'
import { waivePromise } from './by-hand.ts'
import { type Change, type Changes, isBlank, refusal } from './change.ts'
import { fulfil } from './clocks.ts'
import type { Task } from './record.ts'
import type { IncidentState } from './state.ts'
import { type Came, cameAbout } from './task-facts.ts'
import { viewOf } from './view.ts'

export const listIdOf = (list: Checklist): string => list.id ?? list.phase
/** What an obligation calls `task:<id>`. */
export const taskIdOf = (list: Checklist, index: number): string => idOf(taskName(list, index))

type Wanted = { id: string; list: Checklist; task: ChecklistTask }

/** What the policy's checklists ask of this incident as it stands. */
function wantedBy(state: IncidentState, context: Context): Wanted[] {
  const { facts } = viewOf(state, context)
  const lists = (context.policyAt(state.policy).bundle.checklists ?? []).filter((list) => holds(list.when, facts))
  return lists.flatMap((list) =>
    list.tasks.flatMap((task, index) => (holds(task.when, facts) ? [{ id: taskIdOf(list, index), list, task }] : [])),
  )
}

function dueOf({ list, task: { within, of } }: Wanted, { at }: IncidentState, policy: Policy): Moment | null {
  const anchor = at[of ?? startOf(policy, list.phase)]
  return within && anchor ? momentOf(addDuration(instantOf(anchor), within, policy.calendar)) : null
}

/**
 * Brings the tasks of the policy's checklists up to date: new ones open, those that no longer apply are dropped, in sight, and those
 * that a fact of the incident does (`done_by`) are done when it comes about.
 */
export function keepTasks(draft: Draft<IncidentState>, context: Context, came: Came): void {
  if (draft.state.status === 'closed') return
  const policy = context.policyAt(draft.state.policy)
  const wanted = new Map(wantedBy(draft.state, context).map((each) => [each.id, each]))
  const before = draft.state.tasks ?? []
  const kept = before.map((task) => keptTask(task, { wanted: wanted.get(task.id), state: draft.state, policy }))
  const known = new Set(before.map(({ id }) => id))
  const opened = [...wanted.values()].filter(({ id }) => !known.has(id)).map((each) => openTask(each, draft.state, policy))
  const isChanged = opened.length > 0 || kept.some((task, i) => task !== before[i])
  if (isChanged) {
    draft.set({ tasks: [...kept, ...opened] })
    tellOpened(draft, opened)
    const dropped = kept.filter((task, i) => task.status === 'dropped' && before[i]?.status === 'open')
    if (dropped.length > 0) draft.tell('incident.tasks_dropped', { tasks: dropped.map(({ id }) => id) }, 'engine')
  }
  for (const task of draft.state.tasks ?? []) {
    const fact = task.status === 'open' ? wanted.get(task.id)?.task.done_by : undefined
    if (fact && cameAbout(fact, { state: draft.state, policy, came, isNew: !known.has(task.id) })) finish(draft, task)
  }
}

function tellOpened(draft: Draft<IncidentState>, opened: Task[]): void {
  for (const [list, tasks] of Map.groupBy(opened, (task) => task.list)) {
    draft.tell('incident.checklist_opened', { list, tasks: tasks.map(({ id, text, dueAt }) => ({ id, text, dueAt })) }, 'engine')
  }
}

type Keeping = { wanted: Wanted | undefined; state: IncidentState; policy: Policy }

function keptTask(task: Task, { wanted, state, policy }: Keeping): Task {
  if (task.list === null || (task.status !== 'open' && task.status !== 'dropped')) return task
  if (!wanted) return task.status === 'dropped' ? task : { ...task, status: 'dropped' }
  const dueAt = dueOf(wanted, state, policy)
  return task.status === 'open' && task.dueAt === dueAt ? task : { ...task, status: 'open', dueAt }
}

const openTask = (wanted: Wanted, state: IncidentState, policy: Policy): Task => {
  const { id, list, task } = wanted
  return {
    id,
    text: task.text,
    list: list.name ?? listIdOf(list),
    phase: list.phase,
    gate: list.gate ?? null,
    owner: task.by && kindOf(task.by) ? task.by : null,
    dueAt: dueOf(wanted, state, policy),
    status: 'open',
    closedAt: null,
    closedBy: null,
    why: null,
  }
}

/** By id, by number among the open ones (`2`), or by the beginning of its text. */
function findTask(state: IncidentState, name: string): Task | undefined {
  const tasks = state.tasks ?? []
  const open = tasks.filter((task) => task.status === 'open')
  const wanted = name.trim().toLowerCase()
  const byNumber = /^\d+$/.test(wanted) ? open[Number(wanted) - 1] : undefined
  return (
    tasks.find((task) => task.id.toLowerCase() === wanted) ?? byNumber ?? open.find((task) => task.text.toLowerCase().startsWith(wanted))
  )
}

const unknownTask = (state: IncidentState, name: string): Refusal => {
  const open = (state.tasks ?? []).filter((task) => task.status === 'open').map((task) => task.id)
  return refusal(
    'task-unknown',
    `there is no task "${name}"; open are ${open.join(', ') || 'none'}. For something that is owed write complete`,
    404,
  )
}

/** `owner` is a person (`ann`, `user:ann`) or `role:scribe`; `within` a duration from now. */
export type AddTask = { text: string; owner?: string | null; dueAt?: string | null }

const add =
  (phase: 'follow-up' | null): Change =>
  (draft, command, context) => {
    const { text, owner = null, dueAt = null } = command.data as AddTask
    if (isBlank(text)) return refusal('text-missing', 'a task needs a text: what is to be done', 400)
    const named = owner && (kindOf(owner) ? owner : `user:${owner}`)
    if (named?.startsWith('user:') && !context.policy.user(named))
      return refusal('user-unknown', `there is no person "${owner}" in the policy; add them under users: or leave the owner out`, 400)
    addTask(draft, { text: text.trim(), phase, owner: named, dueAt: dueAt ? momentOf(instantOf(dueAt)) : null })
    return undefined
  }

/** Writes a task down under the next free number. */
export function addTask(draft: Draft<IncidentState>, asked: Pick<Task, 'text' | 'phase' | 'owner' | 'dueAt'>): void {
  const tasks = draft.state.tasks ?? []
  const { text, phase, owner, dueAt } = asked
  const id = `t${tasks.filter((each) => each.list === null).length + 1}`
  draft.set({ tasks: [...tasks, { ...asked, id, list: null, gate: null, status: 'open', closedAt: null, closedBy: null, why: null }] })
  draft.tell('incident.task_added', { phase: phase ?? undefined, task: id, text, owner, dueAt })
}

const replace = (draft: Draft<IncidentState>, task: Task): void =>
  draft.set({ tasks: (draft.state.tasks ?? []).map((each) => (each.id === task.id ? task : each)) })

const tick: Change = (draft, command) => {
  const { task: name } = command.data as { task: string }
  const found = findTask(draft.state, name)
  if (!found) return unknownTask(draft.state, name)
  if (found.status === 'done') return refusal('task-done', `"${found.text}" is done already, by ${found.closedBy}`)
  finish(draft, found)
  return undefined
}

function finish(draft: Draft<IncidentState>, task: Task): void {
  replace(draft, { ...task, status: 'done', closedAt: momentOf(draft.now), closedBy: draft.by, why: null })
  draft.tell('incident.task_done', { task: task.id, text: task.text, list: task.list })
  fulfil(draft, { must: 'complete', about: `task:${task.id}` })
}

const untick: Change = (draft, command) => {
  const { task: name } = command.data as { task: string }
  const found = findTask(draft.state, name)
  if (!found) return unknownTask(draft.state, name)
  if (found.status === 'open') return refusal('task-open', `"${found.text}" is open already`)
  replace(draft, { ...found, status: 'open', closedAt: null, closedBy: null, why: null })
  draft.tell('incident.task_reopened', { task: found.id, text: found.text, list: found.list })
  return undefined
}

const skip: Change = (draft, command) => {
  const { task: name, why } = command.data as { task: string; why: string }
  const found = findTask(draft.state, name)
  if (!found) return unknownTask(draft.state, name)
  if (found.status !== 'open') return refusal('task-closed', `"${found.text}" is ${found.status}; only an open task can be waived`)
  if (isBlank(why)) return refusal('reason-missing', 'waiving a task needs a reason; say why it is not done', 400)
  replace(draft, { ...found, status: 'waived', closedAt: momentOf(draft.now), closedBy: draft.by, why: why.trim() })
  draft.tell('incident.task_waived', { task: found.id, text: found.text, list: found.list, why: why.trim() })
  const owed = draft.state.obligations.find((each) => isOwed(each) && each.about === `task:${found.id}`)
  if (owed) return waivePromise(draft, { id: owed.id, why })
  return undefined
}

/** Somebody takes a task, or is given one. */
const taskOwner: Change = (draft, command, context) => {
  const { task: name, owner } = command.data as { task: string; owner: string | null }
  const found = findTask(draft.state, name)
  if (!found) return unknownTask(draft.state, name)
  const named = owner && (kindOf(owner) ? owner : `user:${owner}`)
  if (named?.startsWith('user:') && !context.policy.user(named))
    return refusal('user-unknown', `there is no person "${owner}" in the policy`, 400)
  replace(draft, { ...found, owner: named })
  draft.tell('incident.task_assigned', { task: found.id, text: found.text, owner: named })
  return undefined
}

export const taskChanges: Changes = { task: add(null), action: add('follow-up'), done: tick, undo: untick, skip, 'task-owner': taskOwner }
