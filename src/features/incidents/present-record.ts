import type { Context } from '../../core/command/command.ts'
import { missingFor } from '../../core/incident/gate.ts'
import { phasesOf } from '../../core/incident/phases.ts'
import { proposedMitigations, proposedSeverity } from '../../core/incident/proposals.ts'
import type { Task } from '../../core/incident/record.ts'
import { roleConflicts } from '../../core/incident/roles.ts'
import { type IncidentState, isOver } from '../../core/incident/state.ts'
import { implausibleTimes } from '../../core/incident/times.ts'
import { optionsOf } from '../../core/incident/ways-out.ts'
import { idOf, type Policy } from '../../core/policy/policy.ts'
import { instantOf, momentOf } from '../../core/time/moment.ts'
import { type Reader, whoIs } from '../alerts/reads/people.ts'
import { actorOf } from '../policies/reads.ts'
import type { IncidentDetail } from './contract/incident.ts'
import type { TaskView } from './contract/record.ts'
import type { StoredIncident } from './reads/incidents.ts'
import { canOf, contextOf, type Present } from './reads/present.ts'
import { presentRunbooks } from './reads/runbooks.ts'

type Record = Pick<
  IncidentDetail,
  | 'offersPage'
  | 'tasks'
  | 'phases'
  | 'gates'
  | 'questions'
  | 'evidence'
  | 'decisions'
  | 'notes'
  | 'pins'
  | 'relations'
  | 'mitigation'
  | 'trees'
  | 'runbooks'
  | 'watchedUntil'
  | 'stoodDown'
  | 'durations'
  | 'warnings'
  | 'proposal'
  | 'policy'
  | 'contacts'
  | 'ticket'
>

/** What running it has brought. The policy version of `state` must be readable. */
export function presentRecord(incident: StoredIncident, present: Present): Record {
  const { state } = incident
  const { app, reader } = present
  const frozen = app.policies.at(state.policy)
  const context = contextOf(present)
  const { notes, pins = [], relations = [], watchUntil = null, stoodDown = null, ticket = null } = state
  const live = app.policies.live().version
  return {
    offersPage: state.isPageOffered === true && !state.at.acknowledged && !isOver(state),
    tasks: (state.tasks ?? []).map((task) => presentTask(task, state, present)),
    phases: phasesOf(state, frozen),
    gates: { resolve: missingFor('resolve', state, context), close: missingFor('close', state, context) },
    questions: presentQuestions(state, frozen, reader),
    evidence: presentEvidence(incident, reader),
    decisions: (state.decisions ?? []).map((each) => ({ ...each, by: whoIs(each.by, reader) })),
    notes: notes ? { ...notes, by: whoIs(notes.by, reader) } : { text: '', revision: 0, at: null, by: null },
    pins,
    relations: relations.map(({ kind, incident: id, reference }) => ({ kind, id, reference })),
    mitigation: presentMitigation(state, context, reader),
    trees: presentTrees(state, frozen, reader),
    runbooks: presentRunbooks(state, frozen, reader),
    watchedUntil: watchUntil,
    stoodDown: stoodDown && { at: stoodDown.at, by: whoIs(stoodDown.by, reader) },
    durations: durationsOf(state, context.now),
    warnings: warningsOf(state, frozen, present),
    proposal: proposedSeverity(state, context),
    policy: { version: state.policy, live, canMove: live !== state.policy && canOf(state, present).act },
    contacts: contactsOf(state, frozen),
    ticket: ticket && { url: ticket.url },
  }
}

function presentTask(task: Task, state: IncidentState, { app, reader }: Present): TaskView {
  const { owner, closedBy, dueAt, status } = task
  const held = owner?.startsWith('role:') ? state.roles[idOf(owner)]?.user : undefined
  const role = owner?.startsWith('role:') ? reader.policy.role(idOf(owner)) : undefined
  const named = held ? `user:${held}` : owner
  return {
    ...task,
    owner: named ? (role && !held ? { id: named, name: role.name ?? role.id, isYou: false } : whoIs(named, reader)) : null,
    closedBy: closedBy ? whoIs(closedBy, reader) : null,
    isOverdue: status === 'open' && dueAt !== null && dueAt < momentOf(app.clock.now()),
  }
}

function presentQuestions({ answers = {} }: IncidentState, { bundle }: Policy, reader: Reader): Record['questions'] {
  const questions = bundle.incident?.questions ?? []
  const all = [...questions, ...Object.keys(answers).filter((each) => !questions.includes(each))]
  return all.map((question) => {
    const answer = answers[question]
    return { question, answer: answer ? { ...answer, by: whoIs(answer.by, reader) } : null }
  })
}

const presentEvidence = ({ id: incident, state }: StoredIncident, reader: Reader): Record['evidence'] =>
  (state.evidence ?? []).map((each) => ({
    ...each,
    by: whoIs(each.by, reader),
    url: `/api/v1/incidents/${incident}/evidence/${each.id}`,
  }))

function presentMitigation(state: IncidentState, context: Context, reader: Reader): Record['mitigation'] {
  const you = reader.principal && actorOf(reader.principal, reader.policy)
  const chosen = (state.mitigations ?? []).map((each) => ({
    ...each,
    by: whoIs(each.by, reader),
    confirmedBy: each.confirmedBy ? whoIs(each.confirmedBy, reader) : null,
    canConfirm: each.status === 'asked' && you !== null && you !== each.by,
  }))
  const proposals = proposedMitigations(state, context)
  const options = optionsOf(context.policyAt(state.policy)).map((option) => ({
    ...option,
    proposed: proposals.find(({ action, situation }) => action === option.action && situation === option.situation)?.reason ?? null,
  }))
  return { options, chosen }
}

function presentTrees({ dialogues = [] }: IncidentState, { bundle }: Policy, reader: Reader): Record['trees'] {
  return (bundle.decision_trees ?? []).map(({ id, name, nodes }) => {
    const walked = dialogues.findLast((each) => each.tree === id)
    const node = walked?.node ?? null
    return {
      id,
      name: name ?? id,
      asks: node && nodes[node] ? { node, ask: nodes[node].ask } : null,
      steps: (walked?.steps ?? []).map((step) => ({ ...step, by: whoIs(step.by, reader) })),
      outcome: walked?.outcome ?? null,
    }
  })
}

/** From its declaration to its end, and from its start to when customers could work again. */
function durationsOf({ at }: IncidentState, now: Temporal.Instant): Record['durations'] {
  const until = (from: string | undefined, to: string | undefined): number =>
    from ? Math.max(0, (to ? instantOf(to) : now).epochMilliseconds - instantOf(from).epochMilliseconds) : 0
  return { incident: until(at.declared, at.resolved), downtime: until(at.started ?? at.declared, at.mitigated ?? at.resolved) }
}

function warningsOf(state: IncidentState, frozen: Policy, { reader }: Present): string[] {
  const doubled = roleConflicts(state, { policy: frozen }).map(({ user, roles }) => {
    const names = roles.map((id) => frozen.role(id)?.name ?? id)
    return `${whoIs(`user:${user}`, reader).name} is ${names.join(' and ')} at once`
  })
  return [...implausibleTimes(state.at, reader.policy.bundle.organization.timezone), ...doubled]
}

function contactsOf({ type }: IncidentState, { bundle }: Policy): Record['contacts'] {
  const wanted = bundle.incident?.types.find((each) => each.id === type)?.contacts.map(idOf) ?? []
  const found = (bundle.contacts ?? []).filter((each) => wanted.includes(each.id))
  return found.map(({ id, name, phone = null, email = null, url = null }) => ({ id, name: name ?? id, phone, email, url }))
}
