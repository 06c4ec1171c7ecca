import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { findStateTables } from '../../engine/pg-tables.ts'
import { verifyAll } from '../../engine/verify.ts'
import type { App } from '../feature.ts'
import { type AuditRow, auditStatement, cursorOf } from './audit-reads.ts'
import { auditAnswer, auditQuery, verificationAnswer } from './contract.ts'

/** What happened, newest first, and whether the record of it is whole. */
export function auditRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'audit.read' } as const

  const list = { config, schema: { querystring: auditQuery, response: { 200: auditAnswer } } }
  api.get('/api/v1/audit', list, async ({ query, principal }) => {
    // What happens in a private incident is for its responders; admins answer for the record as a whole.
    const seesAll = principal?.role === 'admin'
    const { rows } = await app.pools.side.query<AuditRow>(auditStatement(query, seesAll))
    const items = rows.slice(0, query.limit)
    const last = items.at(-1)
    return { items, next: last && rows.length > query.limit ? cursorOf(last) : null }
  })

  // It reads every fact there is, and names streams: for whoever answers for the record.
  api.get('/api/v1/audit/verify', { config: { action: 'audit.verify' }, schema: { response: { 200: verificationAnswer } } }, async () => {
    const { streams, facts, breaks } = await verifyAll(app.pools.side, await findStateTables(app.pools.side))
    return { isWhole: breaks.length === 0, streams, facts, breaks }
  })
}
