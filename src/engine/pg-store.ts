import type { Address } from '../core/command/command.ts'
import type { Moment } from '../core/time/moment.ts'
import type { Pool, PoolClient } from '../platform/db/pool.ts'
import type { LoggedFact } from './cause.ts'
import { beginMessages, claimMessages, lockDueTimers } from './pg-claims.ts'
import { asked } from './pg-errors.ts'
import { readerOn, readFacts } from './pg-read.ts'
import { findStateTables, type StateTables } from './pg-tables.ts'
import { onOneConnection } from './pg-transaction.ts'
import { createWriteStatements } from './pg-write.ts'
import { inTime, prepared, type Statement } from './prepared.ts'
import type { Changes, MessageClaim, QueuedMessage, Reader, Row, Store, Timer, TimerClaim, Writer } from './store.ts'

export type PgStoreOptions = {
  /** The page path's pool. Its statements must not depend on how large the tables were when they were planned. */
  pool: Pool
  /** What this process is, for whoever looks at the workers. */
  role?: string
  startedAt?: Moment | null
}

/** Opens the store on a migrated database. Errors of it are `Conflict`, `DatabaseDown`, `DiskFull`, `Unstorable`. */
export async function openPgStore(options: PgStoreOptions): Promise<PgStore> {
  return new PgStore(options, await asked(findStateTables(options.pool)))
}

/** The store on PostgreSQL. It looks at no watch: every instant is given to it. */
export class PgStore implements Store {
  readonly pool: Pool
  readonly tables: StateTables
  private readonly reader: Reader
  private readonly statementOf: (changes: Changes) => Statement
  private readonly worker: { role: string; startedAt: Moment | null }

  constructor({ pool, role = 'all', startedAt = null }: PgStoreOptions, tables: StateTables) {
    this.pool = pool
    this.tables = tables
    this.worker = { role, startedAt }
    this.reader = readerOn(pool, tables, inTime)
    this.statementOf = createWriteStatements(tables)
  }

  load(addresses: Address[]): Promise<Row[]> {
    return this.reader.load(addresses)
  }

  find(kind: string, column: string, values: string[]): Promise<{ id: string; value: string }[]> {
    return this.reader.find(kind, column, values)
  }

  counters(names: string[]): Promise<Map<string, number>> {
    return this.reader.counters(names)
  }

  async write(changes: Changes): Promise<void> {
    await asked(this.pool.query(inTime(this.statementOf(changes))))
  }

  async withDueTimers<T>(claim: TimerClaim, work: (due: Timer[], writer: Writer) => Promise<T>): Promise<T> {
    return await onOneConnection(this.pool, 'begin', async (client) => {
      const writer = this.writerOn(client)
      const result = await work(await lockDueTimers(client, claim), writer)
      await writer.close()
      return result
    })
  }

  async beat(owner: string, aliveUntil: Moment): Promise<void> {
    // A beat lost in a crash of the database is said again a second later, so it does not wait for the disk.
    const text = `with lightly as (select set_config('synchronous_commit', 'off', true))
      insert into worker (id, alive_until, role, started_at) select $1, $2::timestamptz, $3, $4::timestamptz from lightly
      on conflict (id) do update set alive_until = excluded.alive_until`
    await asked(this.pool.query(prepared(text, [owner, aliveUntil, this.worker.role, this.worker.startedAt])))
  }

  claimMessages(claim: MessageClaim): Promise<QueuedMessage[]> {
    return claimMessages(this.pool, claim)
  }

  beginMessages(ids: string[], owner: string, begin: (messages: QueuedMessage[]) => void): Promise<void> {
    return beginMessages(this.pool, { ids, owner }, begin)
  }

  /** A message in a worker's hands is due for others when that worker counts as dead. */
  async nextDue(): Promise<{ timer: Moment | null; message: Moment | null }> {
    const text = `select (select min(due_at) from timer) as timer, least(
      (select min(next_at) from message where status = 'queued'),
      (select min(alive_until) from worker w where exists (select 1 from message m where m.owner = w.id and m.status in ('claimed', 'sending')))
    ) as message`
    const { rows } = await asked(this.pool.query<{ timer: Moment | null; message: Moment | null }>(prepared(text)))
    return rows[0] ?? { timer: null, message: null }
  }

  facts(stream: string, after = 0): Promise<LoggedFact[]> {
    return readFacts(this.pool, stream, after)
  }

  /** Writes and commits on the connection that holds the claim, once: after the commit the claim is gone. */
  private writerOn(client: PoolClient): Writer & { close(): Promise<void> } {
    let isOpen = true
    const close = async (): Promise<void> => {
      if (isOpen) await client.query('commit')
      isOpen = false
    }
    return {
      ...readerOn(client, this.tables),
      write: async (changes) => {
        if (!isOpen) throw new Error('a claim of timers can be written through only once: its locks fell with that commit')
        await asked(client.query(this.statementOf(changes)))
        await asked(close())
      },
      close,
    }
  }
}
