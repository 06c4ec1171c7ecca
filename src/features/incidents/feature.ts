import type { Feature } from '../feature.ts'
import { listenToChats } from '../paging/reads/chat-door.ts'
import { reportRoutes } from './report-routes.ts'
import { onChat } from './rooms/heard.ts'
import { signStep } from './rooms/sign.ts'
import { roomStep } from './rooms/step.ts'
import { watchPolicy } from './rooms/watch-policy.ts'
import { incidentRoutes } from './routes.ts'
import { runbookRoutes } from './runbook-routes.ts'

const incidents: Feature = {
  id: 'incidents',
  routes: (server, app) => {
    incidentRoutes(server, app)
    reportRoutes(server, app)
    runbookRoutes(server, app)
  },
  jobs: { 'room-step': roomStep, sign: signStep },
  start: async (app) => {
    listenToChats(app, onChat)
    return watchPolicy(app)
  },
}

export default incidents
