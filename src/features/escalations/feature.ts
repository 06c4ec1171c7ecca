import type { Feature } from '../feature.ts'
import { ackRoutes } from './ack-routes.ts'
import { pageRoutes } from './page-routes.ts'

const escalations: Feature = { id: 'escalations', routes: pageRoutes, pages: ackRoutes }

export default escalations
