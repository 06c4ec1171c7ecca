import type { Feature } from '../feature.ts'
import { onCallRoutes } from './routes.ts'

const onCall: Feature = { id: 'oncall', routes: onCallRoutes }

export default onCall
