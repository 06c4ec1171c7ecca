import pg from 'pg'
import { readDatabaseError } from '../platform/db/health.ts'
import type { Signals } from './announcer.ts'
import type { Clock } from './clock.ts'

const channel = 'tocsin'
const reconnectMs = 500

type Parts = { url: () => string; clock: Clock; onError(error: unknown): void }

/** LISTEN and NOTIFY on a connection of its own, which comes back by itself. */
export class PgSignals implements Signals {
  private readonly parts: Parts
  private client: pg.Client | null = null
  private isClosed = false
  private cancelRetry: () => void = () => {}
  private hear: (word: string) => void = () => {}
  private onConnected: () => void = () => {}
  private saying: Promise<unknown> = Promise.resolve()

  constructor(parts: Parts) {
    this.parts = parts
  }

  get isListening(): boolean {
    return this.client !== null
  }

  async start(hear: (word: string) => void, onConnected: () => void): Promise<void> {
    this.hear = hear
    this.onConnected = onConnected
    await this.connect()
  }

  /** Words said while the connection is away are lost, which the other processes' next look makes good. */
  async say(word: string): Promise<void> {
    const client = this.client
    if (!client) return
    const said = this.saying.then(() => client.query('select pg_notify($1, $2)', [channel, word]))
    this.saying = said.catch(() => undefined)
    await said
  }

  async close(): Promise<void> {
    this.isClosed = true
    this.cancelRetry()
    const client = this.client
    this.client = null
    await this.saying
    await client?.end()
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.parts.url(),
      application_name: 'tocsin signals',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    let isLost = false
    const lost = (error?: Error): void => {
      if (isLost || this.isClosed) return
      isLost = true
      if (error) this.parts.onError(readDatabaseError(error))
      this.client = null
      client.end().catch(() => undefined)
      this.retry()
    }
    client.on('error', lost)
    client.on('end', () => lost())
    client.on('notification', ({ payload }) => payload && this.hear(payload))
    try {
      await client.connect()
      // A word is worth nothing after a crash, so it does not wait for the disk.
      await client.query('set synchronous_commit = off')
      await client.query(`listen ${channel}`)
    } catch (error) {
      lost(error as Error)
      return
    }
    if (this.isClosed) return void (await client.end())
    this.client = client
    this.onConnected()
  }

  private retry(): void {
    const { clock } = this.parts
    this.cancelRetry = clock.at(clock.now().add({ milliseconds: reconnectMs }), () => void this.connect())
  }
}
