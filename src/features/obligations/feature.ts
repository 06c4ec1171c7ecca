import type { Feature } from '../feature.ts'
import { explainRoutes } from './explain-routes.ts'
import { followPolicy } from './follow.ts'
import { obligationRoutes } from './routes.ts'

const obligations: Feature = {
  id: 'obligations',
  routes: (server, app) => {
    obligationRoutes(server, app)
    explainRoutes(server, app)
  },
  start: async (app) => (app.settings.role === 'web' ? async () => {} : followPolicy(app)),
}

export default obligations
