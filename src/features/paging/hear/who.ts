import { roadOfChannel } from '../../../core/paging/roads.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import type { Integration as Instance } from '../../../core/policy/schema/intake.ts'
import type { User } from '../../../core/policy/schema/people.ts'
import type { Address, Integration } from '../../../integrations/declaration.ts'
import { contactsOf } from '../addresses.ts'

/** An integration as it is connected. */
export type Connected = { instance: Instance; declaration: Integration }

/** Two spellings of one address give the same text. */
export const addressKeyOf = (declaration: Integration, address: Address): string =>
  declaration.addressKey?.(address) ?? address.trim().toLowerCase()

/** Everybody whose proved address this is: usually one, none for a stranger, several who share a telephone. Nobody who has left. */
export function ownersOf(address: Address, { declaration, policy }: { declaration: Integration; policy: Policy }): User[] {
  const wanted = addressKeyOf(declaration, address)
  if (wanted === '') return []
  const isTheirs = (user: User): boolean =>
    contactsOf(user).some((contacts) => {
      const own = declaration.addressOf?.(contacts)
      return own !== null && own !== undefined && addressKeyOf(declaration, own) === wanted
    })
  const contact = roadOfChannel(declaration.id)?.contact ?? ''
  return (policy.bundle.users ?? []).filter((user) => !user.disabled && !user.unverified?.includes(contact) && isTheirs(user))
}
