import { momentOf } from '../../core/time/moment.ts'
import type { App } from '../feature.ts'

/** Written down this often: seconds matter to nobody here, and a row for each alert would cost as much as the alert. */
const WRITE_EVERY_MS = 5_000

/** When each integration was last heard, noted in memory and written down together. */
export class Activity {
  private readonly app: Pick<App, 'pools' | 'clock' | 'log'>
  private readonly received = new Map<string, number>()

  constructor(app: Pick<App, 'pools' | 'clock' | 'log'>) {
    this.app = app
  }

  heard(integration: string): void {
    this.received.set(integration, this.app.clock.now().epochMilliseconds)
  }

  /** Begins to write; returns how to stop, which writes what is left. */
  start(): () => Promise<void> {
    let cancel = (): void => {}
    let isStopped = false
    const again = (): void => {
      if (isStopped) return
      cancel = this.app.clock.at(this.app.clock.now().add({ milliseconds: WRITE_EVERY_MS }), () => void this.write().then(again))
    }
    again()
    return async () => {
      isStopped = true
      cancel()
      await this.write()
    }
  }

  async write(): Promise<void> {
    if (this.received.size === 0) return
    const noted = [...this.received]
    this.received.clear()
    const moments = noted.map(([, ms]) => momentOf(Temporal.Instant.fromEpochMilliseconds(ms)))
    const sql = `insert into connection_activity (integration, received_at)
      select * from unnest($1::text[], $2::timestamptz[])
      on conflict (integration) do update set received_at = greatest(connection_activity.received_at, excluded.received_at)`
    try {
      await this.app.pools.side.query(sql, [noted.map(([id]) => id), moments])
    } catch (error) {
      // Only what people look at; the next write has newer moments anyway.
      this.app.log.warn({ err: error }, 'could not note when integrations were last heard')
    }
  }
}
