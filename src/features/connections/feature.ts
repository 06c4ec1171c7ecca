import type { Feature } from '../feature.ts'
import { sweepOld } from './changes.ts'
import { intakeRoutes } from './intake.ts'
import { activityOf } from './reads/activity.ts'
import { ConnectionIndex } from './reads/connection-index.ts'
import { receivedLogOf } from './reads/received.ts'
import { vaultOf } from './reads/vault.ts'
import { connectionRoutes } from './routes.ts'
import { requireSameKey } from './same-key.ts'

export default {
  id: 'connections',
  routes: connectionRoutes,
  fast: (server, app) => {
    const index = new ConnectionIndex({ policies: app.policies, integrations: app.integrations, vault: vaultOf(app), clock: app.clock })
    intakeRoutes(server, { app, index, activity: activityOf(app), received: receivedLogOf(app) })
  },
  check: requireSameKey,
  start: async (app) => {
    const stops = [activityOf(app).start(), receivedLogOf(app).start(), sweepOld(app)]
    return async () => void (await Promise.all(stops.map((stop) => stop())))
  },
} satisfies Feature
