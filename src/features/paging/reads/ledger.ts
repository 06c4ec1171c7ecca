import type { RecordedFact } from '../../../core/command/command.ts'
import { type LedgerEntry, ledgerOfFacts } from '../../../core/paging/ledger.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { factsOf } from '../../alerts/reads/alerts.ts'
import { laddersSeenBy, type Viewer } from '../../people/reads/viewer.ts'

/** Ladders of one page of the export. A busy month has thousands. */
const LADDERS_PER_PAGE = 200

const byTime = (one: LedgerEntry, other: LedgerEntry): number => (one.events[0]?.at ?? '').localeCompare(other.events[0]?.at ?? '')

async function ledgersOf(pool: Pool, streams: readonly string[]): Promise<LedgerEntry[]> {
  const facts = await factsOf(pool, streams)
  return [...facts.values()].flatMap((each) => ledgerOfFacts(each as RecordedFact[])).sort(byTime)
}

/** Every page of every ladder that an alert has climbed, as far as the viewer may know of it. */
export async function ledgerOfAlert(pool: Pool, alert: string, viewer: Viewer): Promise<LedgerEntry[]> {
  const { rows } = await pool.query<{ escalation: string }>(
    `select distinct data->>'escalation' as escalation from fact where stream = $1 and name = 'alert.attached'`,
    [`alert:${alert}`],
  )
  const seen = await laddersSeenBy(
    pool,
    rows.map(({ escalation }) => escalation),
    viewer,
  )
  return ledgersOf(
    pool,
    seen.map((escalation) => `escalation:${escalation}`),
  )
}

export type Span = { from: string; to: string; after: string | null; seesPrivate: boolean }

/** Pages queued in a half-open span, by ladders: whole ladders, so that none is cut off from what became of it. */
export async function ledgerBetween(
  pool: Pool,
  { from, to, after, seesPrivate }: Span,
): Promise<{ items: LedgerEntry[]; next: string | null }> {
  const text = `select stream from fact where name = 'page.queued' and at >= $1 and at < $2 and ($3::text is null or stream > $3)
      and ($4 or not exists (select 1 from escalation e join incident i on i.id = e.about_id and e.about_kind = 'incident' and i.is_private
        where 'escalation:' || e.id = fact.stream))
    group by stream order by stream limit $5`
  const { rows } = await pool.query<{ stream: string }>(text, [from, to, after, seesPrivate, LADDERS_PER_PAGE + 1])
  const streams = rows.slice(0, LADDERS_PER_PAGE).map(({ stream }) => stream)
  return { items: await ledgersOf(pool, streams), next: rows.length > LADDERS_PER_PAGE ? (streams.at(-1) ?? null) : null }
}
