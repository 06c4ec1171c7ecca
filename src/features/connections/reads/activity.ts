import { oncePer } from '../../../core/once-per.ts'
import { type Moment, momentOf } from '../../../core/time/moment.ts'
import { repeat } from '../../../engine/repeat.ts'
import type { App } from '../../feature.ts'

/** Written down this often: seconds matter to nobody here, and a row for each alert would cost as much as the alert. */
const WRITE_EVERY_MS = 5_000

type Parts = Pick<App, 'pools' | 'clock' | 'log'>
type Noted = { receivedAt: number | null; sentAt: number | null; said: string | null }

/** One for each process, shared by whoever notes and the task that writes. */
export const activityOf = oncePer((app: Parts) => new Activity(app))

/** When each integration was last heard and last used, noted in memory and written down together. */
export class Activity {
  private readonly app: Parts
  private readonly noted = new Map<string, Noted>()

  constructor(app: Parts) {
    this.app = app
  }

  heard(integration: string): void {
    this.of(integration).receivedAt = this.app.clock.now().epochMilliseconds
  }

  /** `said` is what became of it, in words. */
  sent(integration: string, said: string): void {
    const noted = this.of(integration)
    noted.sentAt = this.app.clock.now().epochMilliseconds
    noted.said = said
  }

  /** Begins to write; returns how to stop, which writes what is left. */
  start(): () => Promise<void> {
    const stop = repeat(this.app.clock, { milliseconds: WRITE_EVERY_MS }, () => this.write())
    return async () => {
      await stop()
      await this.write()
    }
  }

  async write(): Promise<void> {
    if (this.noted.size === 0) return
    const rows = [...this.noted]
    this.noted.clear()
    const momentsOf = (name: 'receivedAt' | 'sentAt') =>
      rows.map(([, noted]) => (noted[name] === null ? null : momentOf(Temporal.Instant.fromEpochMilliseconds(noted[name]))))
    const sql = `insert into connection_activity as old (integration, received_at, sent_at, sent_said)
      select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[])
      on conflict (integration) do update set received_at = greatest(old.received_at, excluded.received_at),
        sent_at = greatest(old.sent_at, excluded.sent_at), sent_said = coalesce(excluded.sent_said, old.sent_said)`
    const values = [rows.map(([id]) => id), momentsOf('receivedAt'), momentsOf('sentAt'), rows.map(([, { said }]) => said)]
    try {
      await this.app.pools.side.query(sql, values)
    } catch (error) {
      // Only what people look at; the next write has newer moments anyway.
      this.app.log.warn({ err: error }, 'could not note when integrations were last heard')
    }
  }

  private of(integration: string): Noted {
    const known = this.noted.get(integration) ?? { receivedAt: null, sentAt: null, said: null }
    this.noted.set(integration, known)
    return known
  }
}

export type LastActivity = { receivedAt: Moment | null; sentAt: Moment | null; said: string | null }

/** What is written down, by integration. */
export async function lastActivity(app: Pick<App, 'pools'>): Promise<Map<string, LastActivity>> {
  const { rows } = await app.pools.side.query<LastActivity & { integration: string }>(
    'select integration, received_at as "receivedAt", sent_at as "sentAt", sent_said as said from connection_activity',
  )
  return new Map(rows.map(({ integration, ...rest }) => [integration, rest]))
}
