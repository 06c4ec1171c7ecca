import { shiftsBetween, whoAt } from '../../oncall/shifts-between.ts'
import { idOf, kindOf, type Policy } from '../../policy/policy.ts'
import { momentOf } from '../../time/moment.ts'
import { type Chapter, chapter, heading, named, pair, points, table, text } from './part.ts'

/** Weeks whose turns are printed: a printed copy is looked at for longer than its day. */
const WEEKS = 4

export const minuteOf = (at: Temporal.Instant): string => `${momentOf(at).slice(0, 16).replace('T', ' ')} UTC`

/** What a reference means to a reader: "Ann Ode", "on call: Primary", "team Payments". */
export function nameOf(policy: Policy, reference: string): string {
  const named: Readonly<Record<string, (id: string) => string | undefined>> = {
    user: (id) => policy.user(id)?.name,
    team: (id) => `team ${policy.team(id)?.name ?? id}`,
    schedule: (id) => `on-call: ${policy.schedule(id)?.name ?? id}`,
    role: (id) => policy.role(id)?.name,
    audience: (id) => policy.audience(id)?.name,
    service: (id) => policy.service(id)?.name,
    channel: (id) => `#${policy.bundle.channels?.find((each) => each.id === id)?.name ?? id}`,
    contact: (id) => policy.bundle.contacts?.find((each) => each.id === id)?.name,
  }
  const kind = kindOf(reference)
  return (kind ? named[kind]?.(idOf(reference)) : policy.user(reference)?.name) ?? idOf(reference)
}

export const namesOf = (policy: Policy, references: readonly string[]): string => references.map((each) => nameOf(policy, each)).join(', ')

/** Who is called at this moment, and whose turns come. */
export const onCall: Chapter = ({ policy, at }) => {
  const schedules = policy.bundle.schedules ?? []
  const now = schedules.map(({ id, name }) => {
    const { members, until } = whoAt(policy, id, at)
    return [name ?? id, members.map((each) => nameOf(policy, `user:${each}`)).join(', ') || 'nobody', until ? minuteOf(until) : '']
  })
  const coming = schedules.flatMap(({ id, name }) =>
    shiftsBetween(policy, id, { from: at, to: at.add({ hours: 24 * 7 * WEEKS }) })
      .filter(({ shadow }) => !shadow)
      .map(({ start, end, members }) => [
        name ?? id,
        minuteOf(start),
        minuteOf(end),
        members.map((each) => nameOf(policy, `user:${each}`)).join(', '),
      ]),
  )
  if (now.length === 0) return []
  return chapter('Who is on call', [
    text(`As of ${minuteOf(at)}.`),
    table(['Schedule', 'Now', 'Until'], now),
    heading(3, `The next ${WEEKS} weeks`),
    table(['Schedule', 'From', 'To', 'Who'], coming),
  ])
}

export const roles: Chapter = ({ policy }) => {
  const parts = (policy.bundle.roles ?? []).flatMap((role) => [
    heading(3, role.name ?? role.id),
    points([
      ...pair('Primary', namesOf(policy, role.default)),
      ...pair('Backup', namesOf(policy, role.backup)),
      ...pair('Needed for', role.required_for.join(', ')),
      ...named('Responsibilities', role.duties),
      ...named('Qualities', role.qualities),
    ]),
  ])
  return chapter('Roles', parts)
}

export const contacts: Chapter = ({ policy }) => {
  const { users = [], contacts: outside = [], links = [] } = policy.bundle
  const people = users
    .filter(({ disabled }) => !disabled)
    .map((user) => {
      const { phone, email, slack } = user.contacts
      return [user.name ?? user.id, user.title ?? '', phone ?? '', email ?? '', slack ?? '', namesOf(policy, user.escalates_to)]
    })
  const cards = outside.map(({ name, kind, phone, email, url, hours, plan }) => [
    name,
    kind ?? '',
    phone ?? '',
    email ?? '',
    url ?? '',
    hours ?? '',
    plan ?? '',
  ])
  return chapter('Contacts', [
    ...(people.length > 0 ? [heading(3, 'Internal'), table(['Who', 'Title', 'Phone', 'Email', 'Slack', 'Escalation'], people)] : []),
    ...(cards.length > 0 ? [heading(3, 'External'), table(['Who', 'Kind', 'Phone', 'Email', 'Portal', 'Hours', 'Plan'], cards)] : []),
    ...(links.length > 0 ? [heading(3, 'Links'), points(links.map(({ name, url }) => `${name}: ${url}`))] : []),
  ])
}
