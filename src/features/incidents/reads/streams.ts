import type { RecordedFact } from '../../../core/command/command.ts'
import type { Pool } from '../../../platform/db/pool.ts'

/** More is no timeline but an export. */
const FACTS_AT_MOST = 5_000

/** The facts of an incident and of every escalation about it, oldest first. */
export async function factsOfIncident(pool: Pool, incident: string): Promise<RecordedFact[]> {
  const text = `select stream, seq, name, at, by, data, hash from fact
    where stream = $1 or stream = any(select 'escalation:' || id from escalation where about_id = $2 and about_kind = 'incident')
    order by id limit ${FACTS_AT_MOST}`
  const { rows } = await pool.query<Omit<RecordedFact, 'of'> & { stream: string }>(text, [`incident:${incident}`, incident])
  return rows.map(({ stream, ...fact }) => {
    const colon = stream.indexOf(':')
    return { ...fact, of: { kind: stream.slice(0, colon), id: stream.slice(colon + 1) } }
  })
}

/** The newest facts before a place in the log: `before` is the id of a fact, or null for the end. `next` is where to read on. */
export async function newestFacts(
  pool: Pool,
  incident: string,
  { before, limit }: { before: string | null; limit: number },
): Promise<{ facts: RecordedFact[]; next: string | null }> {
  // Each stream gives its newest by its own index: a long timeline costs what is read of it.
  const text = `select told.* from (
      select 'incident:' || $1::text as stream
      union all select 'escalation:' || id from escalation where about_id = $1 and about_kind = 'incident') about
    cross join lateral (select id::text, stream, seq, name, at, by, data, hash from fact
      where fact.stream = about.stream and ($2::bigint is null or fact.id < $2::bigint) order by seq desc limit $3) told
    order by told.id::bigint desc limit $3`
  const { rows } = await pool.query<Omit<RecordedFact, 'of'> & { stream: string; id: string }>(text, [incident, before, limit + 1])
  const page = rows.slice(0, limit)
  const facts = page.map(({ stream, id: _, ...fact }) => {
    const colon = stream.indexOf(':')
    return { ...fact, of: { kind: stream.slice(0, colon), id: stream.slice(colon + 1) } }
  })
  return { facts: facts.reverse(), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}
