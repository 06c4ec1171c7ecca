import type { Context, JsonObject, Reaction } from '../command/command.ts'
import type { RelationKind } from '../incident/record.ts'
import { alertPostReactions } from './alert-posts.ts'
import { chatPostReactions } from './chat-posts.ts'
import { ladderReactions } from './ladders.ts'
import { obligationReactions } from './obligations.ts'
import { alert, alertsOf, type Effect, escalation, escalationsOf, incident, incidentsWatching, on, type Told, text } from './order.ts'
import { reportReactions } from './reports.ts'
import { roomReactions } from './rooms.ts'
import { signReactions } from './signs.ts'
import { ticketReactions } from './tickets.ts'

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
  incident(`inc-${of.id}`, { name: 'declare', data: { ...data, from: 'alert', alerts: [of.id], page: false }, by }),
])

/** Acknowledging an alert acknowledges the whole group; acknowledging the group acknowledges its alerts and its incident. A ladder beside it speaks for nobody else. */
const acknowledgeGroup = on('alert.acknowledged', ({ data, by }) => [
  ...(text(data.escalation)
    ? [escalation(data.escalation as string, { name: 'acknowledge', data: { via: data.via ?? 'alert' }, by })]
    : []),
])

const acknowledgeMembers = on('escalation.acknowledged', ({ of, data, by }) => {
  if (data.line === 'beside') return []
  const about = data.about as unknown as { kind: string; id: string }
  return [
    alertsOf(of.id, {
      name: 'acknowledge',
      data: { via: data.via ?? 'page', ...(text(data.reason) ? { reason: data.reason } : {}) } as JsonObject,
      by,
    }),
    ...(about.kind === 'incident' ? [incident(about.id, { name: 'acknowledge', data: { via: data.via ?? 'page' }, by })] : []),
  ]
})

const takeOverMembers = on('escalation.taken_over', ({ of, data, by }) => [
  alertsOf(of.id, { name: 'take-over', data: { via: data.via ?? 'page' }, by }),
])

const acknowledgeLadders = on('incident.acknowledged', ({ of, data, by }) => [
  escalationsOf(of.id, { name: 'acknowledge', data: { via: data.via ?? 'incident', isForAll: true }, by }),
])

/** Whoever climbs on although somebody had it says why, and the alerts are open again. */
const reopenAlerts = ['escalation.ack_expired', 'escalation.escalated', 'escalation.raised'].map((name) =>
  on(name, ({ of, data }) =>
    data.line === 'beside'
      ? []
      : [alertsOf(of.id, { name: 'reopen', data: { reason: data.reason ?? 'something worse joined the group' } })],
  ),
)

const leaveGroup = ['alert.resolved', 'alert.snoozed'].map((name) =>
  on(name, ({ of, data, by }) => [
    ...(text(data.escalation)
      ? [
          escalation(data.escalation as string, {
            name: 'leave',
            data: {
              alert: of.id,
              ...(name === 'alert.snoozed' ? { asleep: { by, until: data.until, reason: data.reason ?? null } } : {}),
            } as JsonObject,
          }),
        ]
      : []),
    ...(name === 'alert.resolved' && text(data.incident)
      ? [incident(data.incident as string, { name: 'note', data: { text: 'An alert of this incident resolved.' } })]
      : []),
  ]),
)

/** Both sides know it: the incident's list and the alert's own page. */
const tellLinkedAlert = on('incident.alert_linked', ({ of, data, by }) => [
  alert(data.alert as string, { name: 'link', data: { incident: of.id, ...(data.own === undefined ? {} : { own: data.own }) }, by }),
])

/** An alert belongs to one incident: it leaves the one it was in. */
const moveAlert = on('alert.linked', ({ of, data, by }) => {
  const { from, incident: to, own } = data
  if (!text(from)) return []
  return [
    incident(from as string, {
      name: 'let-alert-go',
      data: { alert: of.id, incident: to ?? '', ...(own === undefined ? {} : { own }) },
      by,
    }),
  ]
})

const tellUnlinkedAlert = on('incident.alert_unlinked', ({ of, data, by }) => [
  alert(data.alert as string, { name: 'unlink', data: { incident: of.id }, by }),
])

const reviewSteps = [
  on('review.step_done', ({ of, data, by }) => [
    incident(of.id, { name: 'complete', data: { what: `postmortem:${data.step as string}` }, by }),
  ]),
  on('review.completed', ({ of, by }) => [incident(of.id, { name: 'complete', data: { what: 'postmortem' }, by })]),
]

/** A new alert of a service whose incident is watched after its fix comes back to it. Nobody looks where no policy asks for it. */
const comeBack = on('alert.routed', ({ of, data }, { policy }) => {
  const service = text(data.service)
  if (!service || text(data.incident) || !policy.bundle.incident?.recurrence) return []
  return [incidentsWatching(service, { name: 'recur', data: { alert: of.id, title: data.title ?? '' } })]
})

/** The other side of a tie knows of it. */
const otherSide = ({ of, data, by }: Told, kind: RelationKind): Effect =>
  incident(data.incident as string, { name: 'tied', data: { kind, incident: of.id, reference: data.own ?? '' }, by })

/** What a duplicate has left to do. */
const leftIn = ({ alerts, tasks, people }: JsonObject): JsonObject => ({ alerts: alerts ?? [], tasks: tasks ?? [], people: people ?? [] })

const tieOthers = [
  on('incident.related', (fact) => [otherSide(fact, 'related')]),
  on('incident.merged', ({ of, data, by }) => [
    incident(data.into as string, {
      name: 'tied',
      data: { kind: 'has-duplicate', incident: of.id, reference: data.own ?? '', ...leftIn(data) },
      by,
    }),
  ]),
  // It was no duplicate after all.
  on('incident.reopened', (fact) => (text(fact.data.incident) ? [otherSide(fact, 'related')] : [])),
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
  ...ladderReactions,
  tellLinkedAlert,
  moveAlert,
  tellUnlinkedAlert,
  ...reviewSteps,
  comeBack,
  ...tieOthers,
  ...alertPostReactions,
  ...chatPostReactions,
  ...ticketReactions,
  ...reportReactions,
  ...obligationReactions,
  ...roomReactions,
  ...signReactions,
]

/** How facts flow: by the name of the fact, in this order. */
export const reactions: ReadonlyMap<string, Reaction[]> = Map.groupBy(list, (reaction) => reaction.on)
