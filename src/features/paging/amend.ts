import type { JsonObject } from '../../core/command/command.ts'
import { type EscalationState, isActive } from '../../core/escalation/state.ts'
import { idOf, type Policy } from '../../core/policy/policy.ts'
import type { Receipt } from '../../engine/outbox.ts'
import type { QueuedMessage } from '../../engine/store.ts'
import type { Integration } from '../../integrations/declaration.ts'
import { nameOfToken } from '../../platform/auth/token-names.ts'
import type { App } from '../feature.ts'
import { ackUrlOf } from './ack-url.ts'
import type { Destination } from './addresses.ts'
import { outgoingOf, shownTime } from './rules.ts'
import { ioOf } from './send-io.ts'

type Where = { declaration: Integration; destination: Destination }

/** Writes over a page that stands in a chat how things are now: found when it is sent, so that an older attempt says nothing old. */
export async function preparedAmendment(app: App, message: QueuedMessage, where: Where): Promise<() => Promise<Receipt>> {
  const { declaration, destination } = where
  const { escalation, handle } = message.content
  const [row] = await app.store.load([{ kind: 'escalation', id: String(escalation) }])
  const state = row?.state as EscalationState | undefined
  if (!state || !declaration.amend) return async () => ({ ok: false, retry: false, said: 'there is nothing to write over' })
  const outgoing = await outgoingNow(app, message, { state, destination })
  const io = await ioOf(app, { declaration, instance: destination.instance })
  const nothing: Receipt = { ok: false, retry: false, said: 'nothing to write with' }
  return async () => (await declaration.amend?.(outgoing, String(handle), { ...io, now: app.clock.now() })) ?? nothing
}

/** The page as it would be sent now: with its buttons while it still asks for an answer, and what became of it. */
async function outgoingNow(app: App, message: QueuedMessage, { state, destination }: { state: EscalationState; destination: Destination }) {
  const isAsking = isActive(state)
  const policy = app.policies.live()
  const zone = destination.person?.timezone ?? policy.bundle.organization.timezone
  const content: JsonObject = {
    kind: isAsking ? 'page' : 'notify',
    ...(state.status === 'stopped' && !state.asleep ? { moment: 'resolved' } : {}),
    escalation: String(message.content.escalation),
    about: { ...state.about },
    title: state.title,
    severity: state.severity,
    service: state.service,
    ...together(wordsFor(state, { policy, zone }), await othersWaiting(app, message.from.id)),
  }
  const asking = { content, generation: state.generation, queuedAt: message.queuedAt }
  return outgoingOf({
    // Its buttons speak of the page, not of this correction.
    id: message.from.id,
    content,
    possibleRepeat: false,
    policy,
    person: destination.person,
    publicUrl: app.publicUrl,
    ackUrl: isAsking ? ackUrlOf(app, asking, destination) : null,
    reference: null,
  })
}

type Told = { title: string; key: string }

/** A post may have told of other pages as well; those that nobody has are still named. */
async function othersWaiting({ pools, store }: Pick<App, 'pools' | 'store'>, leader: string): Promise<Told[]> {
  const { rows } = await pools.page.query<{ escalation: string }>(
    'select distinct m.from_id as escalation from bundled b join message m on m.id = b.message where b.leader = $1',
    [leader],
  )
  if (rows.length === 0) return []
  const states = await store.load(rows.map(({ escalation }) => ({ kind: 'escalation', id: escalation })))
  return states.flatMap((row) => {
    const state = row?.state as EscalationState | undefined
    return row && state && isActive(state) ? [{ title: state.title, key: row.subject.id }] : []
  })
}

const together = (words: string, others: Told[]): JsonObject =>
  others.length === 0 ? { text: words } : { text: `${words}\nNamed here and still open:`, alerts: others }

/** What became of a page, in one sentence. */
export function wordsFor(
  state: Pick<EscalationState, 'status' | 'acknowledged' | 'reason' | 'asleep'>,
  { policy, zone }: { policy: Policy; zone: string },
): string {
  const { status, acknowledged, reason, asleep } = state
  if (status === 'stopped' && asleep) {
    const why = asleep.reason ? `: ${asleep.reason.replace(/\.$/, '')}` : ''
    return `Silenced by ${nameOf(asleep.by, policy)} until ${shownTime(asleep.until, zone)}${why}. It pages again then.`
  }
  const who = acknowledged ? `Acknowledged by ${nameOf(acknowledged.by, policy)} at ${shownTime(acknowledged.at, zone)}.` : ''
  if (status === 'stopped') return [who, 'It is over: nothing is left to do.'].filter(Boolean).join(' ')
  if (status === 'acknowledged') return who
  return reason ? `Open: ${reason.replace(/\.$/, '')}.` : 'Open: nobody has it.'
}

const nameOf = (actor: string, policy: Policy): string =>
  actor.startsWith('token:') ? nameOfToken(idOf(actor)) : (policy.user(idOf(actor))?.name ?? idOf(actor))
