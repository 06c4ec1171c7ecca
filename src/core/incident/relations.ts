import type { Context, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { momentOf } from '../time/moment.ts'
import { takeBackWords } from './approval.ts'
import { type Change, type Changes, refusal } from './change.ts'
import { postToChannels } from './notices.ts'
import { promisePublicEnd } from './promise.ts'
import type { Relation, RelationKind, Task } from './record.ts'
import { reopenState } from './recurrence.ts'
import { type IncidentState, type IncidentStatus, isOver } from './state.ts'
import { addTask } from './tasks.ts'
import { holdersOf } from './view.ts'

/** The other incident as the edge found it for the reader. Both are private or neither is. `into`: what it is itself a duplicate of. */
export type Other = {
  incident: string
  reference: string
  isPrivate: boolean
  status?: IncidentStatus
  into?: string | null
  note?: string
}

function unfit(draft: Draft<IncidentState>, other: Other): Refusal | undefined {
  if (other.incident === draft.subject.id) return refusal('same-incident', `${other.reference} is this incident itself`, 400)
  if (other.isPrivate === draft.state.isPrivate) return undefined
  const [hidden] = [draft.state.isPrivate ? draft.state.reference : other.reference]
  return refusal('private-incident', `${hidden} is private to its responders and cannot be tied to one that everybody reads`, 403)
}

function tie(draft: Draft<IncidentState>, kind: RelationKind, { incident, reference }: Pick<Other, 'incident' | 'reference'>): void {
  const { relations = [] } = draft.state
  const relation: Relation = { kind, incident, reference }
  draft.set({ relations: [...relations.filter((each) => each.incident !== incident), relation] })
}

const relate: Change = (draft, command) => {
  const other = command.data as Other
  const wrong = unfit(draft, other)
  if (wrong) return wrong
  if (draft.state.relations?.some((each) => each.incident === other.incident))
    return refusal('already-related', `${draft.state.reference} and ${other.reference} are tied already`)
  tie(draft, 'related', other)
  const { incident, reference, note } = other
  draft.tell('incident.related', { kind: 'related', incident, reference, own: draft.state.reference, note })
  return undefined
}

/** Only what somebody works on takes a duplicate in: its alerts and tasks would be forgotten in an incident that is over. */
function overWhy({ reference, status, into }: Other): Refusal | undefined {
  if (into) return refusal('already-merged', `${reference} is a duplicate of ${into} itself; merge into ${into}`)
  if (status === undefined || !isOver({ status } as IncidentState)) return undefined
  return refusal('target-over', `${reference} is ${status}: reopen it and merge then, or tie the two together (relate ${reference})`)
}

/** This one is another's duplicate: it ends here, and what is left to do goes over: alerts, tasks, people. */
const merge: Change = (draft, command, context) => {
  const other = command.data as Other
  const { state } = draft
  const wrong = unfit(draft, other) ?? overWhy(other)
  if (wrong) return wrong
  if (isOver(state))
    return refusal('already-resolved', `${state.reference} is ${state.status}; only an open incident is merged into another`)
  const at = momentOf(draft.now)
  const resolution = `Duplicate of ${other.reference}`
  const open = (state.tasks ?? []).filter(({ status }) => status === 'open')
  tie(draft, 'duplicate-of', other)
  draft.set({ status: 'closed', at: { ...state.at, resolved: at, closed: at }, resolution, promisedUpdate: null })
  draft.tell('incident.merged', {
    ...{ into: other.incident, reference: other.reference, own: state.reference, alerts: state.alerts },
    ...{ tasks: open.filter(({ list }) => list === null).map(({ text, owner, dueAt, phase }) => ({ text, owner, dueAt, phase })) },
    people: [...new Set([...Object.values(holdersOf(state)).flat(), ...userOf(state.acknowledgedBy)])],
    note: other.note,
  })
  leaveOpen(draft, { open, resolution }, context)
  return undefined
}

const userOf = (actor: string | null): string[] => (actor?.startsWith('user:') ? [actor.slice('user:'.length)] : [])

/** Nothing waits here any more; who follows it hears so, and customers who read of it are still owed its end. */
function leaveOpen(draft: Draft<IncidentState>, { open, resolution }: { open: Task[]; resolution: string }, context: Context): void {
  takeBackWords(draft, resolution)
  const left = new Set(open)
  if (left.size > 0) {
    draft.set({ tasks: (draft.state.tasks ?? []).map((task) => (left.has(task) ? { ...task, status: 'dropped', why: resolution } : task)) })
    draft.tell('incident.tasks_dropped', { tasks: open.map(({ id }) => id), why: resolution }, 'engine')
  }
  postToChannels(draft, { moment: 'resolved', text: resolution }, context)
  promisePublicEnd(draft, context)
}

/** What comes along with a duplicate. */
type Tied = Relation & { alerts?: string[]; tasks?: Pick<Task, 'text' | 'owner' | 'dueAt' | 'phase'>[]; people?: string[] }

/** The other side of a tie. What a duplicate has left to do comes along. */
const tied: Change = (draft, command) => {
  const { kind, incident, reference, alerts = [], tasks = [], people = [] } = command.data as Tied
  // It ended while somebody merged into it: they know better.
  if (kind === 'has-duplicate' && isOver(draft.state)) reopenState(draft, `${reference} is the same and was not over`)
  tie(draft, kind, { incident, reference })
  draft.tell('incident.tied', { kind, incident, reference, ...(people.length > 0 ? { people } : {}) })
  const news = alerts.filter((each) => !draft.state.alerts.includes(each))
  draft.set({ alerts: [...draft.state.alerts, ...news] })
  for (const alert of news) draft.tell('incident.alert_linked', { alert })
  for (const task of tasks) addTask(draft, task)
  return undefined
}

/** Part of it turned out to be another incident, which is declared already and takes its alerts along. */
const split: Change = (draft, command) => {
  const { alerts = [], ...other } = command.data as Other & { alerts?: string[] }
  tie(draft, 'split-into', other)
  draft.set({ alerts: draft.state.alerts.filter((each) => !alerts.includes(each)) })
  draft.tell('incident.split', {
    kind: 'split-from',
    incident: other.incident,
    reference: other.reference,
    own: draft.state.reference,
    alerts,
  })
  return undefined
}

export const relationChanges: Changes = { relate, merge, tied, split }
