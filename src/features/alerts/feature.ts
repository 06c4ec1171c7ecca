import type { Feature } from '../feature.ts'
import { alertRoutes } from './routes.ts'

const alerts: Feature = { id: 'alerts', routes: alertRoutes }

export default alerts
