import type { Feature } from '../feature.ts'
import { reportRoutes } from './report-routes.ts'
import { roomStep } from './rooms/step.ts'
import { incidentRoutes } from './routes.ts'

const incidents: Feature = {
  id: 'incidents',
  routes: (server, app) => {
    incidentRoutes(server, app)
    reportRoutes(server, app)
  },
  jobs: { 'room-step': roomStep },
}

export default incidents
