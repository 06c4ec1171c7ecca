import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type LedgerEntry, ledgerCsv } from '../../core/paging/ledger.ts'
import type { Address } from '../../integrations/declaration.ts'
import { isPermitted, type Principal } from '../../platform/auth/permissions.ts'
import { Problem } from '../../platform/http/problem.ts'
import { findAlert } from '../alerts/reads/alerts.ts'
import type { App } from '../feature.ts'
import { viewerOf } from '../people/reads/viewer.ts'
import { personOf } from '../policies/reads.ts'
import { destinationOf, shownAddress } from './addresses.ts'
import { type LedgerAnswer, ledgerAnswer, ledgerQuery, ledgerSpanQuery } from './contract.ts'
import { ledgerBetween, ledgerOfAlert } from './reads/ledger.ts'

const params = z.object({ id: z.string().min(1).max(300) })
/** What comes after this page of a CSV export; JSON says it in its body. */
const NEXT = 'tocsin-next'

/** Every page, from its queueing to whoever answered: for one alert, and for a span of time, as JSON and as CSV. */
export function ledgerRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const response = { 200: z.union([ledgerAnswer, z.string()]) }

  api.get(
    '/api/v1/alerts/:id/ledger',
    { config: { action: 'alert.read' }, schema: { params, querystring: ledgerQuery, response } },
    async ({ params, query, principal }, reply) => {
      const found = await findAlert(app.pools.side, params.id)
      if (!found)
        throw new Problem({
          code: 'not-found',
          status: 404,
          detail: `There is no alert ${params.id}; GET /api/v1/alerts lists those there are.`,
        })
      const viewer = viewerOf({ policy: app.policies.live(), principal })
      const items = await ledgerOfAlert(app.pools.side, found.id, viewer)
      return answer(reply, query.format, { items: shownTo(app, principal, items), next: null })
    },
  )

  // What was sent in private incidents is for their responders; admins answer for the record as a whole.
  api.get(
    '/api/v1/ledger',
    { config: { action: 'audit.read' }, schema: { querystring: ledgerSpanQuery, response } },
    async ({ query, principal }, reply) => {
      const { format, from, to, cursor } = query
      const seesPrivate = principal?.role === 'admin'
      const { items, next } = await ledgerBetween(app.pools.side, { from, to, after: cursor ?? null, seesPrivate })
      return answer(reply, format, { items: shownTo(app, principal, items), next })
    },
  )
}

/** A browser's subscription holds the keys to it and tells nobody anything. */
const isSubscription = (address: Address): boolean => address.startsWith('{')

/** Addresses whole for the person themselves and for those who may change them, as far as they are still the same. */
function shownTo(app: App, principal: Principal | null, items: readonly LedgerEntry[]): LedgerEntry[] {
  const policy = app.policies.live()
  const self = personOf(policy, principal)?.id
  const isAdmin = principal !== null && isPermitted(principal, 'people.write')
  return items.map((entry) => {
    const declaration = isAdmin || entry.user === self ? app.integrations.get(entry.channel) : undefined
    if (!declaration || entry.to === null) return entry
    const { addresses } = destinationOf({ target: `user:${entry.user}`, declaration, policy })
    const isWhole = shownAddress(addresses) === entry.to && !addresses.some(isSubscription)
    return isWhole ? { ...entry, to: addresses.join(', ') } : entry
  })
}

function answer(reply: FastifyReply, format: 'json' | 'csv', found: LedgerAnswer): LedgerAnswer | string {
  if (format === 'json') return found
  void reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="ledger.csv"')
  if (found.next) void reply.header(NEXT, found.next)
  return ledgerCsv(found.items)
}
