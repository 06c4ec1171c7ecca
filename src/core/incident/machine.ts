import type { Addressed, Context, Decision, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { rulesOf } from '../obligation/rules.ts'
import { earliest } from '../time/moment.ts'
import { askAndDecideChanges } from './ask-and-decide.ts'
import { setImpact } from './assess.ts'
import { byHandChanges } from './by-hand.ts'
import { type Change, type Changes, refusal } from './change.ts'
import { fulfil, keepClocks, paged } from './clocks.ts'
import { type DeclareIncident, declare } from './declare.ts'
import { evidenceChanges } from './evidence.ts'
import { madePrivate } from './made-private.ts'
import { mailChanges, mailHeard } from './mail.ts'
import { mitigationChanges } from './mitigate.ts'
import { announce } from './notices.ts'
import { publishChanges } from './publish.ts'
import { reclassifyChanges } from './reclassify.ts'
import { originalOf } from './record.ts'
import { keepWatch, recurrenceChanges, watchedServiceOf } from './recurrence.ts'
import { countersOf } from './reference.ts'
import { relationChanges } from './relations.ts'
import { acknowledge, askReview, closeIncident, reopen, resolve, setStatus } from './respond.ts'
import { internalChannel } from './review-request.ts'
import { roleChanges } from './roles.ts'
import { note, promiseNext, sayEnd, update } from './say.ts'
import type { IncidentState } from './state.ts'
import { keepTasks, taskChanges } from './tasks.ts'
import { setTimes } from './times.ts'
import { pullTriggers } from './triggers.ts'

/** `was`: the incident that has the alert now, as it may be said here; null where it may not. */
type Link = { alert: string; numbers?: Record<string, number>; was?: string | null }

const link: Change = (draft, command) => {
  const { alert, numbers, was } = command.data as Link
  if (draft.state.alerts.includes(alert)) return refusal('already-linked', 'the alert belongs to this incident already')
  draft.set({ alerts: [...draft.state.alerts, alert] })
  if (numbers) draft.set({ signs: { numbers: { ...draft.state.signs?.numbers, ...numbers }, words: draft.state.signs?.words ?? [] } })
  const own = draft.state.isPrivate ? null : draft.state.reference
  draft.tell('incident.alert_linked', { alert, numbers, ...(was === undefined ? {} : { was, own }) })
  return undefined
}

/** It belongs to one incident: the one that had it says where it went. A duplicate keeps naming what it was about. */
const letAlertGo: Change = (draft, command) => {
  const { alert, incident, own } = command.data as { alert: string; incident: string; own?: string | null }
  const { state } = draft
  if (!state.alerts.includes(alert) || originalOf(state)?.incident === incident) return undefined
  draft.set({ alerts: state.alerts.filter((each) => each !== alert) })
  draft.tell('incident.alert_moved', { alert, to: incident, own })
  return undefined
}

const unlink: Change = (draft, command) => {
  const { alert } = command.data as { alert: string }
  if (!draft.state.alerts.includes(alert)) return refusal('not-linked', 'the alert does not belong to this incident', 404)
  draft.set({ alerts: draft.state.alerts.filter((each) => each !== alert) })
  draft.tell('incident.alert_unlinked', { alert })
  return undefined
}

const rename: Change = (draft, command) => {
  const title = (command.data as { title: string }).title.trim()
  if (!title) return refusal('title-missing', 'a title cannot be empty', 400)
  draft.tell('incident.renamed', { from: draft.state.title, to: title })
  draft.set({ title })
  return undefined
}

/** A notice reached somebody, or did not. When it has reached everybody, what asked for it is met. */
const heard =
  (outcome: 'delivered' | 'failed'): Change =>
  (draft, command, context) => {
    const { message, target, channel, said, retrying } = command.data as {
      message: string
      target: string
      channel: string
      said: string
      retrying?: boolean
    }
    // Work handed to ourselves is no notice: its success shows itself.
    if (channel === internalChannel && outcome === 'delivered') return undefined
    draft.tell(`notice.${outcome}`, { message, target, channel, said, retrying })
    const asked = Object.keys(draft.state.notices).find((id) => message.startsWith(`${draft.subject.id}.${id}.`))
    if (!asked || retrying) return undefined
    const before = draft.state.notices[asked] ?? {}
    // One road that arrived is enough for a person; a second that fails does not undo it.
    const recipients = { ...before, [target]: before[target] === 'delivered' ? ('delivered' as const) : outcome }
    draft.set({ notices: { ...draft.state.notices, [asked]: recipients } })
    mailHeard(draft, asked, context)
    const obligation = draft.state.obligations.find((each) => each.id === asked)
    // Arriving is not acknowledging: such a promise is met by whoever has heard from them ticking it off.
    const rule = rulesOf(context.policyAt(draft.state.policy)).find((each) => each.id === obligation?.rule)
    if (rule?.met_by === 'acknowledged') return undefined
    if (obligation && Object.values(recipients).every((each) => each === 'delivered'))
      fulfil(draft, { must: 'notify', about: obligation.about, by: 'engine', id: obligation.id })
    return undefined
  }

/** What a person is told by `tick` is told by its clocks. */
const nothing: Change = () => undefined

const changes: Changes = {
  ...roleChanges,
  ...reclassifyChanges,
  ...askAndDecideChanges,
  ...taskChanges,
  ...evidenceChanges,
  ...relationChanges,
  ...recurrenceChanges,
  ...mitigationChanges,
  ...byHandChanges,
  tick: nothing,
  acknowledge,
  status: setStatus,
  impact: setImpact,
  times: setTimes,
  rename,
  note,
  update,
  ...publishChanges,
  ...mailChanges,
  resolve,
  reopen,
  close: closeIncident,
  next: promiseNext,
  eta: sayEnd,
  postmortem: askReview,
  link,
  unlink,
  'let-alert-go': letAlertGo,
  paged,
  delivered: heard('delivered'),
  failed: heard('failed'),
}

/**
 * investigating → … → resolved → closed through the policy's own words, in any order before `resolved`; `reopen` leads back.
 * After every change the clocks are brought up to date, so what is owed always follows from what happened.
 */
export const incidentMachine: Machine<IncidentState> = {
  kind: 'incident',
  decide(state, command, context) {
    if (!state)
      return command.name === 'declare'
        ? declare(command as Addressed<DeclareIncident>, context)
        : refuse('not-found', `there is no incident ${command.to.id}`, 404)
    if (command.name === 'declare') return refuse('already-declared', `${state.reference} is declared already`)
    return change(state, command, context)
  },
  numbers(command, policy, now) {
    if (command.name !== 'declare') return []
    const { ever, daily } = countersOf(policy, now)
    return [ever, daily]
  },
  columns: (state) => ({
    key: null,
    reference: state.reference,
    number: state.number,
    status: state.status,
    severity: state.severity,
    rank: state.rank,
    service: state.service,
    is_private: state.isPrivate,
    watching: watchedServiceOf(state),
    declared_at: state.at.declared ?? null,
    resolved_at: state.at.resolved ?? null,
  }),
}

function change(state: IncidentState, command: Addressed<never>, context: Context): Decision<IncidentState> {
  const apply = changes[command.name]
  if (!apply) return refuse('unknown-command', `an incident does not know "${command.name}"`, 400)
  const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
  const refused = apply(draft, command, context)
  if (refused) return { facts: [], refusal: refused }
  madePrivate(draft, state)
  announce(draft, command, { before: state, context })
  keepTasks(draft, context, { before: state, command: command.name, by: draft.by })
  const watched = keepWatch(draft, context)
  const triggered = pullTriggers(draft, context)
  return draft.decision(earliest(keepClocks(draft, context), triggered, watched))
}
