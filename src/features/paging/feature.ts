import type { Feature } from '../feature.ts'
import { startPolling } from './hear/poll.ts'
import { hearRoutes } from './hear/routes.ts'
import { ledgerRoutes } from './ledger-routes.ts'
import { obstaclesOf } from './obstacles.ts'
import { pushRoutes } from './routes.ts'
import { createSender } from './sender.ts'
import { testRoutes } from './test-routes.ts'

export default {
  id: 'paging',
  routes: (server, app) => {
    pushRoutes(server, app)
    testRoutes(server, app)
    ledgerRoutes(server, app)
  },
  fast: hearRoutes,
  start: async (app) => startPolling(app),
  roads: { obstaclesOf, sender: createSender },
} satisfies Feature
