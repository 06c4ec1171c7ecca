import type { Feature } from '../feature.ts'
import { catalogRoutes } from './routes.ts'

const catalog: Feature = { id: 'catalog', routes: catalogRoutes }

export default catalog
