import type { Feature } from '../feature.ts'
import { peopleRoutes } from './routes.ts'
import { setupRoutes } from './setup-routes.ts'

export default {
  id: 'people',
  routes: (server, app) => {
    peopleRoutes(server, app)
    setupRoutes(server, app)
  },
} satisfies Feature
