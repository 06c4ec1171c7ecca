import type { Feature } from '../feature.ts'
import { obstaclesOf } from './obstacles.ts'
import { pushRoutes } from './routes.ts'
import { createSender } from './sender.ts'
import { testRoutes } from './test-routes.ts'

export default {
  id: 'paging',
  routes: (server, app) => {
    pushRoutes(server, app)
    testRoutes(server, app)
  },
  roads: { obstaclesOf, sender: createSender },
} satisfies Feature
