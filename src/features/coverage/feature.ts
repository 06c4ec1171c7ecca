import type { Feature } from '../feature.ts'
import { coverageRoutes } from './routes.ts'

const coverage: Feature = { id: 'coverage', routes: coverageRoutes }

export default coverage
