import { momentOf } from '../core/time/moment.ts'
import type { Pool } from '../platform/db/pool.ts'
import { asked } from './pg-errors.ts'

/** Longer than anybody asks a provider about a message; what became of it stays in the facts. */
const MESSAGE_DAYS = 14
/** A process that has been silent for so long is not coming back under this name: each start has a new one. */
const WORKER_HOURS = 24
/** Small enough that nobody who sends waits behind a deletion. */
const BATCH = 500
/** More than a busy day leaves behind; the rest goes the next time. */
const MOST_BATCHES = 400

export type Removed = { messages: number; workers: number }

/**
 * Removes what nothing will look at again: messages that have long come to an end, and workers that are long dead. Facts
 * are never removed. Hand in the side pool.
 */
export async function removeFinished(pool: Pool, now: Temporal.Instant): Promise<Removed> {
  let messages = 0
  const before = momentOf(now.subtract({ hours: 24 * MESSAGE_DAYS }))
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const { rowCount } = await asked(pool.query(messagesText, [before, BATCH]))
    messages += rowCount ?? 0
    if ((rowCount ?? 0) < BATCH) break
  }
  const silent = momentOf(now.subtract({ hours: WORKER_HOURS }))
  const { rowCount } = await asked(pool.query(workersText, [silent]))
  return { messages, workers: rowCount ?? 0 }
}

const messagesText = `delete from message where id = any(array(
  select id from message where queued_at < $1 and status in ('delivered', 'failed', 'withdrawn') limit $2 for update skip locked))`

/** One that holds a message stays until somebody has taken that over. */
const workersText = `delete from worker w where alive_until < $1 and not exists (
  select 1 from message m where m.owner = w.id and m.status in ('claimed', 'sending'))`
