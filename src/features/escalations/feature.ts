import type { Feature } from '../feature.ts'
import { ackRoutes } from './ack-routes.ts'
import { approveRoutes } from './approve-routes.ts'
import { pageRoutes } from './page-routes.ts'
import { readingRoutes } from './reading-routes.ts'

const escalations: Feature = {
  id: 'escalations',
  routes: (server, app) => {
    pageRoutes(server, app)
    readingRoutes(server, app)
  },
  pages: async (server, app) => {
    await ackRoutes(server, app)
    await approveRoutes(server, app)
  },
}

export default escalations
