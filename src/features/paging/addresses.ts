import type { JsonObject } from '../../core/command/command.ts'
import { maskedAddress } from '../../core/paging/mask.ts'
import { idOf, kindOf, type Policy } from '../../core/policy/policy.ts'
import type { Integration as Instance } from '../../core/policy/schema/intake.ts'
import type { User } from '../../core/policy/schema/people.ts'
import type { Address, Contacts, Integration } from '../../integrations/declaration.ts'

/** Where a message goes: the addresses (one for each device), and which configured integration carries it. */
export type Destination = { person: User | null; addresses: Address[]; instance: Instance | undefined }

type Wanted = { target: string; declaration: Integration; policy: Policy }

/** Contacts are always live: who changed their number after the page was queued is reached at the new one. */
export function destinationOf({ target, declaration, policy }: Wanted): Destination {
  // The synthetic page is for nobody, and must still take the whole way.
  if (kindOf(target) === 'probe') return { person: null, addresses: [''], instance: undefined }
  const first = policy.bundle.integrations?.find((each) => each.type === declaration.id)
  if (kindOf(target) === 'integration') return { person: null, addresses: [''], instance: policy.integration(target) ?? first }
  if (kindOf(target) === 'channel') return toChannel(idOf(target), { first, declaration, policy })
  if (kindOf(target) === 'recipient') return { person: null, addresses: outside(idOf(target), policy), instance: first }
  const person = policy.user(target) ?? null
  const addresses = person && !person.disabled ? contactsOf(person).flatMap((contacts) => declaration.addressOf?.(contacts) ?? []) : []
  return { person, addresses: [...new Set(addresses)], instance: first }
}

/** `customers/acme`: an address of an audience, as it is today. */
function outside(name: string, policy: Policy): Address[] {
  const [audience = '', recipient] = name.split('/')
  return (policy.audience(audience)?.recipients ?? []).flatMap(({ id, email }) => (id === recipient ? [email] : []))
}

function toChannel(
  id: string,
  { first, declaration, policy }: { first: Instance | undefined; declaration: Integration; policy: Policy },
): Destination {
  const channel = policy.bundle.channels?.find((each) => each.id === id)
  const named = channel?.integration ? policy.integration(channel.integration) : undefined
  const instance = named?.type === declaration.id ? named : first
  if (!channel) return { person: null, addresses: [], instance }
  // Without an address of its own the channel is the one in the integration's settings.
  return { person: null, addresses: [declaration.placeOf?.(channel) ?? channel.url ?? ''], instance }
}

/** Groups by their own names, people by what this road knows them as; who has no place there is not mentioned. */
export function mentionsIn({ mentions }: JsonObject, { declaration, policy }: Omit<Wanted, 'target'>): string[] {
  const named = Array.isArray(mentions) ? mentions.filter((each) => typeof each === 'string') : []
  return named.flatMap((each) => {
    if (kindOf(each) === 'group') return [idOf(each)]
    const person = policy.user(each)
    return person && !person.disabled
      ? contactsOf(person)
          .flatMap((contacts) => declaration.addressOf?.(contacts) ?? [])
          .slice(0, 1)
      : []
  })
}

/** Where something went, for whoever may not use it: `+49…678`. */
export const shownAddress = (addresses: readonly Address[]): string => [...new Set(addresses.map(maskedAddress))].join(', ')

/** A person's contacts as integrations read them: once for each device that takes push messages, else once. */
export function contactsOf({ contacts }: User): Contacts[] {
  const { webpush, other, ...own } = contacts
  const plain = {
    ...other,
    ...Object.fromEntries(Object.entries(own).filter((entry): entry is [string, string] => typeof entry[1] === 'string')),
  }
  if (webpush.length === 0) return [plain]
  return webpush.map(({ endpoint, keys }) => ({ ...plain, 'web-push': JSON.stringify({ endpoint, keys }) }))
}
