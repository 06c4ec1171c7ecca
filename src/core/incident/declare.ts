import type { Addressed, Context, Decision, JsonObject, Refusal } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import type { Policy } from '../policy/policy.ts'
import { earliest, momentOf } from '../time/moment.ts'
import { classify, problemWith } from './assess.ts'
import { fulfil, keepClocks } from './clocks.ts'
import { misnoticed, type Noticed, noticedTimes, sourceIn, UNSAID } from './noticed.ts'
import { postToChannels } from './notices.ts'
import { placesOf } from './places.ts'
import { severityUnknown } from './reclassify.ts'
import type { IncidentRecord, Relation } from './record.ts'
import { countersOf, fillName } from './reference.ts'
import type { IncidentState } from './state.ts'
import { keepTasks } from './tasks.ts'
import { pullTriggers } from './triggers.ts'
import { holdersOf } from './view.ts'

/** Title and severity suffice. `page` (default true) pages the service's on-call unless an escalation runs already. */
export type DeclareIncident = Noticed & {
  title: string
  severity: string | null
  service?: string | null
  /** What it was made of. Nobody is there to correct what that said, so it is mended where it cannot be, never refused. */
  from?: 'alert' | 'report'
  alerts?: string[]
  escalation?: string | null
  acknowledged?: { by: string; at: string } | null
  flags?: string[]
  type?: string | null
  impact?: JsonObject
  page?: boolean
  /** Part of another incident that was split off. */
  relations?: Relation[]
  signs?: IncidentRecord['signs']
}

export function declare(command: Addressed<DeclareIncident>, context: Context): Decision<IncidentState> {
  const { data } = command
  const { now, policy } = context
  const title = data.title.trim()
  if (!title) return refuse('title-missing', 'an incident needs a title; say in a few words what customers cannot do', 400)
  const severity = data.severity === null ? policy.mostSevere : policy.severity(data.severity)
  if (!severity) return { facts: [], refusal: severityUnknown(data.severity ?? '', policy) }
  const service = data.service ? policy.service(data.service) : undefined
  if (data.service && !service)
    return refuse('service-unknown', `"${data.service}" is no service of this policy; leave it out or add it under services:`, 400)
  const wrong = problemWith(data.impact ?? {}, policy.bundle.incident?.impact ?? {})
  const misheard = data.from || data.relations ? undefined : misnoticed(data, context)
  if (wrong ?? misheard) return { facts: [], refusal: (wrong ?? misheard) as Refusal }
  const state = named(
    {
      ...blank(data, context),
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
  keepTasks(draft, context, { before: null, command: 'declare', by: draft.by })
  const triggered = pullTriggers(draft, context)
  return draft.decision(earliest(keepClocks(draft, context), triggered))
}

type Unnamed = Omit<IncidentState, 'title' | 'severity' | 'rank' | 'service' | 'policy' | 'declaredBy'>

function blank(data: DeclareIncident, { now, policy }: Context): Unnamed {
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
    source: sourceOf(data, policy),
    at: {
      declared: momentOf(now),
      ...noticedTimes(data, now),
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
    isPageOffered: data.page === false && !data.escalation && !data.acknowledged,
    ...(data.relations ? { relations: data.relations } : {}),
    ...(data.signs ? { signs: data.signs } : {}),
  }
}

/** In the policy's own spelling, as conditions compare it. */
function sourceOf({ source }: DeclareIncident, policy: Policy): string {
  const found = source ? sourceIn(policy, source) : UNSAID
  return typeof found === 'string' ? found : (source ?? UNSAID)
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
  return { ...state, number, daily: naming.daily, reference, aliases, ...placesOf(state, { ...naming, reference }, context) }
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
