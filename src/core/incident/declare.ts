import type { Addressed, Context, Decision, JsonObject } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import type { Policy } from '../policy/policy.ts'
import { holds } from '../policy/when.ts'
import { earliest, type Moment, momentOf } from '../time/moment.ts'
import { classify, problemWith } from './assess.ts'
import { fulfil, keepClocks } from './clocks.ts'
import { postToChannels } from './notices.ts'
import { countersOf, fillName, roomName } from './reference.ts'
import type { IncidentState } from './state.ts'
import { pullTriggers } from './triggers.ts'
import { holdersOf, viewOf } from './view.ts'

/** Title and severity suffice. `page` (default true) pages the service's on-call unless an escalation runs already. */
export type DeclareIncident = {
  title: string
  severity: string | null
  service?: string | null
  source?: string
  startedAt?: Moment | null
  detectedAt?: Moment | null
  acceptedAt?: Moment | null
  alerts?: string[]
  escalation?: string | null
  acknowledged?: { by: string; at: Moment } | null
  flags?: string[]
  type?: string | null
  impact?: JsonObject
  page?: boolean
}

export function declare(command: Addressed<DeclareIncident>, context: Context): Decision<IncidentState> {
  const { data } = command
  const { now, policy } = context
  const title = data.title.trim()
  if (!title) return refuse('title-missing', 'an incident needs a title; say in a few words what customers cannot do', 400)
  const severity = data.severity === null ? policy.mostSevere : policy.severity(data.severity)
  if (!severity)
    return refuse(
      'severity-unknown',
      `"${data.severity}" is no severity of this policy; use one of ${policy.severities.map((each) => each.id).join(', ')}`,
      400,
    )
  const service = data.service ? policy.service(data.service) : undefined
  if (data.service && !service)
    return refuse('service-unknown', `"${data.service}" is no service of this policy; leave it out or add it under services:`, 400)
  const wrong = problemWith(data.impact ?? {}, policy.bundle.incident?.impact ?? {})
  if (wrong) return { facts: [], refusal: wrong }
  const state = named(
    {
      ...blank(data, now),
      title,
      severity: severity.id,
      rank: policy.rankOf(severity.id),
      service: service?.id ?? null,
      policy: policy.version,
      declaredBy: command.by,
    },
    context,
  )
  const draft = new Draft({ subject: command.to, by: command.by, now, state })
  classify(draft, context)
  tellDeclared(draft, data)
  if (data.acknowledged) fulfil(draft, { must: 'acknowledge', about: null, by: data.acknowledged.by, at: data.acknowledged.at })
  postToChannels(draft, { moment: 'declared' }, context)
  const triggered = pullTriggers(draft, context)
  return draft.decision(earliest(keepClocks(draft, context), triggered))
}

type Unnamed = Omit<IncidentState, 'title' | 'severity' | 'rank' | 'service' | 'policy' | 'declaredBy'>

function blank(data: DeclareIncident, now: Temporal.Instant): Unnamed {
  const at = momentOf(now)
  const impact = Object.fromEntries(Object.entries(data.impact ?? {}).filter(([, value]) => value !== null))
  const flagged = Object.entries(impact)
    .filter(([, value]) => value === true)
    .map(([name]) => name)
  return {
    reference: '',
    aliases: [],
    number: 0,
    room: null,
    bridge: null,
    publicTitle: null,
    status: 'investigating',
    type: data.type ?? null,
    isPrivate: false,
    source: data.source ?? 'manual',
    at: {
      declared: at,
      accepted: data.acceptedAt ?? at,
      detected: data.detectedAt ?? data.acceptedAt ?? at,
      started: data.startedAt ?? data.detectedAt ?? data.acceptedAt ?? at,
      ...(data.acknowledged ? { acknowledged: data.acknowledged.at } : {}),
    },
    owedAnewAt: null,
    acknowledgedBy: data.acknowledged?.by ?? null,
    roles: {},
    impact,
    flags: [...new Set([...(data.flags ?? []), ...flagged])],
    isCauseKnown: false,
    alerts: data.alerts ?? [],
    obligations: [],
    score: { met: 0, late: 0, missed: 0, waived: 0, dropped: 0 },
    done: {},
    notices: {},
    posts: [],
    promisedUpdate: null,
    lastUpdate: null,
    resolution: null,
  }
}

/** Gives the incident its reference, aliases and room name from the policy's templates. */
function named(state: IncidentState, context: Context): IncidentState {
  const { now, policy, numbers } = context
  const rules = policy.bundle.incident
  const counters = countersOf(policy, now)
  const number = numbers[counters.ever] as number
  const naming = { now, number, daily: numbers[counters.daily] as number, title: state.title }
  const reference = fillName(rules?.reference ?? 'INC-{n}', policy, naming)
  const aliases = (rules?.aliases ?? []).map((template) => fillName(template, policy, { ...naming, reference }))
  return { ...state, number, reference, aliases, ...placesOf(state, { policy, context, naming: { ...naming, reference } }) }
}

type Places = { policy: Policy; context: Context; naming: Parameters<typeof fillName>[2] }

function placesOf(state: IncidentState, { policy, context, naming }: Places): Pick<IncidentState, 'room' | 'bridge'> {
  const rules = policy.bundle.incident
  const { facts } = viewOf(state, context)
  const room =
    rules?.room && holds(rules.room.when, facts)
      ? (rules.room.fixed ?? roomName(rules.room.name ?? 'incident-{reference}', policy, naming))
      : null
  const bridge = rules?.bridge && holds(rules.bridge.when, facts) ? fillName(rules.bridge.url, policy, naming) : null
  return { room, bridge }
}

function tellDeclared(draft: Draft<IncidentState>, data: DeclareIncident): void {
  const { state } = draft
  const { reference, title, severity, rank, service, source, type, flags, alerts, policy, room, at } = state
  draft.tell('incident.declared', {
    reference,
    title,
    severity,
    rank,
    service,
    source,
    type,
    flags,
    alerts,
    policy,
    room,
    startedAt: at.started,
    detectedAt: at.detected,
    acceptedAt: at.accepted,
    escalation: data.escalation ?? null,
    page: data.page ?? true,
    acknowledged: data.acknowledged ?? null,
    holders: holdersOf(state),
  })
}
