import type { ChangeEvent } from '../../core/alert/event.ts'
import { momentOf } from '../../core/time/moment.ts'
import { repeat } from '../../engine/repeat.ts'
import type { App } from '../feature.ts'
import type { Connection } from './reads/connection-index.ts'

/** How long a change is of use when somebody asks "what changed before this broke?". */
const KEPT_DAYS = 90
const SWEEP_EVERY_HOURS = 6

/** Keeps a change and gives its id. Nobody is told. */
export async function keepChange(app: App, { id: integration, service }: Connection, event: ChangeEvent): Promise<string> {
  const id = app.newId()
  const now = momentOf(app.clock.now())
  const values = [
    id,
    integration,
    service,
    event.title,
    event.source,
    JSON.stringify(event.labels),
    JSON.stringify(event.details),
    JSON.stringify(event.links),
  ]
  await app.pools.side.query(
    `insert into change_event (id, integration, service, title, source, labels, details, links, happened_at, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [...values, event.happenedAt ?? now, now],
  )
  return id
}

/** Removes changes and received requests that are too old, at the start and a few times a day; returns how to stop. */
export function sweepOld(app: App): () => Promise<void> {
  const sweep = async (): Promise<void> => {
    const before = momentOf(app.clock.now().subtract({ hours: KEPT_DAYS * 24 }))
    for (const table of ['change_event', 'received_request'])
      await app.pools.side
        .query(`delete from ${table} where received_at < $1`, [before])
        .catch((error) => app.log.warn({ err: error }, `could not remove what is old from ${table}; it is tried again later`))
  }
  const first = sweep()
  const stop = repeat(app.clock, { hours: SWEEP_EVERY_HOURS }, sweep)
  return async () => {
    await stop()
    await first
  }
}
