import type { Feature } from '../feature.ts'
import { nowRoutes } from './routes.ts'

const now: Feature = { id: 'now', routes: nowRoutes }

export default now
