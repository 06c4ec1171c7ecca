import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Feature } from '../feature.ts'
import { owedList, owedQuery } from './contract.ts'
import { owedBy } from './reads/owed.ts'

const obligations: Feature = {
  id: 'obligations',
  routes(server, app) {
    const routes = server.withTypeProvider<ZodTypeProvider>()
    const options = { config: { action: 'incident.read' as const }, schema: { querystring: owedQuery, response: { 200: owedList } } }
    routes.get('/api/v1/obligations', options, async ({ principal, query }) => {
      const all = await owedBy({ app, reader: { policy: app.policies.live(), principal } })
      return { items: query.mine === 'true' ? all.filter((each) => each.isYours) : all, next: null }
    })
  },
}

export default obligations
