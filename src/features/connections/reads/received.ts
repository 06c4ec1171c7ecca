import type { Json } from '../../../core/command/command.ts'
import { oncePer } from '../../../core/once-per.ts'
import { type Moment, momentOf } from '../../../core/time/moment.ts'
import { repeat } from '../../../engine/repeat.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import type { App } from '../../feature.ts'
import { redactedBody } from '../redacted.ts'

/** Written down together this often, and beside the page path: the alerts themselves are on disk already. */
const WRITE_EVERY_MS = 2_000
/** More in that time is a storm, whose requests are alike: the rest is not kept, so that keeping costs a storm nothing. */
const KEPT_AT_MOST = 200
/** Longer ones are cut: nobody reads further, and one sender must not fill the disk. */
const LONGEST_BODY = 64 * 1024

type Parts = Pick<App, 'pools' | 'clock' | 'log' | 'newId'>
type Noted = { id: string; at: Moment; alerts: string[]; body: string }
export type Arrival = { alerts: string[]; body: unknown; raw: Buffer; key: string }

/** One for each process, shared by the intake that notes and the task that writes. */
export const receivedLogOf = oncePer((app: Parts) => new ReceivedLog(app))

/** The requests that opened alerts, as they came, for the alert's own screen. */
export class ReceivedLog {
  private readonly app: Parts
  private noted: Noted[] = []

  constructor(app: Parts) {
    this.app = app
  }

  note({ alerts, body, raw, key }: Arrival): void {
    if (alerts.length === 0 || this.noted.length >= KEPT_AT_MOST) return
    const text = redactedBody(body as Json | undefined, raw, key)
    this.noted.push({ id: this.app.newId(), at: momentOf(this.app.clock.now()), alerts, body: text })
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
    if (this.noted.length === 0) return
    const rows = this.noted
    this.noted = []
    // `unnest` would flatten lists of lists, so each row's alerts travel as one text.
    const sql = `insert into received_request (id, received_at, alerts, body, is_cut)
      select id, at, string_to_array(alerts, ' '), left(body, ${LONGEST_BODY}), length(body) > ${LONGEST_BODY}
      from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[]) as noted (id, at, alerts, body)`
    const values = [rows.map(({ id }) => id), rows.map(({ at }) => at), rows.map(({ alerts }) => alerts.join(' ')), rows.map(bodyOf)]
    try {
      await this.app.pools.side.query(sql, values)
    } catch (error) {
      // Only what people look at: the alerts are kept whole, and say themselves what was understood.
      this.app.log.warn({ err: error }, 'could not keep what senders posted; the alerts themselves are kept')
    }
  }
}

/** One more character than is kept, so that the database sees that it was cut. */
const bodyOf = ({ body }: Noted): string => body.slice(0, LONGEST_BODY + 1)

export type Received = { at: Moment; body: string; isCut: boolean }

/** The request that opened the alert; null when none was kept. */
export async function findReceived(pool: Pool, alert: string): Promise<Received | null> {
  const text = `select received_at as at, body, is_cut as "isCut" from received_request where alerts @> array[$1] order by received_at limit 1`
  const { rows } = await pool.query<Received>(text, [alert])
  return rows[0] ?? null
}
