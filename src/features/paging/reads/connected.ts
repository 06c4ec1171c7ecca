import type { Policy } from '../../../core/policy/policy.ts'
import type { User } from '../../../core/policy/schema/people.ts'
import type { Address, Integration, SendIo } from '../../../integrations/declaration.ts'
import type { App } from '../../feature.ts'
import { contactsOf } from '../addresses.ts'
import { type Connected, ownersOf } from '../hear/who.ts'
import { ioOf } from '../send-io.ts'

/** A connection by its id, with what it is given to talk with. */
export type Connection = Connected & { io(): Promise<SendIo> }

/** Null when it was removed or is of a kind that is not known. */
export function connectionOf(app: App, id: string): Connection | null {
  const instance = app.policies.live().integration(id)
  const declaration = instance && app.integrations.get(instance.type)
  return instance && declaration ? { instance, declaration, io: () => ioOf(app, { declaration, instance }) } : null
}

/** Everybody whose proved address this is. */
export const peopleAt = (address: Address, where: { declaration: Integration; policy: Policy }): User[] => ownersOf(address, where)

/** Where this person is reached in that chat, null when they are not. */
export const addressIn = (declaration: Integration, user: User): Address | null =>
  contactsOf(user)
    .map((contacts) => declaration.addressOf?.(contacts) ?? null)
    .find((each) => each !== null) ?? null
