import type { Feature } from '../feature.ts'
import { metricsRoutes } from './routes.ts'

const metrics: Feature = { id: 'metrics', routes: metricsRoutes }

export default metrics
