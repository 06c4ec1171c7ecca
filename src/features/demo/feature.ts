import type { Feature } from '../feature.ts'
import { demoRoutes } from './routes.ts'
import { seedDemo } from './seed.ts'

const demo: Feature = {
  id: 'demo',
  routes: demoRoutes,
  start: async (app) => {
    if (app.settings.isDemo) {
      const { incidents, alerts } = await seedDemo(app)
      app.log.info({ incidents, alerts }, 'the example organisation is there; remove it in Settings')
    }
    return async () => undefined
  },
}

export default demo
