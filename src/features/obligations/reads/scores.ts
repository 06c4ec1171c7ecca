import type { IncidentState } from '../../../core/incident/state.ts'
import { momentOf } from '../../../core/time/moment.ts'
import type { Present } from '../../incidents/reads/present.ts'
import { viewerOf, visibleTo } from '../../people/reads/viewer.ts'
import type { Scored } from '../rules.ts'
import { teamOf } from './owed.ts'

type Row = { title: string; service: string | null; reference: string; declared_at: string; score: IncidentState['score'] }

/** The scores of the incidents declared from `from` until `to` that the reader may know of. */
export async function scoresBetween(present: Present, { from, to }: { from: Temporal.Instant; to: Temporal.Instant }): Promise<Scored[]> {
  const values: unknown[] = [momentOf(from), momentOf(to)]
  const seen = visibleTo(viewerOf(present.reader), (value) => `$${values.push(value)}`)
  const { rows } = await present.app.pools.side.query<Row>(
    `select reference, declared_at, service, state->>'title' as title, state->'score' as score from incident
     where declared_at >= $1::timestamptz and declared_at < $2::timestamptz and ${seen} order by declared_at`,
    values,
  )
  return rows.map(({ reference, title, service, score, declared_at }) => ({
    ...{ reference, title, score, declaredAt: declared_at },
    team: teamOf(present, service),
  }))
}
