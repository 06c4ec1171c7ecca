import type { Feature } from '../feature.ts'
import { pushRoutes } from './routes.ts'
import { canSendThrough, createSender } from './sender.ts'
import { testRoutes } from './test-routes.ts'

export default {
  id: 'paging',
  routes: (server, app) => {
    pushRoutes(server, app)
    testRoutes(server, app)
  },
  roads: { canSend: canSendThrough, sender: createSender },
} satisfies Feature
