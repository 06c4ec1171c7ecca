import { quietWay, waysTo } from '../../core/paging/roads.ts'
import type { User } from '../../core/policy/schema/people.ts'
import type { Address, Integration } from '../../integrations/declaration.ts'
import type { App } from '../feature.ts'
import { changePolicy } from '../policies/reads.ts'
import { destinationOf } from './addresses.ts'
import { ioOf } from './send-io.ts'

const GONE_FOR_GOOD =
  'The other side says that this address or device is gone for good, so it was removed from your contacts. Add it again if you still use it.'
const LANDLINE =
  'The carrier says that your number is a landline or takes no text messages. It is called, and no longer texted. Give a mobile number if you have one.'

type Gone = { user: string; declaration: Integration; address: Address }

/** Removes an address that will never work again from a person's contacts, and tells them by another road. */
export async function dropContact(app: App, { user, declaration, address }: Gone): Promise<void> {
  const note = `${declaration.title} of ${user} no longer exists there`
  const outcome = await changePolicy(app, { by: 'engine', note }, (bundle) => ({
    ...bundle,
    users: bundle.users?.map((each) => (each.id === user ? without(each, declaration, address) : each)),
  }))
  if (outcome.refusal) throw new Error(`${note}, but could not be removed: ${outcome.refusal.message}`)
  app.log.warn({ user, channel: declaration.id }, 'an address is gone and was removed')
  await tellOwner(app, { user, declaration, address })
}

function without(user: User, declaration: Integration, address: Address): User {
  // A telephone that takes no text messages still rings.
  if (declaration.roads?.includes('sms') && user.contacts.phone)
    return { ...user, contacts: { ...user.contacts, landline: user.contacts.phone } }
  const contacts = {
    ...user.contacts,
    webpush: user.contacts.webpush.filter(({ endpoint }) => !address.includes(JSON.stringify(endpoint))),
  }
  for (const [name, value] of Object.entries(user.contacts)) {
    const isIt = typeof value === 'string' && value === address && declaration.addressOf?.({ [name]: value }) === address
    if (isIt) delete (contacts as Record<string, unknown>)[name]
  }
  return { ...user, contacts }
}

/** Whoever has one road less should hear of it before the next night, by whatever road is left that need not wake them. */
async function tellOwner(app: App, { user, declaration }: Gone): Promise<void> {
  const policy = app.policies.live()
  const person = policy.user(user)
  const left = person ? quietWay(waysTo(person, app.canSend).filter((way) => way.channel !== declaration.id)) : undefined
  const other = left && app.integrations.get(left.channel)
  if (!other?.send) return
  const { addresses, instance } = destinationOf({ target: `user:${user}`, declaration: other, policy })
  const io = await ioOf(app, { declaration: other, instance })
  const message = {
    id: `gone.${user}.${app.newId()}`,
    kind: 'notify' as const,
    possibleRepeat: false,
    url: `${app.publicUrl}/settings/people/${user}`,
    title: `${declaration.title} no longer reaches you`,
    text: declaration.roads?.includes('sms') ? LANDLINE : GONE_FOR_GOOD,
    because: ['You are paged by other roads until then.'],
  }
  for (const to of addresses.slice(0, 1)) await other.send(message, to, io)
}
