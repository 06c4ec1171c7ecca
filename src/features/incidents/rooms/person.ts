import type { Policy } from '../../../core/policy/policy.ts'
import type { User } from '../../../core/policy/schema/people.ts'
import type { Principal } from '../../../platform/auth/permissions.ts'
import type { App } from '../../feature.ts'
import { type Connection, peopleAt } from '../../paging/reads/connected.ts'

/** A text says why it is not known who somebody is, and what to do. */
export type Known = Principal | string

/**
 * Who somebody in a chat is: whoever has this address among their proved contacts, else whoever has the e-mail address that the
 * chat vouches for. Nobody is believed to be somebody else.
 */
export async function personIn(app: App, { connection, from }: { connection: Connection; from: string }): Promise<Known> {
  const { declaration, instance } = connection
  const policy = app.policies.live()
  const owners = peopleAt(from, { declaration, policy })
  if (owners.length > 1) return `${owners.map(nameOf).join(' and ')} share this ${declaration.title} account, so it is not clear who acts.`
  const user = owners[0] ?? (await byEmail(policy, await declaration.emailOf?.(from, await connection.io())))
  if (user) return principalOf(user)
  const { name } = policy.bundle.organization
  return `${name} does not know who you are here. Open ${app.publicUrl}/profile and add your ${declaration.title} id ${from} to your contacts (connection ${instance.id}), or ask an admin to; then try again.`
}

function byEmail(policy: Policy, email: string | null | undefined): User | undefined {
  const user = email ? policy.userByEmail(email) : undefined
  return user && !user.disabled && !user.unverified?.includes('email') ? user : undefined
}

const nameOf = ({ id, name }: User): string => name ?? id

const principalOf = (user: User): Principal => ({
  kind: 'user',
  id: user.id,
  name: nameOf(user),
  role: user.role,
  scopes: ['*'],
  ...(user.contacts.email ? { email: user.contacts.email } : {}),
})
