import type { Receipt } from '../../../engine/outbox.ts'
import type { Errand } from '../../feature.ts'
import { connectionOf } from '../../paging/reads/connected.ts'

/** Writes who is on call into a channel's topic. */
export const signStep: Errand = async ({ channel: id, integration, text }, app) => {
  const connection = connectionOf(app, String(integration))
  const room = connection?.declaration.room
  const channel = app.policies.live().bundle.channels?.find((each) => each.id === id)
  if (!connection || !room || !channel) return { ok: false, retry: false, said: `the channel "${String(id)}" or its connection is gone` }
  const io = await connection.io()
  const found = await room({ act: 'join', name: channel.name }, io)
  const place = found.ok ? found.providerId?.split(' ')[0] : undefined
  if (!place) return found as Receipt
  return (await room({ act: 'topic', place, text: String(text) }, io)) as Receipt
}
