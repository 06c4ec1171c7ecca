import type { Broadcast, Command, Context, JsonObject, Reaction, RecordedFact } from '../command/command.ts'
import type { EscalationPolicy } from '../policy/schema/escalation.ts'

type Effect = Command | Broadcast
// Facts come from the database as JSON; each reaction knows what its own fact carries.
type Told = RecordedFact<JsonObject>

/** What is asked of a subject, by the engine unless somebody else is named. */
type Order = { name: string; data: JsonObject; by?: string }

const ask =
  (kind: string) =>
  (id: string, { name, data, by = 'engine' }: Order): Command => ({ name, to: { kind, id }, by, data })
const askAll =
  (kind: string, column: string) =>
  (value: string, { name, data, by = 'engine' }: Order): Broadcast => ({ name, toAll: { kind, column, value }, by, data })

const alert = ask('alert')
const escalation = ask('escalation')
const incident = ask('incident')
const alertsOf = askAll('alert', 'escalation')
const escalationsOf = askAll('escalation', 'about_id')

const on = (name: string, to: (fact: Told, context: Context) => Effect[]): Reaction => ({ on: name, to: to as Reaction['to'] })
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** An alert that is routed joins the running ladder of its group, or starts one. */
const joinGroup = on('alert.routed', ({ of, data, seq }) => [
  {
    name: 'join',
    to: { kind: 'escalation', key: data.group as string, orNew: `esc-${of.id}-${seq}` },
    by: 'engine',
    data: { ...data, alert: of.id },
  },
])

const tellAlertItsLadder = on('escalation.joined', ({ of, data }) => [
  alert(data.alert as string, {
    name: 'attach',
    data: { escalation: of.id, incident: data.incident ?? null, acknowledged: data.acknowledged ?? null },
  }),
  ...(text(data.incident) ? [incident(data.incident as string, { name: 'link', data: { alert: data.alert ?? null } })] : []),
])

const declareByRoute = on('alert.attached', (fact, context) => declareFrom(fact, context))

/** A route that says `declare` makes an incident of the alert; its running ladder becomes the incident's. */
function declareFrom({ of, data }: Told, { now }: Context): Effect[] {
  if (!data.declare) return []
  return [{ name: 'declare-incident', to: of, by: 'engine', data: { escalation: data.escalation ?? null, at: now.toString() } }]
}

const declareAsked = on('alert.incident_asked', ({ of, data, by }) => [
  incident(`inc-${of.id}`, { name: 'declare', data: { ...data, alerts: [of.id], page: false }, by }),
])

/** Acknowledging an alert acknowledges the whole group; acknowledging the group acknowledges its alerts and its incident. */
const acknowledgeGroup = on('alert.acknowledged', ({ data, by }) => [
  ...(text(data.escalation)
    ? [escalation(data.escalation as string, { name: 'acknowledge', data: { via: data.via ?? 'alert' }, by })]
    : []),
])

const acknowledgeMembers = on('escalation.acknowledged', ({ of, data, by }) => {
  const about = data.about as unknown as { kind: string; id: string }
  return [
    alertsOf(of.id, { name: 'acknowledge', data: { via: data.via ?? 'page' }, by }),
    ...(about.kind === 'incident' ? [incident(about.id, { name: 'acknowledge', data: { via: data.via ?? 'page' }, by })] : []),
  ]
})

const takeOverMembers = on('escalation.taken_over', ({ of, data, by }) => [
  alertsOf(of.id, { name: 'take-over', data: { via: data.via ?? 'page' }, by }),
])

const acknowledgeLadders = on('incident.acknowledged', ({ of, data, by }) => [
  escalationsOf(of.id, { name: 'acknowledge', data: { via: data.via ?? 'incident' }, by }),
])

/** Whoever climbs on although somebody had it says why, and the alerts are open again. */
const reopenAlerts = ['escalation.ack_expired', 'escalation.escalated', 'escalation.raised'].map((name) =>
  on(name, ({ of, data }) => [alertsOf(of.id, { name: 'reopen', data: { reason: data.reason ?? 'something worse joined the group' } })]),
)

const leaveGroup = ['alert.resolved', 'alert.snoozed'].map((name) =>
  on(name, ({ of, data }) => [
    ...(text(data.escalation) ? [escalation(data.escalation as string, { name: 'leave', data: { alert: of.id } })] : []),
    ...(name === 'alert.resolved' && text(data.incident)
      ? [incident(data.incident as string, { name: 'note', data: { text: 'An alert of this incident resolved.' } })]
      : []),
  ]),
)

