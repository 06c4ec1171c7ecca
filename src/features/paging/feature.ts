import type { Feature } from '../feature.ts'
import { pushRoutes } from './routes.ts'
import { canSendThrough, createSender } from './sender.ts'

export default { id: 'paging', routes: pushRoutes, roads: { canSend: canSendThrough, sender: createSender } } satisfies Feature
