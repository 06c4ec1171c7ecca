import { withoutAddresses } from '../../core/paging/mask.ts'
import type { OutgoingMessage } from '../../core/paging/outgoing.ts'
import type { Prepare, Receipt } from '../../engine/outbox.ts'
import type { QueuedMessage } from '../../engine/store.ts'
import type { Address, Integration, SendIo } from '../../integrations/declaration.ts'
import { activityOf } from '../connections/reads/activity.ts'
import type { App, Job } from '../feature.ts'
import { ackUrlOf } from './ack-url.ts'
import { type Destination, destinationOf, mentionsIn, shownAddress } from './addresses.ts'
import { preparedAmendment } from './amend.ts'
import { approveUrlOf } from './approve-url.ts'
import { dropContact } from './gone.ts'
import { noteHandedOver } from './hear/handed-over.ts'
import { pageCode } from './hear/page-code.ts'
import { aboutIncident } from './page-words.ts'
import { INTERNAL, outgoingOf } from './rules.ts'
import { ioOf } from './send-io.ts'
import { asItsLeader, turnOf, withOthers } from './throttle.ts'

const refused = (said: string): Receipt => ({ ok: false, retry: false, said })

/**
 * Hands the outbox's messages to the outside. Addresses, settings and words are found first, so that beginning is nothing but the
 * request. Never throws for what the outside does: every failure is a receipt.
 */
export function createSender(app: App, jobs: ReadonlyMap<string, Job> = new Map()): Prepare {
  return async (message) => (isJob(message) ? () => runJob(app, jobs, message) : await prepared(app, message))
}

const only = (receipt: Receipt) => async (): Promise<Receipt> => receipt

/** Some jobs talk to a chat themselves: they go by its lane, so that its limits hold nobody else up. */
const isJob = ({ channel, content }: QueuedMessage): boolean => channel === INTERNAL || content.kind === 'room'

async function runJob(app: App, jobs: ReadonlyMap<string, Job>, message: QueuedMessage): Promise<Receipt> {
  const { id, content, attempt, possibleRepeat } = message
  const job = jobs.get(String(content.job))
  if (!job) return refused(`there is no job "${String(content.job)}"`)
  const receipt = await job({ ...content, message: id, isAgain: possibleRepeat || attempt > 0 }, app)
  return receipt ?? { ok: true, said: 'done' }
}

async function prepared(app: App, message: QueuedMessage): Promise<() => Promise<Receipt>> {
  const declaration = app.integrations.get(message.channel)
  if (!declaration?.send) return only(refused(`nothing here sends to "${message.channel}"; it was removed or is not set up`))
  const destination = destinationOf({ target: message.target, declaration, policy: app.policies.live() })
  if (isExample(destination)) return only({ ok: true, said: 'example: nothing was really sent', proof: 'accepted' })
  if (message.content.kind === 'amend') return await preparedAmendment(app, message, { declaration, destination })
  if (destination.addresses.length === 0) return only(refused(`${message.target} has no ${declaration.title} address any more`))
  const turn = await turnOf(app, message)
  if (turn.kind === 'held') return only({ ok: false, retry: true, isHeld: true, retryAfterMs: turn.ms, said: turn.said })
  if (turn.kind === 'bundled') return () => asItsLeader(app, message, turn)
  const ackUrl = ackUrlOf(app, message, destination)
  const { reference, words } = await aboutIncident(app, message, destination.person?.timezone)
  const outgoing = outgoingOf({
    id: message.id,
    content: { ...withOthers(message, turn.others), ...words },
    possibleRepeat: mayBeRepeat(message),
    policy: app.policies.live(),
    person: destination.person,
    publicUrl: app.publicUrl,
    ackUrl,
    mentions: mentionsIn(message.content, { declaration, policy: app.policies.live() }),
    approveUrl: approveUrlOf(app, message, destination),
    code: ackUrl ? pageCode(String(message.content.escalation)) : null,
    reference,
  })
  const io = await ioOf(app, { declaration, instance: destination.instance })
  const handle = declaration.amend ? message.content.handle : null
  if (typeof handle === 'string') return () => rewrite(declaration, { outgoing, handle, io: { ...io, now: app.clock.now() } })
  return () => sendToAll(app, { declaration, destination, outgoing, io: { ...io, now: app.clock.now() } })
}

