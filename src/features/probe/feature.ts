import { PROBE } from '../../core/probe/machine.ts'
import type { App, Feature } from '../feature.ts'
import { startHeartbeat } from './heartbeat.ts'
import { noteBegun } from './reads.ts'
import { watchRoute } from './routes.ts'

async function begin(app: App): Promise<() => Promise<void>> {
  noteBegun(app)
  const { role, heartbeatUrl } = app.settings
  if (role === 'web') return async () => {}
  await app.engine.execute({ name: 'follow', to: PROBE, by: 'engine', data: {} })
  return heartbeatUrl ? startHeartbeat(app, heartbeatUrl) : async () => {}
}

/** Who pages the pager: it proves itself every minute, and tells the outside only when it could. */
const probe: Feature = { id: 'probe', fast: watchRoute, start: begin }

export default probe
