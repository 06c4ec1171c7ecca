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
  return rows.map(asFact)
}

/** Before which fact: its place in the whole log, and in the incident's own stream, by whose index a long timeline is read. */
export type Place = { id: string; seq: number }

const PLACE = /^(\d{1,18})-(\d{1,9})$/

export const placeOf = (cursor: string): Place | null => {
  const [, id, seq] = PLACE.exec(cursor) ?? []
  return id && seq ? { id, seq: Number(seq) } : null
}
export const cursorOf = ({ id, seq }: Place): string => `${id}-${seq}`

/** Of a stream of which nothing was told yet, any fact may be next. */
const END = 2_147_483_647

type Row = Omit<RecordedFact, 'of'> & { stream: string; id: string }

export type Told = { fact: RecordedFact; place: Place }

/** The newest facts before a place in the log, or before its end, newest first, each with the place to read on from after it. */
export async function newestFacts(
  pool: Pool,
  incident: string,
  { before, limit }: { before: Place | null; limit: number },
): Promise<{ told: Told[]; hasMore: boolean }> {
  // Each stream gives its newest by its own index: a long timeline costs what is read of it.
  const text = `select told.* from (
      select 'incident:' || $1::text as stream, $3::int as below
      union all select 'escalation:' || id, ${END} from escalation where about_id = $1 and about_kind = 'incident') about
    cross join lateral (select id::text, stream, seq, name, at, by, data, hash from fact
      where fact.stream = about.stream and fact.seq < about.below and ($2::bigint is null or fact.id < $2::bigint)
      order by seq desc limit $4) told
    order by told.id::bigint desc limit $4`
  const { rows } = await pool.query<Row>(text, [incident, before?.id ?? null, before?.seq ?? END, limit + 1])
  let below = before?.seq ?? END
  const told = rows.slice(0, limit).map(({ id, ...row }): Told => {
    if (row.stream === `incident:${incident}`) below = row.seq
    return { fact: asFact(row), place: { id, seq: below } }
  })
  return { told, hasMore: rows.length > limit }
}

/** Facts by their names in the timeline (`incident:inc-1:12`), newest first; of no other incident than this one. */
export async function factsNamed(pool: Pool, incident: string, names: readonly string[]): Promise<RecordedFact[]> {
  const places = names.flatMap((name) => {
    const [, stream, seq] = /^(.+):(\d{1,9})$/.exec(name) ?? []
    return stream && seq ? [{ stream, seq: Number(seq) }] : []
  })
  const text = `select stream, seq, name, at, by, data, hash from fact
    join unnest($2::text[], $3::int[]) as wanted(stream, seq) using (stream, seq)
    where stream = 'incident:' || $1 or stream in (select 'escalation:' || id from escalation where about_id = $1 and about_kind = 'incident')
    order by fact.id desc`
  const { rows } = await pool.query<Omit<Row, 'id'>>(text, [incident, places.map(({ stream }) => stream), places.map(({ seq }) => seq)])
  return rows.map(asFact)
}

function asFact<T extends { stream: string }>({ stream, ...fact }: T): Omit<T, 'stream'> & Pick<RecordedFact, 'of'> {
  const colon = stream.indexOf(':')
  return { ...fact, of: { kind: stream.slice(0, colon), id: stream.slice(colon + 1) } }
}
