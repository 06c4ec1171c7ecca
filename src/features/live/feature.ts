import type { Feature } from '../feature.ts'
import { liveRoutes } from './routes.ts'

export default { id: 'live', routes: liveRoutes } satisfies Feature
