import type { CarrierReceipt, DeadAddress, Reply, ReplyResult, Told } from '../../../integrations/hear.ts'
import { activityOf } from '../../connections/reads/activity.ts'
import type { App } from '../../feature.ts'
import { dropContact } from '../gone.ts'
import { closeMessage, findMessage } from './handed-over.ts'
import { quietLoops } from './loops.ts'
import { handleReply } from './reply.ts'
import { type Connected, ownersOf } from './who.ts'

/** The carrier may still say more after these. */
const NOT_YET_OVER = ['accepted', 'delivered']

/** Carries out what a provider posted: receipts first, for they are older than replies. */
export async function carryOutTold(app: App, connected: Connected, told: Told): Promise<ReplyResult[]> {
  const failed = await keepTold(app, connected, told)
  const results: ReplyResult[] = []
  for (const reply of told.replies ?? []) results.push(...(await carryOutReply(app, connected, reply)))
  // Whoever only told of messages is asked to tell again; a reply that was carried out is not carried out twice for that.
  if (failed.length > 0 && results.length === 0) throw failed[0]
  return results
}

/** What a provider told of our own messages and of addresses, each by itself; answers what failed. No reply waits for it. */
export async function keepTold(app: App, connected: Connected, told: Told): Promise<unknown[]> {
  const connection = connected.instance.id
  activityOf(app).heard(connection)
  const failed: unknown[] = []
  const keep = (each: Promise<void>): Promise<void> =>
    each.catch((err: unknown) => {
      app.log.error({ err, connection }, 'what a provider told of a message or an address could not be kept')
      failed.push(err)
    })
  for (const receipt of told.receipts ?? []) await keep(keepReceipt(app, connected, receipt))
  for (const dead of told.dead ?? []) await keep(markDead(app, connected, dead))
  return failed
}

/** One result: a list, as those that it joins. */
export async function carryOutReply(app: App, connected: Connected, reply: Reply): Promise<ReplyResult[]> {
  return await quietLoops(app, connected, [await handleReply(app, connected, reply)])
}

async function keepReceipt(app: App, { instance }: Connected, { concerning, stage, said, isOver }: CarrierReceipt): Promise<void> {
  const message = await findMessage(app, instance.id, concerning)
  if (!message) return
  if (message.from.kind === 'escalation')
    await app.engine.execute({
      name: 'evidence',
      to: message.from,
      by: `integration:${instance.id}`,
      data: { message: message.id, stage, said },
    })
  if (isOver || !NOT_YET_OVER.includes(stage)) await closeMessage(app, instance.id, message.id)
}

async function markDead(app: App, { declaration }: Connected, { address, said }: DeadAddress): Promise<void> {
  app.log.warn({ channel: declaration.id, said }, 'a carrier says that an address can never be reached this way')
  for (const { id } of ownersOf(address, { declaration, policy: app.policies.live() }))
    await dropContact(app, { user: id, declaration, address })
}
