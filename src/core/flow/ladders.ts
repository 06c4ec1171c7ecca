import type { Address, Command, Context, JsonObject, Reaction, Subject } from '../command/command.ts'
import type { StartEscalation } from '../escalation/join.ts'
import { ladderIdOf } from '../escalation/ladder-id.ts'
import type { LadderRef } from '../escalation/state.ts'
import type { EscalationPolicy } from '../policy/schema/escalation.ts'
import { alert, alertsOf, alertsOfIncident, type Effect, escalation, escalationsOf, incident, on, type Told, text, texts } from './order.ts'

type Start = { ladder: LadderRef; about: Subject; to: Address; line?: StartEscalation['line']; isCallOut?: boolean; group?: string }

/** Starts a ladder about something, from what its fact tells of it. Ids are derived, so that starting one twice is refused. */
function startLadder(told: JsonObject, { to, ...given }: Start): Command {
  const { service, severity, rank, flags, type, holders, title, policy } = told
  const data = {
    ...given,
    service: service ?? null,
    severity: severity ?? null,
    rank: rank ?? 0,
    flags: flags ?? [],
    type: type ?? null,
    holders: holders ?? {},
    title: title ?? '',
    policy: policy ?? 0,
  }
  return { name: 'start', to, by: 'engine', data }
}

const named = (id: string): Address => ({ kind: 'escalation', id })
/** A ladder of an incident, for the time it is open. */
const ofIncident = ({ id }: Subject, told: JsonObject, ladder: string): Address => named(ladderIdOf(id, Number(told.round ?? 0), ladder))
const ofPolicy = (id: string, reason: string | null = null): LadderRef => ({ id, targets: null, reason })

/** A declared incident takes over the ladder of its alert, or starts the ladders of its service. */
const beginIncident = on('incident.declared', ({ of, data }, context) => {
  const from = text(data.escalation)
  return [
    ...texts(data.alerts).map((id) => alert(id, { name: 'link', data: { incident: of.id } })),
    ...(from ? [escalation(from, { name: 'link', data: { incident: of.id } })] : []),
    ...laddersFor({ of, data }, context, from !== null),
    ...laddersOfType({ of, data }, context),
  ]
})

type About = Pick<Told, 'of' | 'data'>

/** An alert's escalation covers its acknowledged-basis ladders; the others start with the incident. Whoever has the first has the incident. */
function laddersFor({ of, data }: About, context: Context, hasLadder: boolean): Command[] {
  const policy = context.policyAt(data.policy as number)
  const severity = policy.severity(data.severity as string)
  const pages = data.page === true && severity?.pages !== false
  const ladders = policy.laddersOf(text(data.service))
  const first = ladders.find((ladder) => ladder.basis === 'acknowledged')
  const wanted = ladders.filter((ladder) => startsWith(ladder, { pages, hasLadder }))
  return wanted.map((ladder) =>
    startLadder(data, {
      ladder: ofPolicy(ladder.id),
      about: of,
      to: ofIncident(of, data, ladder.id),
      line: ladder === first ? 'main' : 'beside',
    }),
  )
}

function startsWith(ladder: EscalationPolicy, { pages, hasLadder }: { pages: boolean; hasLadder: boolean }): boolean {
  if (ladder.basis === 'manual') return false
  return ladder.basis === 'unresolved' || (pages && !hasLadder)
}

/** The kind of an incident may have ladders of its own. */
function laddersOfType({ of, data }: About, context: Context): Command[] {
  const policy = context.policyAt(data.policy as number)
  const type = policy.bundle.incident?.types?.find((each) => each.id === data.type)
  return (type?.escalation ?? []).flatMap((reference) => {
    const ladder = policy.ladder(reference)
    if (!ladder || ladder.basis === 'manual') return []
    const reason = `it is of the kind ${type?.name ?? type?.id}`
    const line = 'beside'
    return [startLadder(data, { ladder: ofPolicy(ladder.id, reason), about: of, to: ofIncident(of, data, ladder.id), line })]
  })
}

/** A level that wakes nobody was raised to one that does: its ladders begin now. */
const raiseIncident = on('incident.severity_changed', ({ of, data }, context) => {
  const told = paging(data)
  const policy = context.policyAt(told.policy as number)
  const isNews = policy.severity(String(data.from))?.pages === false && policy.severity(String(data.to))?.pages !== false
  return isNews ? laddersFor({ of, data: { ...told, page: true } }, context, false) : []
})

/** Asked for after the declaration: the service's people are paged as if they had been at once. */
const summonLadders = on('incident.summoned', ({ of, data }, context) =>
  laddersFor({ of, data: { ...paging(data), page: true } }, context, false),
)

const paging = (data: JsonObject): JsonObject => (data.paging ?? {}) as JsonObject

/** It was not over after all: what asks how long it is unresolved begins again. Whoever reopened it is there already. */
const reopenIncident = on('incident.reopened', ({ of, data }, context) => {
  const told: JsonObject = { ...paging(data), page: false }
  return told.policy === undefined ? [] : [...laddersFor({ of, data: told }, context, true), ...laddersOfType({ of, data: told }, context)]
})

const classifyIncident = on('incident.impact_changed', ({ of, data }, context) => laddersOfType({ of, data: paging(data) }, context))

/** What has come true pages whom the policy names for it, each in a ladder of its own that says why. */
const pullTrigger = on('incident.triggered', ({ of, data }, context) => {
  const told = paging(data)
  const policy = context.policyAt(told.policy as number)
  const reason = data.reason as string
  const begin = (id: string, given: Omit<Start, 'about' | 'to' | 'line'>): Command =>
    startLadder(told, { ...given, about: of, to: ofIncident(of, told, id), line: 'beside' })
  const ladders = texts(data.escalation).flatMap((reference) => {
    const ladder = policy.ladder(reference)
    return ladder && ladder.basis !== 'manual' ? [begin(ladder.id, { ladder: ofPolicy(ladder.id, reason) })] : []
  })
  const targets = texts(data.page)
  if (targets.length === 0) return ladders
  const id = `trigger-${data.trigger as string}`
  return [...ladders, begin(id, { ladder: { id, targets, reason }, isCallOut: data.callOut === true })]
})

