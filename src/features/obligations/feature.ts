import type { Feature } from '../feature.ts'
import { followPolicy } from './follow.ts'
import { obligationRoutes } from './routes.ts'

const obligations: Feature = {
  id: 'obligations',
  routes: obligationRoutes,
  start: async (app) => (app.settings.role === 'web' ? async () => {} : followPolicy(app)),
}

export default obligations
