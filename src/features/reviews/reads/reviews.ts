import type { IncidentState } from '../../../core/incident/state.ts'
import type { ReviewState } from '../../../core/review/machine.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { type Viewer, visibleTo } from '../../people/reads/viewer.ts'

export type StoredReview = { id: string; review: ReviewState; incident: IncidentState }

const STATUS = { open: `status <> 'complete'`, complete: `status = 'complete'`, all: 'true' } as const
const REVIEWS_AT_MOST = 200

async function reviewsWhere(pool: Pool, viewer: Viewer, condition: (put: (value: unknown) => string) => string): Promise<StoredReview[]> {
  const list: unknown[] = []
  const put = (value: unknown): string => `$${list.push(value)}`
  const text = `select review.id, review.state as review, about.state as incident from review
    join (select id, state, declared_at from incident where ${visibleTo(viewer, put)}) about on about.id = review.id
    where ${condition(put)} order by about.declared_at desc limit ${REVIEWS_AT_MOST}`
  const { rows } = await pool.query<StoredReview>(text, list)
  return rows
}

/** Reviews of incidents that the viewer may know of, newest incident first. */
export const listReviews = (pool: Pool, status: keyof typeof STATUS, viewer: Viewer): Promise<StoredReview[]> =>
  reviewsWhere(pool, viewer, () => `review.${STATUS[status]}`.replace('review.true', 'true'))

/** The review of an incident; null when there is none for the viewer. */
export const findReview = async (pool: Pool, incident: string, viewer: Viewer): Promise<StoredReview | null> =>
  (await reviewsWhere(pool, viewer, (put) => `review.id = ${put(incident)}`))[0] ?? null
