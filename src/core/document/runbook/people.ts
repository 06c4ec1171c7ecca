import { alwaysAsked } from '../../oncall/always-asked.ts'
import { shiftsBetween, whoAt } from '../../oncall/shifts-between.ts'
import type { Policy } from '../../policy/policy.ts'
import { nameOf, namesOf } from '../../policy/reference-words.ts'
import { momentOf } from '../../time/moment.ts'
import { type Chapter, chapter, heading, named, type Part, pair, points, table, text } from './part.ts'

/** Weeks whose turns are printed: a printed copy is looked at for longer than its day. */
const WEEKS = 4

export const minuteOf = (at: Temporal.Instant): string => `${momentOf(at).slice(0, 16).replace('T', ' ')} UTC`

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
  if (now.length === 0) return chapter('Who is on call', noRotation(policy))
  return chapter('Who is on call', [
    text(`As of ${minuteOf(at)}.`),
    table(['Schedule', 'Now', 'Until'], now),
    heading(3, `The next ${WEEKS} weeks`),
    table(['Schedule', 'From', 'To', 'Who'], coming),
  ])
}

/** The same people at any hour: a reader looks for them under the same title. */
function noRotation(policy: Policy): Part[] {
  const asked = alwaysAsked(policy).map(({ ladder, who }) => `${ladder}: ${who}, always`)
  return asked.length === 0 ? [] : [text('There is no rotation. Who is asked first, at any hour:'), points(asked)]
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
