import type { Feature } from '../feature.ts'
import { listenToChats } from '../paging/reads/chat-door.ts'
import { reportRoutes } from './report-routes.ts'
import { onChat } from './rooms/heard.ts'
import { roomStep } from './rooms/step.ts'
import { incidentRoutes } from './routes.ts'

const incidents: Feature = {
  id: 'incidents',
  routes: (server, app) => {
    incidentRoutes(server, app)
    reportRoutes(server, app)
  },
  jobs: { 'room-step': roomStep },
  start: async (app) => {
    listenToChats(app, onChat)
    return async () => {}
  },
}

export default incidents
