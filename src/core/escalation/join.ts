import type { Addressed, Context, Decision } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { addDuration, durationOf } from '../time/duration.ts'
import { momentOf } from '../time/moment.ts'
import { climb, nextOf, startClimb } from './climb.ts'
import { addFollower, flushFollowers } from './group.ts'
import type { EscalationState, LadderRef } from './state.ts'

/** Without `grouping.window`: how long alerts of a group gather around the first page. */
const defaultWindow = durationOf('5m')

export type JoinEscalation = {
  alert: string
  group: string
  title: string
  key: string
  service: string | null
  severity: string
  rank: number
  incident: string | null
  reason: string | null
}

export type StartEscalation = {
  ladder: LadderRef
  about: { kind: string; id: string }
  service: string | null
  severity: string
  rank: number
  flags: string[]
  holders: Record<string, string[]>
  title: string
  policy: number
}

/** The first command of an escalation: an alert that found no group to join, or an incident that needs a ladder. */
export function start(command: Addressed<never>, context: Context): Decision<EscalationState> {
  if (command.name === 'join') return startForAlert(command, context)
  if (command.name === 'start') return startForIncident(command, context)
  return refuse('not-found', `there is no escalation ${command.to.id}`, 404)
}

const fresh = (
  now: Temporal.Instant,
): Pick<
  EscalationState,
  | 'status'
  | 'startedAt'
  | 'climbAt'
  | 'cycle'
  | 'step'
  | 'stepAt'
  | 'skipped'
  | 'pages'
  | 'generation'
  | 'reason'
  | 'followers'
  | 'flushAt'
  | 'flushes'
  | 'acknowledged'
  | 'ackExpiresAt'
  | 'announced'
> => ({
  status: 'running',
  startedAt: momentOf(now),
  climbAt: momentOf(now),
  cycle: 0,
  step: 0,
  stepAt: momentOf(now),
  skipped: [],
  pages: [],
  generation: 1,
  reason: null,
  followers: [],
  flushAt: null,
  flushes: 0,
  acknowledged: null,
  ackExpiresAt: null,
  announced: 0,
})

function startForAlert(command: Addressed<never>, context: Context): Decision<EscalationState> {
  const { now, policy } = context
  const { alert, group, title, key, service, severity, rank, reason, incident } = command.data as JoinEscalation
  const ladder = policy.laddersOf(service).find((each) => each.basis === 'acknowledged') ?? policy.fallbackLadder
  const state: EscalationState = {
    ...fresh(now),
    reason,
    about: incident ? { kind: 'incident', id: incident } : { kind: 'alert', id: alert },
    group,
    joinableUntil: momentOf(addDuration(now, policy.bundle.grouping?.window ?? defaultWindow, policy.calendar)),
    ladder: { id: ladder.id, targets: null, reason: null },
    basis: 'acknowledged',
    policy: policy.version,
    service,
    severity,
    rank,
    flags: [],
    holders: {},
    title,
    open: 1,
    total: 1,
  }
  const draft = new Draft({ subject: command.to, by: command.by, now, state })
  draft.tell('escalation.started', { alert, group, ladder: ladder.id, service, severity, title, key, reason })
  joined(draft, { alert, incident })
  climb(draft, context)
  return draft.decision(nextOf(draft.state))
}

function startForIncident(command: Addressed<never>, context: Context): Decision<EscalationState> {
  const { now } = context
  const { ladder, about, service, severity, rank, flags, holders, title, policy } = command.data as StartEscalation
  const basis = ladder.targets ? 'acknowledged' : (context.policyAt(policy).ladder(ladder.id)?.basis ?? 'acknowledged')
  const state: EscalationState = {
    ...fresh(now),
    about,
    group: null,
    joinableUntil: null,
    ladder,
    basis,
    policy,
    service,
    severity,
    rank,
    flags,
    holders,
    title,
    open: 0,
    total: 0,
    reason: ladder.reason,
  }
  const draft = new Draft({ subject: command.to, by: command.by, now, state })
  draft.tell('escalation.started', { about, ladder: ladder.id, service, severity, title, reason: ladder.reason })
  climb(draft, context)
  return draft.decision(nextOf(draft.state))
}

/** Another alert of a group that is being paged, or was acknowledged a moment ago. */
export function join(state: EscalationState, command: Addressed<never>, context: Context): Decision<EscalationState> {
  const { alert, title, key, severity, rank, incident } = command.data as JoinEscalation
  const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
  addFollower(draft, { id: alert, title, key })
  if (rank < state.rank) raise(draft, { severity, rank, title })
  joined(draft, { alert, incident })
  climb(draft, context)
  flushFollowers(draft, context)
  return draft.decision(nextOf(draft.state))
}

/** Something worse has joined: that is news even to somebody who has acknowledged the lesser. */
function raise(draft: Draft<EscalationState>, { severity, rank, title }: { severity: string; rank: number; title: string }): void {
  draft.withdraw('all')
  startClimb(draft, `"${title}" is ${severity}, worse than the ${draft.state.severity} before it`)
  draft.set({ severity, rank })
  draft.tell('escalation.raised', { severity })
}

/** The alert learns from this fact where it belongs and whether somebody has it already. */
function joined(draft: Draft<EscalationState>, { alert, incident }: { alert: string; incident: string | null }): void {
  const { acknowledged, about, total } = draft.state
  draft.tell('escalation.joined', { alert, total, acknowledged, incident: about.kind === 'incident' ? about.id : incident })
}
