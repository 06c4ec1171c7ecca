import { instantOf, momentOf } from '../../core/time/moment.ts'
import type { QueuedMessage } from '../../engine/store.ts'
import type { App } from '../feature.ts'
import type { Destination } from './addresses.ts'

/** A link in a mail that is read after the weekend still shows what became of it, and whoever taps an older one has it as well. */
const ACK_LINK_LIFE = { hours: 7 * 24 }

/** Only whoever is paged is asked to acknowledge; a channel is told. */
export function ackUrlOf(
  app: Pick<App, 'links' | 'publicUrl'>,
  { content, generation, queuedAt }: Pick<QueuedMessage, 'content' | 'generation' | 'queuedAt'>,
  { person }: Pick<Destination, 'person'>,
): string | null {
  const { kind, escalation } = content
  if (!person || typeof escalation !== 'string' || (kind !== 'page' && kind !== 'update')) return null
  const ends = instantOf(queuedAt).add(ACK_LINK_LIFE)
  // The screen says how long the link is good for; a signature alone does not tell.
  const token = app.links.sign('ack', { escalation, user: person.id, generation, until: momentOf(ends) }, ends)
  return `${app.publicUrl}/a/${token}`
}
