import type { Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { momentOf } from '../time/moment.ts'
import { type Change, type Changes, refusal } from './change.ts'
import type { Relation, RelationKind } from './record.ts'
import { type IncidentState, isOver } from './state.ts'

/** The other incident as the edge found it for the reader. Both are private or neither is. */
export type Other = { incident: string; reference: string; isPrivate: boolean }

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
  draft.tell('incident.related', { kind: 'related', incident: other.incident, reference: other.reference, own: draft.state.reference })
  return undefined
}

/** This one is another's duplicate: it ends here, its alerts go over. */
const merge: Change = (draft, command) => {
  const other = command.data as Other
  const wrong = unfit(draft, other)
  if (wrong) return wrong
  const { state } = draft
  if (isOver(state))
    return refusal('already-resolved', `${state.reference} is ${state.status}; only an open incident is merged into another`)
  const at = momentOf(draft.now)
  const resolution = `Duplicate of ${other.reference}`
  tie(draft, 'duplicate-of', other)
  draft.set({ status: 'closed', at: { ...state.at, resolved: at, closed: at }, resolution, promisedUpdate: null })
  draft.tell('incident.merged', { into: other.incident, reference: other.reference, own: state.reference, alerts: state.alerts })
  return undefined
}

/** The other side of a tie. Alerts of a duplicate come along. */
const tied: Change = (draft, command) => {
  const { kind, incident, reference, alerts = [] } = command.data as Relation & { alerts?: string[] }
  tie(draft, kind, { incident, reference })
  draft.tell('incident.tied', { kind, incident, reference })
  const news = alerts.filter((each) => !draft.state.alerts.includes(each))
  draft.set({ alerts: [...draft.state.alerts, ...news] })
  for (const alert of news) draft.tell('incident.alert_linked', { alert })
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
