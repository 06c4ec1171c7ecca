import { whoAt } from '../oncall/shifts-between.ts'
import { idOf, type Policy } from '../policy/policy.ts'
import type { Contact, User } from '../policy/schema/people.ts'
import { instantOf, isBefore, type Moment, momentOf } from '../time/moment.ts'

/** Somebody of the organisation and every way to them. `hours` says when, in words; `null`: at any hour. */
export type PersonCard = {
  id: string
  name: string
  title: string | null
  phone: string | null
  email: string | null
  chats: { via: string; name: string }[]
  timezone: string
  hours: string | null
  /** Kinds of incident that they are for only. */
  types: string[]
  teams: string[]
  roles: string[]
  /** Whom to go to when they do not answer. */
  escalatesTo: string[]
  isAway: boolean
}

/** Somebody outside, or a desk of our own. `usedBy`: the services and dependencies of the map that lead to this card. */
export type ContactCard = {
  id: string
  name: string
  kind: string | null
  url: string | null
  email: string | null
  phone: string | null
  chat: string | null
  hours: string | null
  plan: string | null
  notes: string | null
  statusUrl: string | null
  usedBy: { kind: 'service' | 'dependency'; id: string; name: string }[]
}

export type Directory = {
  organization: string
  support: string | null
  at: Moment
  policy: number
  onCall: { schedule: string; name: string; people: { id: string; name: string; phone: string | null }[]; until: Moment | null }[]
  roles: { id: string; name: string; holders: string[]; backups: string[] }[]
  people: PersonCard[]
  contacts: ContactCard[]
  /** Tools and related documents; `service`: of which they are. */
  links: { name: string; url: string; kind: string | null; service: string | null }[]
  aims: Aims
}

/** What the organisation wants of its response, and how it goes about it. */
export type Aims = { objectives: string[]; principles: string[]; groundRules: string[] }

/** `withNumbers: false` leaves out what only those who page people may see. */
export type Asked = { at: Temporal.Instant; withNumbers: boolean }

/** Everybody who may be needed, read from the policy alone: it works on a printed copy and from the files of the bundle. */
export function directoryOf(policy: Policy, { at, withNumbers }: Asked): Directory {
  const { organization, users = [], roles = [], schedules = [], contacts = [], links = [], postmortem } = policy.bundle
  const card = (user: User): PersonCard => personCard(policy, user, at)
  const people = users
    .filter((user) => !user.disabled)
    .map(card)
    .map((each) => (withNumbers ? each : { ...each, phone: null, chats: [] }))
  const phones = new Map(people.map(({ id, phone }) => [id, phone]))
  return {
    organization: organization.name,
    support: organization.support ?? null,
    at: momentOf(at),
    policy: policy.version,
    onCall: schedules.map(({ id, name }) => {
      const { members, until } = whoAt(policy, id, at)
      const found = members.map((user) => ({ id: user, name: nameOf(policy, user), phone: phones.get(user) ?? null }))
      return { schedule: id, name: name ?? id, people: found, until: until ? momentOf(until) : null }
    }),
    roles: roles.map((role) => ({
      ...{ id: role.id, name: role.name ?? role.id },
      holders: role.default.map((each) => nameOf(policy, each)),
      backups: role.backup.map((each) => nameOf(policy, each)),
    })),
    people: people.sort((one, other) => one.name.localeCompare(other.name)),
    contacts: contacts.map((contact) => contactCard(policy, contact)),
    links: links.map(({ name, url, kind = null, service }) => ({ name, url, kind, service: service ? nameOf(policy, service) : null })),
    aims: {
      objectives: organization.objectives,
      principles: organization.principles,
      groundRules: postmortem?.ground_rules ?? [],
    },
  }
}

const CHATS = ['slack', 'mattermost', 'telegram', 'discord', 'teams'] as const

function personCard(policy: Policy, user: User, at: Temporal.Instant): PersonCard {
  const { teams = [], roles = [], organization } = policy.bundle
  const isMember = (members: readonly string[]): boolean => members.some((each) => idOf(each) === user.id)
  return {
    id: user.id,
    name: user.name ?? user.id,
    title: user.title ?? null,
    phone: user.contacts.phone ?? null,
    email: user.contacts.email ?? null,
    chats: CHATS.flatMap((via) => (user.contacts[via] ? [{ via, name: user.contacts[via] }] : [])),
    timezone: user.timezone ?? organization.timezone,
    hours: hoursInWords(user.available),
    types: [...user.types],
    teams: teams.filter(({ members, managers }) => isMember([...members, ...managers])).map(({ id, name }) => name ?? id),
    roles: roles.filter((role) => isMember([...role.default, ...role.backup])).map(({ id, name }) => name ?? id),
    escalatesTo: user.escalates_to.map((each) => nameOf(policy, each)),
    isAway: user.away.some(({ from, to }) => !isBefore(at, instantOf(from)) && isBefore(at, instantOf(to))),
  }
}

function hoursInWords(available: User['available']): string | null {
  if (available === 'always') return null
  if (available === 'business_hours') return 'business hours'
  return available.map(({ days, from, to }) => `${days.length > 0 ? days.join(' ') : 'every day'} ${from} to ${to}`).join(', ')
}

function contactCard({ bundle }: Policy, contact: Contact): ContactCard {
  const own = (bundle.dependencies ?? []).filter((each) => each.contact && idOf(each.contact) === contact.id)
  const services = (bundle.services ?? []).filter((service) => service.depends_on.some((one) => own.some(({ id }) => id === idOf(one))))
  return {
    id: contact.id,
    name: contact.name,
    kind: contact.kind ?? null,
    url: contact.url ?? null,
    email: contact.email ?? null,
    phone: contact.phone ?? null,
    chat: contact.chat ?? null,
    hours: contact.hours ?? null,
    plan: contact.plan ?? null,
    notes: contact.notes ?? null,
    statusUrl: own.find((each) => each.status_url)?.status_url ?? null,
    usedBy: [
      ...own.map(({ id, name }) => ({ kind: 'dependency' as const, id, name: name ?? id })),
      ...services.map(({ id, name }) => ({ kind: 'service' as const, id, name: name ?? id })),
    ],
  }
}

const nameOf = (policy: Policy, reference: string): string =>
  (policy.user(reference) ?? policy.team(reference) ?? policy.role(reference) ?? policy.schedule(reference) ?? policy.service(reference))
    ?.name ?? idOf(reference)
