import type { AuditAnswer, AuditQuery } from './contract.ts'

export type AuditRow = AuditAnswer['items'][number]

/** Private incidents, and the ladders about them; facts of others name them by their id. */
const PRIVATE = `with hidden as materialized (select id from incident where is_private),
  ladder as materialized (select 'escalation:' || e.id as stream from escalation e join hidden on e.about_kind = 'incident' and e.about_id = hidden.id)`

/**
 * What happened, newest first, one row more than asked for. In the order of the index (at, id), so that a page of it costs the same
 * however long the record is. Without `seesAll` nothing of private incidents.
 */
export function auditStatement({ before, stream, by, limit }: AuditQuery, seesAll: boolean): { text: string; values: unknown[] } {
  const text = `${PRIVATE} select f.id::text as id, f.stream, f.seq, f.name, f.at, f.by,
      case when f.name in ('policy.applied', 'policy.proposed') then f.data - 'bundle' else f.data end as data from fact f
    where ($1::timestamptz is null or (f.at, f.id) < ($1, $6::bigint)) and ($2::text is null or f.stream = $2) and ($3::text is null or f.by = $3)
      and ($4 or (f.stream not in (select stream from ladder) and not exists (
        select 1 from hidden where f.stream like '%' || hidden.id || '%' or f.data::text like '%' || hidden.id || '%')))
    order by f.at desc, f.id desc limit $5`
  const [at = null, id = null] = before?.split('~') ?? []
  return { text, values: [at, stream ?? null, by ?? null, seesAll, limit + 1, id] }
}

/** Where the next page begins. */
export const cursorOf = ({ at, id }: AuditRow): string => `${at}~${id}`
