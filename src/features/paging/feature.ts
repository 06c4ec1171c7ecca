import type { Feature } from '../feature.ts'
import { hearRoutes } from './hear/routes.ts'
import { startHearing } from './hear/start.ts'
import { ledgerRoutes } from './ledger-routes.ts'
import { obstaclesOf } from './obstacles.ts'
import { roadsRoutes } from './roads-routes.ts'
import { pushRoutes } from './routes.ts'
import { createSender } from './sender.ts'
import { testRoutes } from './test-routes.ts'

export default {
  id: 'paging',
  routes: (server, app) => {
    pushRoutes(server, app)
    testRoutes(server, app)
    ledgerRoutes(server, app)
    roadsRoutes(server, app)
  },
  fast: hearRoutes,
  start: startHearing,
  roads: { obstaclesOf, sender: createSender },
} satisfies Feature