/** A declared incident takes over the ladder of its alert, or starts the ladders of its service. */
const beginIncident = on('incident.declared', ({ of, data }, context) => {
  const from = text(data.escalation)
  const alerts = (data.alerts ?? []) as unknown as string[]
  return [
    ...alerts.map((id) => alert(id, { name: 'link', data: { incident: of.id } })),
    ...(from ? [escalation(from, { name: 'link', data: { incident: of.id } })] : []),
    ...laddersFor({ of, data } as unknown as Told, context, from !== null),
  ]
})

/** Both sides know it: the incident's list and the alert's own page. */
const tellLinkedAlert = on('incident.alert_linked', ({ of, data, by }) => [
  alert(data.alert as string, { name: 'link', data: { incident: of.id }, by }),
])

/** An alert's escalation covers its acknowledged-basis ladder; the others start with the incident. */
function laddersFor({ of, data }: Told, context: Context, hasLadder: boolean): Effect[] {
  const policy = context.policyAt(data.policy as number)
  const severity = policy.severity(data.severity as string)
  const pages = data.page === true && severity?.pages !== false
  const wanted = policy.laddersOf(text(data.service)).filter((ladder) => startsWith(ladder, { pages, hasLadder }))
  return wanted.map((ladder) =>
    startLadder({ of, data } as Told, { id: ladder.id, targets: null, reason: null }, `esc-${of.id}-${ladder.id}`),
  )
}

function startsWith(ladder: EscalationPolicy, { pages, hasLadder }: { pages: boolean; hasLadder: boolean }): boolean {
  if (ladder.basis === 'manual') return false
  return ladder.basis === 'unresolved' || (pages && !hasLadder)
}

function startLadder({ of, data }: Told, ladder: { id: string; targets: string[] | null; reason: string | null }, id: string): Command {
  const { service, severity, rank, flags, holders, title, policy } = data
  return escalation(id, {
    name: 'start',
    data: {
      ladder,
      about: of,
      service: service ?? null,
      severity: severity ?? null,
      rank: rank ?? 0,
      flags: flags ?? [],
      holders: holders ?? {},
      title: title ?? '',
      policy: policy ?? 0,
    },
  })
}

const followIncident = [
  on('incident.severity_changed', ({ of, data }) => [
    escalationsOf(of.id, { name: 'changed', data: { severity: data.to ?? null, rank: data.rank ?? 0, flags: data.flags ?? [] } }),
  ]),
  on('incident.impact_changed', ({ of, data }) => [escalationsOf(of.id, { name: 'changed', data: { flags: data.flags ?? [] } })]),
  on('incident.role_assigned', ({ of, data }) => [escalationsOf(of.id, { name: 'changed', data: { holders: data.holders ?? {} } })]),
  on('incident.role_released', ({ of, data }) => [escalationsOf(of.id, { name: 'changed', data: { holders: data.holders ?? {} } })]),
  on('incident.resolved', ({ of }) => [escalationsOf(of.id, { name: 'stop', data: { why: 'the incident is resolved' } })]),
]

/** A missed promise whose rule says whom to page pages them, through the same machine as everything else. */
const pageMissed = on('obligation.missed', ({ of, data }) => {
  const targets = (data.page ?? []) as unknown as string[]
  if (targets.length === 0) return []
  const ladder = { id: `missed-${data.id as string}`, targets, reason: `promised and missed: ${data.name as string}` }
  return [startLadder({ of, data } as unknown as Told, ladder, `esc-${of.id}-${data.id as string}`)]
})

const reviewSteps = [
  on('review.step_done', ({ of, data, by }) => [
    incident(of.id, { name: 'complete', data: { what: `postmortem:${data.step as string}` }, by }),
  ]),
  on('review.completed', ({ of, by }) => [incident(of.id, { name: 'complete', data: { what: 'postmortem' }, by })]),
]

const list: Reaction[] = [
  joinGroup,
  tellAlertItsLadder,
  declareByRoute,
  declareAsked,
  acknowledgeGroup,
  acknowledgeMembers,
  takeOverMembers,
  acknowledgeLadders,
  ...reopenAlerts,
  ...leaveGroup,
  beginIncident,
  tellLinkedAlert,
  ...followIncident,
  pageMissed,
  ...reviewSteps,
]

/** How facts flow: by the name of the fact, in this order. */
export const reactions: ReadonlyMap<string, Reaction[]> = Map.groupBy(list, (reaction) => reaction.on)
