import type { AlertState } from '../../../core/alert/state.ts'
import { type Moment, momentOf } from '../../../core/time/moment.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import type { App } from '../../feature.ts'
import type { SimilarAnswer } from '../contract.ts'
import { ackMsOf, endedHow, lastedMsOf, medianOf } from '../similar.ts'
import { presentAlert } from './alert-row.ts'
import { type StoredAlert, seenBy } from './alerts.ts'
import type { Reader } from './people.ts'

const SIMILAR_DAYS = 90
/** So many of the service are looked at, newest first: a noisy service must not make one look expensive. */
const LOOKED_AT = 1_000
const SHOWN_AT_MOST = 50

/** Earlier alerts with the sender's key, or with the same title for the same service: newest first. */
export async function findSimilar(pool: Pool, { id, state }: StoredAlert, since: Moment): Promise<StoredAlert[]> {
  const { service } = state.routed
  const ofService = service === null ? 'service is null' : 'service = $6'
  // Without the materialised part the planner would rather walk every alert there is by time.
  const text = `with near as materialized (
      select id, number, state, integration from alert where ${ofService} and opened_at > $1 and id <> $2 order by opened_at desc limit ${LOOKED_AT}
    ) select id, number, state from near
    where (integration = $3 and state->>'dedup' = $4) or state->>'title' = $5 limit ${SHOWN_AT_MOST}`
  const values = [since, id, state.integration, state.dedup, state.title, ...(service === null ? [] : [service])]
  const { rows } = await pool.query<StoredAlert>(text, values)
  return rows.map((row) => ({ ...row, number: String(row.number) }))
}

export const similarSince = ({ clock }: Pick<App, 'clock'>): Moment => momentOf(clock.now().subtract({ hours: SIMILAR_DAYS * 24 }))

/** How they ended, who took them and how fast: what a person at night wants to know of the last time. */
export async function readSimilar(app: App, alert: StoredAlert, reader: Reader): Promise<SimilarAnswer> {
  const found = await findSimilar(app.pools.side, alert, similarSince(app))
  const seen = await seenBy(app.pools.side, found, reader)
  const isSameKey = ({ integration, dedup }: AlertState): boolean => integration === alert.state.integration && dedup === alert.state.dedup
  const items = seen.map((each) => ({
    ...presentAlert(each, undefined, reader),
    because: isSameKey(each.state) ? ('same-key' as const) : ('same-title' as const),
    ended: endedHow(each.state),
    ackMs: ackMsOf(each.state),
    lastedMs: lastedMsOf(each.state),
  }))
  const figures = (name: 'ackMs' | 'lastedMs'): number | null => medianOf(items.flatMap((each) => each[name] ?? []))
  return { items, days: SIMILAR_DAYS, medianAckMs: figures('ackMs'), medianLastedMs: figures('lastedMs') }
}
