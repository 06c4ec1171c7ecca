import type { App, Feature } from '../feature.ts'
import { Activity } from './activity.ts'
import { sweepChanges } from './changes.ts'
import { intakeRoutes } from './intake.ts'
import { ConnectionIndex } from './reads/connection-index.ts'
import { vaultOf } from './reads/vault.ts'

const activities = new WeakMap<App, Activity>()

/** One for each process, shared by the routes that note and the task that writes. */
function activityOf(app: App): Activity {
  const known = activities.get(app) ?? new Activity(app)
  activities.set(app, known)
  return known
}

export default {
  id: 'connections',
  fast: (server, app) => {
    const index = new ConnectionIndex({ policies: app.policies, integrations: app.integrations, vault: vaultOf(app), clock: app.clock })
    intakeRoutes(server, { app, index, activity: activityOf(app) })
  },
  start: async (app) => {
    const stops = [activityOf(app).start(), sweepChanges(app)]
    return async () => void (await Promise.all(stops.map((stop) => stop())))
  },
} satisfies Feature
