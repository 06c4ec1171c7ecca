import type { Feature } from '../feature.ts'
import { templateRoutes } from './routes.ts'

const templates: Feature = { id: 'templates', routes: templateRoutes }

export default templates
