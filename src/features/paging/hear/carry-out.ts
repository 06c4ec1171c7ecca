import type { Command, Refusal } from '../../../core/command/command.ts'
import type { User } from '../../../core/policy/schema/people.ts'
import { instantOf } from '../../../core/time/moment.ts'
import type { Integration } from '../../../integrations/declaration.ts'
import type { ReplyAction, ReplyResult } from '../../../integrations/hear.ts'
import { nameOfToken } from '../../../platform/auth/token-names.ts'
import { alertsOfEscalation } from '../../alerts/reads/alerts.ts'
import type { App } from '../../feature.ts'
import type { OwnMessage } from './handed-over.ts'
import { type OpenPage, pageById } from './open-pages.ts'
import type { Connected } from './who.ts'

export type Done = { isDone: boolean; said: string }

type Doing = { page: OpenPage; person: User; action: ReplyAction; heard: Connected; isFromList: boolean; text: string }

/** The road as facts name it: what people say they answered by. */
const viaOf = ({ id, roads }: Integration): string =>
  (roads?.length === 1 && roads[0] !== 'chat' && roads[0] !== 'push' ? roads[0] : id) as string

/** Asks the engine, as the person, and says in words what became of it. Two who answer at once: the engine takes one, both are told who. */
export async function carryOut(app: App, doing: Doing): Promise<Done> {
  const done = await ask(app, doing)
  if (doing.isFromList) await proveByPage(app, doing)
  return done
}

function ask(app: App, doing: Doing): Promise<Done> {
  if (doing.action === 'resolve') return resolve(app, doing)
  return doing.action === 'escalate' ? escalate(app, doing) : acknowledge(app, doing)
}

const byOf = ({ person }: Doing): string => `user:${person.id}`
const shown = ({ page }: Doing): string => `"${page.state.title}"`

async function acknowledge(app: App, doing: Doing): Promise<Done> {
  const { page, heard } = doing
  const refusal = await execute(app, {
    name: 'acknowledge',
    to: { kind: 'escalation', id: page.id },
    by: byOf(doing),
    data: { via: viaOf(heard.declaration) },
  })
  if (!refusal) return { isDone: true, said: `You have ${shown(doing)}. Nobody else is paged for it.` }
  if (refusal.code !== 'already-acknowledged') return { isDone: false, said: `${shown(doing)}: ${refusal.message}.` }
  const holder = (await pageById(app, page.id))?.state.acknowledged
  if (!holder || holder.by === byOf(doing)) return { isDone: true, said: `You have ${shown(doing)} already.` }
  return {
    isDone: false,
    said: `${nameOf(app, holder.by)} has ${shown(doing)} since ${timeOf(app, doing.person, holder.at)}. You need do nothing.`,
  }
}

async function resolve(app: App, doing: Doing): Promise<Done> {
  const alerts = await alertsOfEscalation(app.pools.page, doing.page.id)
  const data = { via: viaOf(doing.heard.declaration) }
  if (alerts.length === 0) return notResolvable(app, doing)
  const refusals = await Promise.all(
    alerts.map(({ id }) => execute(app, { name: 'resolve', to: { kind: 'alert', id }, by: byOf(doing), data })),
  )
  const failed = refusals.find((each) => each && each.code !== 'already-resolved')
  if (failed) return { isDone: false, said: `${shown(doing)}: ${failed.message}.` }
  const stays = doing.page.reference ? ` ${doing.page.reference} stays open until it is resolved itself.` : ''
  const count = alerts.length > 1 ? ` (${alerts.length} alerts)` : ''
  return { isDone: true, said: `Resolved: ${shown(doing)}${count}.${stays}` }
}

function notResolvable(app: App, doing: Doing): Done {
  const { state, reference } = doing.page
  if (state.status === 'stopped') return { isDone: false, said: `${shown(doing)} is over already.` }
  const where = reference ? ` Resolve ${reference} at ${urlOf(app, doing.page)}.` : ' Acknowledge it instead.'
  return { isDone: false, said: `${shown(doing)} has no alert to resolve.${where}` }
}

async function escalate(app: App, doing: Doing): Promise<Done> {
  const { page, person } = doing
  const refusal = await execute(app, {
    name: 'escalate',
    to: { kind: 'escalation', id: page.id },
    by: byOf(doing),
    data: { reason: `${person.name ?? person.id} passed it on` },
  })
  return refusal
    ? { isDone: false, said: `${shown(doing)}: ${refusal.message}.` }
    : { isDone: true, said: `Passed on: ${shown(doing)}. The next step is paged now.` }
}

async function execute(app: App, command: Command): Promise<Refusal | undefined> {
  return (await app.engine.execute(command)).refusal
}

type Proving = { page: OpenPage; person: User; message: OwnMessage | null; heard: Connected; said: string }

/** A reply to a message proves that a human has it. */
export async function proveHuman(app: App, { page, message, heard, said }: Proving): Promise<void> {
  if (!message) return
  const words = said.split('\n')[0]?.slice(0, 60) ?? ''
  await app.engine.execute({
    name: 'evidence',
    to: { kind: 'escalation', id: page.id },
    by: `integration:${heard.instance.id}`,
    data: { message: message.id, stage: 'human', said: words ? `answered "${words}"` : 'answered' },
  })
}

/** Said without naming a message: it answers the last one that went to them this way. */
async function proveByPage(app: App, { page, person, heard, text }: Doing): Promise<void> {
  const { rows } = await app.pools.page.query<{ id: string; target: string }>(
    `select id, target from message where status = 'delivered' and channel = $3 and target = $2 and from_kind = 'escalation' and from_id = $1
     order by next_at desc limit 1`,
    [page.id, `user:${person.id}`, heard.declaration.id],
  )
  const [row] = rows
  if (!row) return
  const message = { id: row.id, target: row.target, from: { kind: 'escalation', id: page.id } }
  await proveHuman(app, { page, person, message, heard, said: text })
}

/** How it stands now, to redraw what has buttons. */
export async function standOf(app: App, id: string): Promise<ReplyResult['about']> {
  const page = await pageById(app, id)
  if (!page) return null
  const { title, status, acknowledged } = page.state
  return { title, status, by: acknowledged ? nameOf(app, acknowledged.by) : null, url: urlOf(app, page) }
}

const urlOf = (app: App, { state }: OpenPage): string =>
  state.about.kind === 'page' ? `${app.publicUrl}/` : `${app.publicUrl}/${state.about.kind}s/${state.about.id}`

function nameOf(app: App, actor: string): string {
  const id = actor.slice(actor.indexOf(':') + 1)
  if (actor.startsWith('token:')) return nameOfToken(id)
  return app.policies.live().user(id)?.name ?? id
}

function timeOf(app: App, person: User, at: string): string {
  const timeZone = person.timezone ?? app.policies.live().bundle.organization.timezone
  return instantOf(at).toLocaleString('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone, timeZoneName: 'short' })
}
