import type { Feature } from '../feature.ts'
import { incidentRoutes } from './routes.ts'

const incidents: Feature = { id: 'incidents', routes: incidentRoutes }

export default incidents