/** Ladders beside an alert's own: each pages for itself, and ends with it. */
const startBeside = on('escalation.started', ({ data }) => {
  const besides = (data.beside ?? []) as unknown as { id: string; ladder: string }[]
  return besides.map(({ id, ladder }) =>
    startLadder(data, { ladder: ofPolicy(ladder), about: data.about as unknown as Subject, to: named(id), line: 'beside' }),
  )
})

const toCompanions =
  (name: string, dataOf: (data: JsonObject) => JsonObject) =>
  ({ data, by }: Told): Effect[] =>
    texts(data.companions).map((id) => escalation(id, { name, data: dataOf(data), by }))

const followMain: Reaction[] = [
  on(
    'escalation.stopped',
    toCompanions('stop', ({ why }) => ({ why: why ?? 'the alert is over' })),
  ),
  on(
    'escalation.acknowledged',
    toCompanions('acknowledge', ({ via }) => ({ via: via ?? 'alert', isForAll: true })),
  ),
  on(
    'escalation.raised',
    toCompanions('changed', ({ severity, rank }) => ({ severity: severity ?? null, rank: rank ?? 0 })),
  ),
  on(
    'escalation.linked',
    toCompanions('link', ({ incident }) => ({ incident: incident ?? null })),
  ),
]

const changed = (id: string, data: JsonObject): Effect => escalationsOf(id, { name: 'changed', data })

const followIncident: Reaction[] = [
  on('incident.severity_changed', ({ of, data }) => [
    changed(of.id, { severity: data.to ?? null, rank: data.rank ?? 0, flags: data.flags ?? [] }),
  ]),
  on('incident.impact_changed', ({ of, data }) => {
    const { flags, type, service } = paging(data)
    return [changed(of.id, { flags: flags ?? [], type: type ?? null, service: service ?? null })]
  }),
  on('incident.role_assigned', ({ of, data }) => [changed(of.id, { holders: data.holders ?? {} })]),
  on('incident.role_released', ({ of, data }) => [changed(of.id, { holders: data.holders ?? {} })]),
  on('incident.resolved', ({ of, by }) => [
    escalationsOf(of.id, { name: 'stop', data: { why: 'the incident is resolved', takenBy: by } }),
    // What still fires until its sender notices is in the hands of whoever says that it is over.
    alertsOfIncident(of.id, { name: 'acknowledge', data: { via: 'incident' }, by }),
  ]),
  // Its alerts go over to an incident whose ladder knows nothing of them, so they are in the hands of whoever merged.
  on('incident.merged', ({ of, data, by }) => [
    escalationsOf(of.id, { name: 'stop', data: { why: `it is a duplicate of ${String(data.reference)}`, takenBy: by } }),
  ]),
  on('incident.stood_down', ({ of }) => [changed(of.id, { holders: {} })]),
  on('escalation.stopped', ({ of, data }) => {
    const by = text(data.takenBy)
    return by ? [alertsOf(of.id, { name: 'acknowledge', data: { via: 'incident' }, by })] : []
  }),
]

/** A missed promise whose rule says whom to page pages them, through the same machine as everything else. */
const pageMissed = on('obligation.missed', ({ of, data }) => {
  const targets = texts(data.page)
  if (targets.length === 0) return []
  const ladder = { id: `missed-${data.id as string}`, targets, reason: `promised and missed: ${data.name as string}` }
  return [startLadder(data, { ladder, about: of, to: named(`esc-${of.id}-${data.id as string}`) })]
})

/** A role that nobody has taken while its clock runs out asks those who stand in. Others who answer do not answer for them. */
const askStandIns = on('obligation.due_soon', ({ of, data }) => {
  const targets = texts(data.page)
  if (targets.length === 0) return []
  const ladder = { id: `stand-in-${data.id as string}`, targets, reason: `due soon, and you stand in: ${data.name as string}` }
  return [startLadder(data, { ladder, about: of, to: named(standInId(of, data)), line: 'beside' })]
})

const standInId = ({ id }: Subject, data: JsonObject): string => `esc-${id}-${data.id as string}-stand-in`

/** Somebody has the role, or nobody needs to: whoever was asked to stand in sleeps on. */
const letStandInsGo = ['met', 'late', 'waived', 'dropped'].map((end) =>
  on(`obligation.${end}`, ({ of, data }) =>
    data.must === 'assign' ? [escalation(standInId(of, data), { name: 'stop', data: { why: 'the role needs nobody any more' } })] : [],
  ),
)

/** Whoever answers a ladder beside is awake: the incident gives them the role that waits for them. */
const standIn = on('escalation.acknowledged', ({ data, by }) => {
  const about = data.about as unknown as Subject
  if (data.line !== 'beside' || about.kind !== 'incident') return []
  return [incident(about.id, { name: 'acknowledge', data: { via: data.via ?? 'page', isBeside: true }, by })]
})

/** Which ladders there are: they begin with an alert or an incident, follow what becomes of it, and end with it. */
export const ladderReactions: readonly Reaction[] = [
  beginIncident,
  raiseIncident,
  summonLadders,
  reopenIncident,
  classifyIncident,
  pullTrigger,
  startBeside,
  ...followMain,
  ...followIncident,
  pageMissed,
  askStandIns,
  ...letStandInsGo,
  standIn,
]
