import { waysTo } from '../../core/paging/roads.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { User, UserContacts } from '../../core/policy/schema/people.ts'
import { userSchema } from '../../core/policy/schema/people.ts'
import type { ContactsBody, PersonAnswer, PersonBody } from './contract.ts'

export type AccountOf = { id: string; name: string; email: string; role: PersonAnswer['role']; isDisabled: boolean; hasPassword: boolean }

export type Seen = { canWrite: boolean; self: string | null; canSend(channel: string): boolean }

export type Paired = { user: User | null; account: AccountOf | null }

/** The people of the policy and those who can sign in: one person by the same id, else by the same e-mail address. */
export function pairedWith(users: readonly User[], accounts: readonly AccountOf[]): Paired[] {
  const accountOf = new Map(accounts.map((account) => [account.id, account]))
  const byEmail = new Map(accounts.map((account) => [account.email.toLowerCase(), account]))
  const paired = users.map((user) => ({
    user,
    account: accountOf.get(user.id) ?? byEmail.get(user.contacts.email?.toLowerCase() ?? '') ?? null,
  }))
  const taken = new Set(paired.map(({ account }) => account?.id))
  const others = accounts.filter((account) => !taken.has(account.id)).map((account) => ({ user: null, account }))
  return [...paired, ...others]
}

export const peopleOf = (pairs: readonly Paired[], seen: Seen): PersonAnswer[] =>
  pairs.map(({ user, account }) => personAnswerOf(user, account, seen)).sort((a, b) => a.name.localeCompare(b.name))

/** Null takes the mark away: what says nothing is not disabled. */
export function withDisabled(bundle: Bundle, id: string, isDisabled: boolean): Bundle {
  const change = ({ disabled: _, ...user }: User): User => (isDisabled ? { ...user, disabled: true } : user)
  return { ...bundle, users: bundle.users?.map((user) => (user.id === id ? change(user) : user)) }
}

export function personAnswerOf(user: User | null, account: AccountOf | null, { canWrite, self, canSend }: Seen): PersonAnswer {
  const id = user?.id ?? account?.id ?? ''
  const { webpush = [], other: _other, ...contacts } = user?.contacts ?? { webpush: [] }
  const isShown = canWrite || self === id
  return {
    id,
    name: user?.name ?? account?.name ?? id,
    title: user?.title ?? null,
    role: account?.role ?? user?.role ?? 'viewer',
    email: account?.email ?? user?.contacts.email ?? null,
    timezone: user?.timezone ?? null,
    account: !account ? 'none' : account.isDisabled ? 'disabled' : account.hasPassword ? 'active' : 'invited',
    roads: user ? [...new Set(waysTo(user, canSend).map(({ road }) => road))] : [],
    contacts: isShown ? shownContacts(contacts) : null,
    unverified: isShown ? (user?.unverified ?? []) : [],
    devices: webpush.length,
    can: { edit: isShown, disable: canWrite && self !== id && account !== null, invite: canWrite && !account?.hasPassword },
  }
}

const shownContacts = ({ webpush: _, other: __, landline: ___, ...shown }: Partial<UserContacts>): NonNullable<PersonAnswer['contacts']> =>
  Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== undefined))

/** Null takes a contact away, absent leaves it. */
export function withContacts(contacts: UserContacts, change: ContactsBody): UserContacts {
  const entries = Object.entries({ ...contacts, ...change }).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(entries) as UserContacts
}

/** What was typed by hand and is new does not count before it is proved. Browsers prove themselves: their subscription is made on the device. */
function unprovedAfter(user: User, change: ContactsBody): string[] {
  const before = user.contacts as Record<string, unknown>
  const typed = Object.entries(change).flatMap(([name, value]) =>
    value !== undefined && value !== null && value !== before[name] ? [name] : [],
  )
  const gone = Object.entries(change).flatMap(([name, value]) => (value === null ? [name] : []))
  return [...new Set([...(user.unverified ?? []), ...typed])].filter((name) => !gone.includes(name))
}

/** The first admin proves their roads by the test page of the set-up: until there is anybody else, nobody else would be paged. */
export const isAlone = ({ users = [] }: Bundle): boolean => users.length <= 1

export function withPerson(
  bundle: Bundle,
  person: { id: string; name: string; role: PersonAnswer['role']; timezone?: string; contacts: ContactsBody },
): Bundle {
  const { contacts, ...rest } = person
  // The invitation goes to the e-mail address: whoever signs in has proved it.
  const unverified = Object.entries(contacts).flatMap(([name, value]) => (name !== 'email' && value ? [name] : []))
  const unproved = unverified.length > 0 ? { unverified } : {}
  const user = userSchema.parse({ ...rest, ...unproved, contacts: withContacts({ webpush: [] }, contacts) })
  return { ...bundle, users: [...(bundle.users ?? []).filter((each) => each.id !== user.id), user] }
}

export function withChangedPerson(bundle: Bundle, id: string, { email, contacts = {}, title, timezone, name, role }: PersonBody): Bundle {
  const change = (user: User): User => {
    const { title: oldTitle, timezone: oldZone, unverified: _, ...rest } = user
    const unverified = isAlone(bundle) ? [] : unprovedAfter(user, contacts)
    const next = { title: title === undefined ? oldTitle : title, timezone: timezone === undefined ? oldZone : timezone }
    return {
      ...rest,
      ...(next.title ? { title: next.title } : {}),
      ...(next.timezone ? { timezone: next.timezone } : {}),
      ...(name ? { name } : {}),
      ...(role ? { role } : {}),
      ...(unverified.length > 0 ? { unverified } : {}),
      contacts: withContacts(user.contacts, { ...(email ? { email } : {}), ...contacts }),
    }
  }
  return { ...bundle, users: bundle.users?.map((user) => (user.id === id ? change(user) : user)) }
}
