import { repeat } from '../../engine/repeat.ts'
import type { App } from '../feature.ts'
import { readStanding } from './reads.ts'

const EVERY_S = 60

/**
 * Tells a service outside, every minute, that pages get through; says nothing when they would not, so that the silence
 * wakes somebody there. Returns how to stop.
 */
export function startHeartbeat(app: App, url: string): () => Promise<void> {
  return repeat(app.clock, { seconds: EVERY_S }, () =>
    beat(app, url).catch((err) => app.log.warn({ err }, 'the heartbeat did not get through')),
  )
}

async function beat(app: App, url: string): Promise<void> {
  const { isWell, why } = await readStanding(app)
  if (!isWell) return app.log.error({ why }, 'no heartbeat: a page would not get through now')
  const { status } = await app.fetch(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'ok' })
  if (status >= 400) app.log.warn({ status }, 'the heartbeat was refused; look at TOCSIN_HEARTBEAT_URL')
}
