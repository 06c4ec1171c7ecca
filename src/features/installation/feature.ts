import type { Feature } from '../feature.ts'
import { installationRoutes } from './routes.ts'

export default { id: 'installation', routes: installationRoutes } satisfies Feature
