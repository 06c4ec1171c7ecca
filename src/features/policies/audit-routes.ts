import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { findStateTables } from '../../engine/pg-tables.ts'
import { verifyAll } from '../../engine/verify.ts'
import type { App } from '../feature.ts'
import { type AuditAnswer, auditAnswer, auditQuery, verificationAnswer } from './contract.ts'

type Row = { id: string; stream: string; seq: number; name: string; at: string; by: string; data: AuditAnswer['items'][number]['data'] }

/** Private incidents, and the ladders about them; facts of others name them by their id. */
const PRIVATE = `with hidden as materialized (select id from incident where is_private),
  ladder as materialized (select 'escalation:' || e.id as stream from escalation e join hidden on e.about_kind = 'incident' and e.about_id = hidden.id)`

/** What happened, newest first, and whether the record of it is whole. */
export function auditRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'audit.read' } as const

  const list = { config, schema: { querystring: auditQuery, response: { 200: auditAnswer } } }
  api.get('/api/v1/audit', list, async ({ query, principal }) => {
    // What happens in a private incident is for its responders; admins answer for the record as a whole.
    const seesAll = principal?.role === 'admin'
    const text = `${PRIVATE} select f.id::text as id, f.stream, f.seq, f.name, f.at, f.by, case when f.name = 'policy.applied' then f.data - 'bundle' else f.data end as data from fact f
      where ($1::bigint is null or f.id < $1) and ($2::text is null or f.stream = $2) and ($3::text is null or f.by = $3)
        and ($4 or (f.stream not in (select stream from ladder) and not exists (
          select 1 from hidden where f.stream like '%' || hidden.id || '%' or f.data::text like '%' || hidden.id || '%')))
      order by f.id desc limit $5`
    const { before, stream, by, limit } = query
    const { rows } = await app.pools.side.query<Row>(text, [before ?? null, stream ?? null, by ?? null, seesAll, limit + 1])
    const items = rows.slice(0, limit)
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  })

  // It reads every fact there is, and names streams: for whoever answers for the record.
  api.get('/api/v1/audit/verify', { config: { action: 'audit.verify' }, schema: { response: { 200: verificationAnswer } } }, async () => {
    const { streams, facts, breaks } = await verifyAll(app.pools.side, await findStateTables(app.pools.side))
    return { isWhole: breaks.length === 0, streams, facts, breaks }
  })
}
