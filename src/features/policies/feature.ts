import type { Feature } from '../feature.ts'
import { policyRoutes } from './routes.ts'

const policies: Feature = { id: 'policies', routes: policyRoutes }

export default policies
