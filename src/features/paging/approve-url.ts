import { instantOf } from '../../core/time/moment.ts'
import type { QueuedMessage } from '../../engine/store.ts'
import type { App } from '../feature.ts'
import type { Destination } from './addresses.ts'

/** Words for customers that nobody answered for a day are not news any more. */
const APPROVE_LINK_LIFE = { hours: 24 }

/** The link by which whoever is asked answers with one tap; null for every other message. */
export function approveUrlOf(
  app: Pick<App, 'links' | 'publicUrl'>,
  { content, queuedAt }: Pick<QueuedMessage, 'content' | 'queuedAt'>,
  { person }: Pick<Destination, 'person'>,
): string | null {
  const { approval, incident } = content
  if (!person || typeof approval !== 'string' || typeof incident !== 'string') return null
  const data = { incident, approval, user: person.id }
  return `${app.publicUrl}/approve/${app.links.sign('approve', data, instantOf(queuedAt).add(APPROVE_LINK_LIFE))}`
}
