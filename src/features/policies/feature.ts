import type { Feature } from '../feature.ts'
import { auditRoutes } from './audit-routes.ts'
import { documentRoutes } from './document-routes.ts'
import { replayRoutes } from './replay-routes.ts'
import { policyRoutes } from './routes.ts'
import { versionRoutes } from './version-routes.ts'

const policies: Feature = {
  id: 'policies',
  routes: (server, app) => {
    policyRoutes(server, app)
    auditRoutes(server, app)
    documentRoutes(server, app)
    versionRoutes(server, app)
    replayRoutes(server, app)
  },
}

export default policies
