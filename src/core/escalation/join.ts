import type { Addressed, Context, Decision } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import type { Policy } from '../policy/policy.ts'
import { addDuration, durationOf } from '../time/duration.ts'
import { momentOf } from '../time/moment.ts'
import { type ByHand, climb, climbByHand, nextOf, startClimb } from './climb.ts'
import { addFollower, flushFollowers } from './group.ts'
import { type EscalationState, type LadderRef, noneYet } from './state.ts'

/** Without `grouping.window`: how long alerts of a group gather around the first page. */
const defaultWindow = durationOf('5m')
/** The same people are not called out for the same thing more often than this. */
const callOutPause = durationOf('15m')

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
  flags?: string[]
  type?: string | null
}

/**
 * `line` is `main` unless it says otherwise. A call-out gives its key as `group`: until its pause is over the same people
 * are not called again. `byHand` begins a manual ladder at the step its reason leads to.
 */
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
  type?: string | null
  line?: EscalationState['line']
  isCallOut?: boolean
  group?: string | null
  byHand?: ByHand
}

/** The first command of an escalation: an alert that found no group to join, or an incident that needs a ladder. */
export function start(command: Addressed<never>, context: Context): Decision<EscalationState> {
  if (command.name === 'join') return startForAlert(command, context)
  if (command.name === 'start' || command.name === 'climb') return startForIncident(command, context)
  return refuse('not-found', `there is no escalation ${command.to.id}`, 404)
}

type Given = Pick<
  EscalationState,
  'about' | 'ladder' | 'basis' | 'policy' | 'service' | 'severity' | 'rank' | 'flags' | 'holders' | 'title' | 'open' | 'total'
> &
  Partial<EscalationState>

const begun = (now: Temporal.Instant, given: Given): EscalationState => ({
  ...noneYet,
  group: null,
  joinableUntil: null,
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
  ...given,
})

function startForAlert(command: Addressed<never>, context: Context): Decision<EscalationState> {
  const { now, policy } = context
  const { alert, group, title, key, service, severity, rank, reason, incident, flags = [], type = null } = command.data as JoinEscalation
  const [first, ...others] = policy.laddersOf(service).filter((each) => each.basis === 'acknowledged')
  const ladder = first ?? policy.fallbackLadder
  // Of an incident's alert the other ladders are the incident's.
  const beside = incident ? [] : others.map(({ id }) => ({ id: `${command.to.id}-${id}`, ladder: id }))
  const state = begun(now, {
    reason,
    about: incident ? { kind: 'incident', id: incident } : { kind: 'alert', id: alert },
    group,
    joinableUntil: windowOf(policy, now),
    ladder: { id: ladder.id, targets: null, reason: null },
    basis: 'acknowledged',
    policy: policy.version,
    service,
    severity,
    rank,
    flags,
    type,
    holders: {},
    title,
    open: 1,
    total: 1,
    companions: beside.map((each) => each.id),
  })
  const draft = new Draft({ subject: command.to, by: command.by, now, state })
  const about = state.about
  draft.tell('escalation.started', {
    alert,
    group,
    ladder: ladder.id,
    service,
    severity,
    title,
    key,
    reason,
    about,
    rank,
    flags,
    type,
    policy: policy.version,
    beside,
  })
  joined(draft, { alert, incident })
  climb(draft, context)
  return draft.decision(nextOf(draft.state))
}

const windowOf = (policy: Policy, now: Temporal.Instant): string =>
  momentOf(addDuration(now, policy.bundle.grouping?.window ?? defaultWindow, policy.calendar))

function startForIncident(command: Addressed<never>, context: Context): Decision<EscalationState> {
  const { now } = context
  const data = command.data as StartEscalation
  const { ladder, about, service, severity, rank, flags, holders, title, policy, type = null, line = 'main', byHand } = data
  const { isCallOut = false, group = null } = data
  const basis = ladder.targets ? 'acknowledged' : (context.policyAt(policy).ladder(ladder.id)?.basis ?? 'acknowledged')
  if ((basis === 'manual') !== (byHand !== undefined))
    return refuse('not-by-hand', `the ladder "${ladder.id}" is ${basis}; only a manual one is climbed by hand, with a reason`, 400)
  const state = begun(now, {
    about,
    group,
    joinableUntil: group ? momentOf(addDuration(now, callOutPause, context.policy.calendar)) : null,
    ladder,
    basis,
    policy,
    service,
    severity,
    rank,
    flags,
    type,
    holders,
    title,
    open: 0,
    total: 0,
    reason: ladder.reason,
    line,
    isCallOut,
  })
  const draft = new Draft({ subject: command.to, by: command.by, now, state })
  draft.tell('escalation.started', {
    about,
    ladder: ladder.id,
    service,
    severity,
    title,
    reason: ladder.reason,
    line,
    callOut: isCallOut || undefined,
  })
  if (byHand) climbByHand(draft, byHand, context)
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
  draft.tell('escalation.raised', { severity, rank, companions: draft.state.companions })
}

/** The alert learns from this fact where it belongs and whether somebody has it already. */
function joined(draft: Draft<EscalationState>, { alert, incident }: { alert: string; incident: string | null }): void {
  const { acknowledged, about, total } = draft.state
  draft.tell('escalation.joined', { alert, total, acknowledged, incident: about.kind === 'incident' ? about.id : incident })
}
