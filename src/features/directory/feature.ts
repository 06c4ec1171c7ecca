import type { Feature } from '../feature.ts'
import { directoryRoutes } from './routes.ts'

const directory: Feature = { id: 'directory', routes: directoryRoutes }

export default directory