/** A ticket or a post that stands there already. */
const rewrite = async ({ amend }: Integration, { outgoing, handle, io }: { outgoing: OutgoingMessage; handle: string; io: SendIo }) =>
  (await amend?.(outgoing, handle, io)) ?? refused('nothing to write with')

/** A page that comes twice wakes nobody twice; a ticket would stand there twice, so any try before it counts. */
const mayBeRepeat = ({ possibleRepeat, attempt, content }: QueuedMessage): boolean =>
  possibleRepeat || (content.kind === 'ticket' && attempt > 0)

/** People of the example organisation are marked: their addresses are nobody's. */
const isExample = ({ person }: Destination): boolean => person?.contacts.other?.demo !== undefined

type Sending = {
  declaration: Integration
  destination: Destination
  outgoing: OutgoingMessage
  io: SendIo
}

/** To each of a person's devices; one that got it is enough, and none that got it is asked again. */
async function sendToAll(app: App, { declaration, destination, outgoing, io }: Sending): Promise<Receipt> {
  const { addresses, instance, person } = destination
  const receipts = await Promise.all(addresses.map((to) => declaration.send?.(outgoing, to, io) ?? refused('nothing to send with')))
  // Only of those who may speak of it later: a row for each push message would be written for nothing.
  if (declaration.hear || declaration.poll)
    await Promise.all(receipts.map((each) => remember(app, each, { connection: instance?.id ?? declaration.id, message: outgoing.id })))
  const gone = addresses.filter((_, i) => isGone(receipts[i]))
  if (person && gone.length > 0) await dropGone(app, { person: person.id, declaration, gone })
  const receipt = masked(together(receipts), addresses)
  activityOf(app).sent(instance?.id ?? declaration.id, receipt.said)
  return receipt
}

/** Whole addresses are in no record that is kept for ever: who may see them has them in their contacts. */
const masked = (receipt: Receipt, addresses: readonly Address[]): Receipt => ({
  ...receipt,
  said: withoutAddresses(receipt.said, addresses),
  to: shownAddress(addresses),
})

/** So that what the provider says of it later is understood. That it was handed over does not depend on that. */
async function remember(app: App, receipt: Receipt, handed: { connection: string; message: string }): Promise<void> {
  if (!receipt.ok || !receipt.providerId) return
  await noteHandedOver(app, { ...handed, providerId: receipt.providerId }).catch((err) =>
    app.log.error({ err, message: handed.message }, 'could not note by which id the provider speaks of a message'),
  )
}

const isGone = (receipt: Receipt | undefined): boolean => receipt?.ok === false && receipt.gone === true

/** The page's own outcome must not depend on tidying up after it. */
async function dropGone(
  app: App,
  { person, declaration, gone }: { person: string; declaration: Integration; gone: Address[] },
): Promise<void> {
  try {
    for (const address of gone) await dropContact(app, { user: person, declaration, address })
  } catch (error) {
    app.log.error({ err: error, user: person }, 'could not remove an address that is gone')
  }
}

/** Delivered when any was; worth a retry when any is. */
function together(receipts: Receipt[]): Receipt {
  const delivered = receipts.find((receipt) => receipt.ok)
  if (delivered)
    return {
      ...delivered,
      said:
        receipts.length > 1
          ? `${delivered.said} (${receipts.filter((each) => each.ok).length} of ${receipts.length} devices)`
          : delivered.said,
    }
  return receipts.find((receipt) => !receipt.ok && receipt.retry) ?? receipts[0] ?? refused('there is no address to send to')
}
