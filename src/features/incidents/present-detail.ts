import { reasonsFor } from '../../core/escalation/manual.ts'
import { usersBehind } from '../../core/incident/approval.ts'
import { wouldHide } from '../../core/incident/assess.ts'
import { rolesFor } from '../../core/incident/roles.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import { isOwed } from '../../core/obligation/obligation.ts'
import { isUpdateRhythm } from '../../core/obligation/rules.ts'
import { idOf, type Policy } from '../../core/policy/policy.ts'
import { STATUSES } from '../../core/policy/schema/organization.ts'
import type { RoomState } from '../../core/room/state.ts'
import { whoIs } from '../alerts/reads/people.ts'
import { activePagesAbout, presentPage, type Running } from '../escalations/reads/pages.ts'
import type { App } from '../feature.ts'
import { actorOf } from '../policies/reads.ts'
import type { ClimbingView, IncidentDetail, IncidentImpact, RoleView } from './contract/incident.ts'
import { presentRecord } from './present-record.ts'
import { impactFields } from './reads/impact-fields.ts'
import { alertsOfIncident, type StoredIncident } from './reads/incidents.ts'
import { byUrgency, contextOf, type Present, presentClock, presentRow } from './reads/present.ts'
import { presentUnreached } from './reads/unreached.ts'
import { roomOf } from './rooms/places.ts'

/** Everything the war room shows but the timeline. */
export async function presentDetail(incident: StoredIncident, present: Present): Promise<IncidentDetail> {
  const { id, state } = incident
  const { app, reader } = present
  const pages = await activePagesAbout(app.pools.side, id)
  await app.policies.ensure([state.policy, ...pages.map((page) => page.state.policy)])
  const frozen = app.policies.at(state.policy)
  const alerts = await alertsOfIncident(app.pools.side, id)
  const { aliases, number, room, bridge, publicTitle, type, source, flags, score, promisedUpdate, resolution } = state
  const clocks = [...state.obligations].sort((a, b) => Number(isOwed(b)) - Number(isOwed(a)) || byUrgency(a, b))
  return {
    ...presentRow(incident, present),
    ...presentRecord(incident, present),
    aliases,
    number,
    room,
    chat: presentChat(app, await roomOf(app, id)),
    bridge,
    publicTitle,
    type,
    source,
    flags,
    score,
    promisedUpdate,
    eta: state.eta ?? null,
    awaiting: presentAwaiting(state, present),
    mails: presentMails(state, present),
    resolution,
    alerts,
    at: state.at as Record<string, string>,
    statuses: frozen.bundle.incident?.statuses ?? [...STATUSES],
    acknowledgedBy: state.acknowledgedBy ? whoIs(state.acknowledgedBy, reader) : null,
    declaredBy: whoIs(state.declaredBy, reader),
    roles: presentRoles(state, { frozen, present }),
    impact: presentImpact(state, frozen, present),
    clocks: clocks.map((each) => presentClock(each, state, present)),
    climbing: presentClimbing(pages, present),
    unreached: presentUnreached(state, pages, present),
    posts: state.posts.map((post) => ({ ...post, by: whoIs(post.by, reader) })),
    updateEvery:
      frozen.bundle.obligations?.find(
        (rule) => isUpdateRhythm(rule) && state.obligations.some((each) => each.rule === rule.id && isOwed(each)),
      )?.every?.text ?? null,
    policyVersion: state.policy,
    choices: { ...choicesOf(frozen, reader.policy), reasons: reasonsFor(frozen, state.service) },
  }
}

function presentChat(app: App, room: RoomState | null): IncidentDetail['chat'] {
  if (!room) return null
  const { chat, name, status, trouble = null } = room
  return { title: app.integrations.get(chat)?.title ?? chat, name, status, trouble }
}

function presentMails({ mails = [], notices }: IncidentState, { reader }: Present): IncidentDetail['mails'] {
  return mails.map(({ id, audience, subject, at, by, post }) => {
    const states = Object.entries(notices[id] ?? {})
    const count = (what: string): number => states.filter(([, each]) => each === what).length
    const failed = states.flatMap(([target, each]) => (each === 'failed' ? [idOf(target)] : []))
    return { id, audience, subject, at, by: whoIs(by, reader), post, delivered: count('delivered'), queued: count('queued'), failed }
  })
}

function presentAwaiting(state: IncidentState, present: Present): IncidentDetail['awaiting'] {
  const { reader } = present
  const actor = reader.principal ? actorOf(reader.principal, reader.policy) : ''
  return (state.awaiting ?? []).map(({ id, data, by, at, of }) => {
    const users = usersBehind(of, state, contextOf(present))
    const named = reader.policy.role(of)?.name ?? idOf(of)
    return { id, at, text: String(data.text), by: whoIs(by, reader), of: named, canAnswer: users.some((user) => actor === `user:${user}`) }
  })
}

/** Whoever is asked now and next, the nearest page first; ladders that have nobody left to ask come last. */
function presentClimbing(pages: readonly Running[], { app, reader }: Present): ClimbingView[] {
  const views = pages.map((running) => {
    const { id, title, people, next } = presentPage(app, running, reader)
    const asked = [...new Map(people.map(({ person }) => [person.id, person])).values()]
    return { id, title, asked, next, isUntilResolved: running.state.basis === 'unresolved' }
  })
  const far = '~'
  return views.sort((a, b) => ((a.next?.at ?? far) < (b.next?.at ?? far) ? -1 : 1))
}

/** The policy's roles in its order; those it requires for this level first where nobody holds them. */
function presentRoles(state: IncidentState, { frozen, present }: { frozen: Policy; present: Present }): RoleView[] {
  const isRequired = (levels: readonly string[]): boolean => levels.some((level) => frozen.severity(level)?.id === state.severity)
  return rolesFor(state, contextOf(present)).map((role) => {
    const held = state.roles[role.id]
    return {
      id: role.id,
      name: role.name ?? role.id,
      isRequired: isRequired(role.required_for),
      holder: held ? whoIs(`user:${held.user}`, present.reader) : null,
      since: held?.since ?? null,
      duties: role.duties,
      qualities: role.qualities,
    }
  })
}

function presentImpact(state: IncidentState, frozen: Policy, present: Present): IncidentImpact[] {
  return impactFields(frozen.bundle.incident?.impact ?? {}).map(([id, field]) => ({
    id,
    name: field.name ?? id.replaceAll('_', ' '),
    type: field.type,
    options: field.options,
    value: (state.impact[id] ?? null) as IncidentImpact['value'],
    hides: field.type === 'flag' && wouldHide(id, state, contextOf(present)),
  }))
}

type Entry = { id: string; name?: string | undefined }
const as = (kind: string, list: readonly Entry[] = []) =>
  list.map(({ id, name }) => ({ id: `${kind}:${id}`, name: `${name ?? id} (${kind})` }))

function choicesOf(frozen: Policy, live: Policy): Omit<IncidentDetail['choices'], 'reasons'> {
  return {
    people: (live.bundle.users ?? []).map(({ id, name }) => ({ id, name: name ?? id })),
    severities: frozen.severities.map(({ id, name }, rank) => ({ id, name: name ?? id, rank: rank + 1 })),
    services: (live.bundle.services ?? []).map(({ id, name }) => ({ id, name: name ?? id })),
    targets: [...as('role', live.bundle.roles), ...as('team', live.bundle.teams), ...as('schedule', live.bundle.schedules)],
    contacts: (live.bundle.contacts ?? []).map(({ id, name }) => ({ id, name: name ?? id })),
    sources: frozen.bundle.incident?.sources ?? [],
  }
}
