import type { RecordedFact } from '../../../core/command/command.ts'
import { type IncidentState, isOver } from '../../../core/incident/state.ts'
import { idOf, type Policy } from '../../../core/policy/policy.ts'
import type { RoomButton } from '../../../core/room/call.ts'
import { instantOf } from '../../../core/time/moment.ts'
import { presentTimeline } from '../reads/timeline.ts'

type View = { incident: IncidentState; policy: Policy; id: string; publicUrl: string }

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const day = { day: 'numeric', month: 'short', year: 'numeric' } as const
const shape = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const

/** With the day, where it is another one than that of `now`. */
export function timeIn(moment: string, { bundle }: Policy, now?: Temporal.Instant): string {
  const timeZone = bundle.organization.timezone
  const at = instantOf(moment).toZonedDateTimeISO(timeZone)
  const isSameDay = !now || at.toPlainDate().equals(now.toZonedDateTimeISO(timeZone).toPlainDate())
  return at.toInstant().toLocaleString('en-GB', { ...shape, ...(isSameDay ? {} : day), timeZone })
}

const nameOf = (policy: Policy, user: string): string => policy.user(user)?.name ?? user

const rolesIn = ({ roles }: IncidentState, policy: Policy): string[] =>
  Object.entries(roles).map(([role, { user }]) => `${policy.role(role)?.name ?? role}: ${nameOf(policy, user)}`)

/** Status, level, roles and the next word: what whoever opens the room must know first. */
export function topicOf({ incident, policy }: View): string {
  const next = incident.promisedUpdate && !isOver(incident) ? [`next update ${timeIn(incident.promisedUpdate, policy)}`] : []
  return [capital(incident.status), incident.severity, ...rolesIn(incident, policy), ...next].join(' · ')
}

/** Status page, incident, bridge, and the runbooks that are followed or belong to the service. */
export function linksOf({ incident, policy, id, publicUrl }: View): { title: string; url: string }[] {
  const page = incident.isPrivate ? undefined : policy.bundle.status_pages?.find((each) => !each.private)
  const runbooks = (policy.bundle.links ?? []).filter(
    ({ kind, service }) => kind === 'runbook' && (!service || idOf(service) === incident.service),
  )
  return [
    { title: incident.reference, url: `${publicUrl}/incidents/${id}` },
    ...(page ? [{ title: 'Status page', url: page.domain ? `https://${page.domain}` : `${publicUrl}/status/${page.id}` }] : []),
    ...(incident.bridge && URL.canParse(incident.bridge) ? [{ title: 'Bridge', url: incident.bridge }] : []),
    ...runbooks.map(({ name, url }) => ({ title: name, url })),
  ]
}

const BUTTONS: readonly RoomButton[] = [
  { name: 'acknowledge', label: 'Acknowledge', style: 'primary' },
  { name: 'update', label: 'Update' },
  { name: 'severity', label: 'Severity' },
  { name: 'resolve', label: 'Resolve', style: 'danger' },
]

export function cardOf(view: View): { title: string; lines: string[]; url: string; incident: string; buttons: RoomButton[] } {
  const { incident, policy, id, publicUrl } = view
  const service = incident.service ? (policy.service(incident.service)?.name ?? incident.service) : null
  const declared = incident.at.declared ? [`Declared at ${timeIn(incident.at.declared, policy)} as ${incident.reference}.`] : []
  const who = incident.acknowledgedBy?.startsWith('user:') ? [`Acknowledged by ${nameOf(policy, incident.acknowledgedBy.slice(5))}.`] : []
  const buttons = isOver(incident) ? [] : BUTTONS.filter(({ name }) => name !== 'acknowledge' || !incident.at.acknowledged)
  return {
    title: `${incident.severity} ${incident.reference}: ${incident.title}`,
    lines: [
      topicOf(view),
      ...(service ? [`Service: ${service}`] : []),
      ...declared,
      ...who,
      'Write /incident help for everything that can be done here.',
    ],
    url: `${publicUrl}/incidents/${id}`,
    incident: id,
    buttons: [...buttons],
  }
}

/** A fact in the timeline's words: who, what, and what they wrote; null for what nobody reads. */
export function sayingOf(fact: RecordedFact, { policy, incident }: { policy: Policy; incident: IncidentState }): string | null {
  const [entry] = presentTimeline([fact], { policy, principal: null }, 'everything').items
  if (!entry || (fact.by === 'engine' && fact.name === 'incident.noted')) return null
  const next = entry.promisedBy
    ? ` (${fact.name.startsWith('obligation') ? 'due' : 'next word'} by ${timeIn(entry.promisedBy, policy)})`
    : ''
  const words = entry.words ? `: ${entry.words}` : ''
  return `${incident.reference} · ${entry.by.name} ${entry.text}${words}${next}`
}
