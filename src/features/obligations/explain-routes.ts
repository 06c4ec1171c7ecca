import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { App } from '../feature.ts'
import { explainAnswer, explainQuery } from '../policies/contract/explain.ts'
import { explainedPlace } from '../policies/reads/explained-place.ts'
import { owedBy } from './reads/owed.ts'

/** Here and not with the policy, for what it causes stands in incidents. */
export function explainRoutes(server: FastifyInstance, app: App): void {
  const schema = { querystring: explainQuery, response: { 200: explainAnswer } }
  server
    .withTypeProvider<ZodTypeProvider>()
    .get('/api/v1/policy/explain', { config: { action: 'policy.read' }, schema }, async ({ query, principal }) => {
      const explained = await explainedPlace(app, { path: query.path, principal })
      const rules = new Set(explained.owes.map(({ rule }) => rule))
      if (rules.size === 0) return { ...explained, owed: [] }
      const open = await owedBy({ app, reader: { policy: app.policies.live(), principal } })
      const caused = open.filter(({ clock }) => rules.has(ruleOf(clock.id)))
      return {
        ...explained,
        owed: caused.map(({ incident: { id, reference }, clock: { id: clock, title, status, dueAt } }) => ({
          incident: id,
          reference,
          clock,
          title,
          status,
          dueAt,
        })),
      }
    })
}

/** `internal-update#3` → `internal-update` */
const ruleOf = (clock: string): string => clock.slice(0, clock.lastIndexOf('#'))
