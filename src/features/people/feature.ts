import { learnTokenNames } from '../../platform/auth/token-names.ts'
import type { Feature } from '../feature.ts'
import { ownRulesRoutes } from './own-rules-routes.ts'
import { peopleRoutes } from './routes.ts'
import { setupRoutes } from './setup-routes.ts'

export default {
  id: 'people',
  routes: (server, app) => {
    peopleRoutes(server, app)
    ownRulesRoutes(server, app)
    setupRoutes(server, app)
  },
  start: async ({ pools }) => {
    await learnTokenNames(pools.side, true)
    return async () => {}
  },
} satisfies Feature
