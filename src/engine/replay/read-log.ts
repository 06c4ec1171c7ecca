import type { Moment } from '../../core/time/moment.ts'
import type { Pool } from '../../platform/db/pool.ts'
import type { Cause, LoggedFact } from '../cause.ts'
import { subjectOfStream } from '../pg-read.ts'

/** One page is read by another thread than the one that pages, in so many pieces that nobody waits for one. */
const FACTS_AT_ONCE = 1_000
/** About what fits into the memory of a thread beside what is made of it. */
const MOST_CHARACTERS = 48_000_000
/** Pages of the record as JSON, unread: whoever works on them parses them. `isWhole` is false when the newest did not fit. */
export type WrittenLog = { pages: string[]; isWhole: boolean }

/** What happened in a span of time, in the order in which it did. Hand in the side pool. */
export async function readLog(pool: Pick<Pool, 'query'>, { from, to }: { from: Moment; to: Moment }): Promise<WrittenLog> {
  const text = `select count(*)::int as n, max(id)::text as last, coalesce(json_agg(r)::text, '[]') as page from (
    select id, stream, seq, name, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, by, data, hash, cause
    from fact where at >= $1 and at < $2 and id > $3::bigint order by id limit ${FACTS_AT_ONCE}) r`
  const pages: string[] = []
  let size = 0
  for (let after = '0'; size < MOST_CHARACTERS; ) {
    const { rows } = await pool.query<{ n: number; last: string | null; page: string }>(text, [from, to, after])
    const [row] = rows
    if (!row?.last) return { pages, isWhole: true }
    pages.push(row.page)
    size += row.page.length
    after = row.last
  }
  return { pages, isWhole: false }
}

type Written = Omit<LoggedFact, 'of' | 'cause'> & { id: number; stream: string; cause: Cause | null }

/** The facts of a written log in its order. */
export function factsIn(pages: readonly string[]): LoggedFact[] {
  return pages.flatMap((page) =>
    (JSON.parse(page) as Written[]).map(({ id: _, stream, cause, ...fact }) => ({
      ...fact,
      of: subjectOfStream(stream),
      ...(cause ? { cause } : {}),
    })),
  )
}
