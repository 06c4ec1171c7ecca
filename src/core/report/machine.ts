import type { Actor, Addressed, Context, Decision, Machine, Refusal } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { sourceIn } from '../incident/noticed.ts'
import { type Moment, momentOf } from '../time/moment.ts'

/** How soon somebody should look at it: apart from how bad it turns out to be. */
export const URGENCIES = ['now', 'today', 'later'] as const
export type Urgency = (typeof URGENCIES)[number]

/** What somebody noticed, before anybody has decided whether it is an incident. */
export type ReportState = {
  title: string
  details: string
  service: string | null
  urgency: Urgency
  source: string
  by: Actor
  at: Moment
  /** `incident` became one, `duplicate` belongs to one, `declined` is none. */
  status: 'waiting' | 'incident' | 'duplicate' | 'declined'
  incident: string | null
  reason: string | null
  decided: { at: Moment; by: Actor } | null
}

export type ReceiveReport = Pick<ReportState, 'title' | 'details' | 'service' | 'urgency' | 'source'>
/** `incident` is the id that the new one gets. */
export type AcceptReport = { incident: string; title?: string; severity?: string | null; page: boolean }

type Handler = (draft: Draft<ReportState>, command: Addressed<never>, context: Context) => Refusal | undefined
const refusal = (code: string, message: string, status = 409): Refusal => ({ code, status, message })

function decided(draft: Draft<ReportState>, fields: Partial<ReportState>): void {
  draft.set({ ...fields, decided: { at: momentOf(draft.now), by: draft.by } })
}

const accept: Handler = (draft, command, { policy }) => {
  const { incident, title, severity = null, page } = command.data as AcceptReport
  if (severity && !policy.severity(severity))
    return refusal(
      'severity-unknown',
      `"${severity}" is no severity of this policy; use one of ${policy.severities.map((each) => each.id).join(', ')}`,
      400,
    )
  const { state } = draft
  // A service that the policy has lost since must not cost the incident.
  const service = state.service && policy.service(state.service) ? state.service : null
  decided(draft, { status: 'incident', incident })
  draft.tell('report.accepted', {
    ...{ incident, title: title ?? state.title, severity, service, source: state.source },
    ...{ page, detectedAt: state.at, details: state.details },
  })
  return undefined
}

const duplicate: Handler = (draft, command) => {
  const { incident, reference } = command.data as { incident: string; reference: string }
  decided(draft, { status: 'duplicate', incident })
  draft.tell('report.joined', { incident, reference, title: draft.state.title, details: draft.state.details })
  return undefined
}

const decline: Handler = (draft, command) => {
  const { reason } = command.data as { reason: string }
  if (!reason?.trim()) return refusal('reason-missing', 'say why it is no incident; whoever reported it reads it', 400)
  decided(draft, { status: 'declined', reason: reason.trim() })
  draft.tell('report.declined', { reason: reason.trim() })
  return undefined
}

const handlers: Record<string, Handler> = { accept, duplicate, decline }

/** waiting → incident, duplicate or declined. What is decided stays; a new report is another one. */
export const reportMachine: Machine<ReportState> = {
  kind: 'report',
  decide(state, command, context) {
    if (command.name === 'receive') return state ? { facts: [] } : receive(command as Addressed<ReceiveReport>, context)
    if (!state) return refuse('not-found', `there is no report ${command.to.id}`, 404)
    const apply = handlers[command.name]
    if (!apply) return refuse('unknown-command', `a report does not know "${command.name}"`, 400)
    if (state.decided) return refuse('already-decided', `${state.decided.by} has decided it at ${state.decided.at}: ${state.status}`)
    const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
    const refused = apply(draft, command, context)
    return refused ? { facts: [], refusal: refused } : draft.decision()
  },
  columns: (state) => ({ key: null, status: state.status, incident: state.incident, received_at: state.at }),
}

function receive({ to, by, data }: Addressed<ReceiveReport>, { now, policy }: Context): Decision<ReportState> {
  const title = data.title.trim()
  if (!title) return refuse('title-missing', 'a report needs a title; say in a few words what you noticed', 400)
  if (data.service && !policy.service(data.service))
    return refuse('service-unknown', `"${data.service}" is no service of this policy; leave it out or add it under services:`, 400)
  const source = sourceIn(policy, data.source)
  if (typeof source !== 'string') return { facts: [], refusal: source }
  const state: ReportState = {
    ...{ ...data, source, title, by, at: momentOf(now), status: 'waiting' },
    ...{ incident: null, reason: null, decided: null },
  }
  const draft = new Draft({ subject: to, by, now, state })
  draft.tell('report.received', { title, service: data.service, urgency: data.urgency, source })
  return draft.decision()
}
