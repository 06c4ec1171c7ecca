import { randomUUID } from 'node:crypto'
import { momentOf } from '../../../core/time/moment.ts'
import type { Listening } from '../../../integrations/declaration.ts'
import type { Heard, HeardAnswer } from '../../../integrations/hear.ts'
import type { App } from '../../feature.ts'
import { type Connection, connectionOf } from '../reads/connected.ts'
import { answerHeard } from './answer-heard.ts'

/** Whoever holds a connection says so each round; after two that were missed another process takes over, so within five seconds. */
const ROUND_MS = 1_000
const HELD_MS = 3_000
/** Where no connection wants it, it is only looked whether one does by now. */
const IDLE_MS = 10_000
/** A chat that cannot be reached is not asked more often. */
const AGAIN_SECONDS = 5

type Held = { settings: string; listening: Listening | null }

/** Holds the connections over which providers tell us things: each in one process at a time. Returns how to stop. */
export function startListening(app: App): () => Promise<void> {
  const listener = new Listener(app)
  listener.again()
  return () => listener.stop()
}

class Listener {
  private readonly app: App
  private readonly me = randomUUID()
  private readonly held = new Map<string, Held>()
  private readonly notBefore = new Map<string, Temporal.Instant>()
  private running: Promise<void> = Promise.resolve()
  private cancel = (): void => {}
  private isStopped = false
  private isIdle = false

  constructor(app: App) {
    this.app = app
  }

  again(): void {
    if (this.isStopped) return
    const { clock, log } = this.app
    this.cancel = clock.at(clock.now().add({ milliseconds: this.isIdle ? IDLE_MS : ROUND_MS }), () => {
      this.running = this.round()
        .catch((err: unknown) => log.warn({ err }, 'could not see to the connections of chats; it is tried again'))
        .then(() => this.again())
    })
  }

  async stop(): Promise<void> {
    this.isStopped = true
    this.cancel()
    await this.running
    for (const id of [...this.held.keys()]) this.letGo(id)
    await this.app.pools.side.query('update hear_poll set held_until = null where held_by = $1', [this.me])
  }

  private async round(): Promise<void> {
    const wanted = (this.app.policies.live().bundle.integrations ?? []).filter(({ type }) => this.app.integrations.get(type)?.listen)
    for (const id of this.held.keys()) if (!wanted.some((each) => each.id === id)) this.letGo(id)
    const held: boolean[] = []
    for (const { id, fields } of wanted) held.push(await this.hold(id, JSON.stringify(fields)))
    this.isIdle = !held.includes(true)
  }

  /** Whether its settings want to be listened to, by this process or another. */
  private async hold(id: string, settings: string): Promise<boolean> {
    const connection = connectionOf(this.app, id)
    if (!connection) return false
    if (this.held.has(id) && this.held.get(id)?.settings !== settings) this.letGo(id)
    const now = this.held.get(id)
    // Not set up for it: no row is written for nothing.
    const io = now?.listening ? null : await connection.io()
    if (io && !connection.declaration.listensTo?.(io)) return false
    if (!(await this.take(id))) this.letGo(id)
    else if (!this.held.get(id)?.listening && !this.isWaiting(id)) await this.open(connection, settings)
    return true
  }

  private isWaiting(id: string): boolean {
    const until = this.notBefore.get(id)
    return until !== undefined && Temporal.Instant.compare(this.app.clock.now(), until) < 0
  }

  private async open(connection: Connection, settings: string): Promise<void> {
    const { id } = connection.instance
    const { app } = this
    try {
      const listening = await connection.declaration.listen?.(await connection.io(), (heard) => this.hand(connection, heard))
      if (!listening) return
      this.held.set(id, { settings, listening })
      app.log.info({ connection: id }, 'a chat tells us what people do over a connection of ours')
      void listening.ended.then((why) => {
        if (this.held.get(id)?.listening === listening) this.held.delete(id)
        app.log.info({ connection: id, why }, 'the connection of a chat ended')
      })
    } catch (err) {
      this.notBefore.set(id, app.clock.now().add({ seconds: AGAIN_SECONDS }))
      app.log.warn({ err, connection: id }, 'a chat could not be listened to; it is tried again')
    }
  }

  /** Null when it was not carried out: it comes again. */
  private async hand(connection: Connection, heard: Heard): Promise<HeardAnswer | null> {
    if ('refused' in heard) return null
    try {
      const { told, follow } = await answerHeard(this.app, connection, heard)
      void follow()
      return told
    } catch (err) {
      this.app.log.warn({ err, connection: connection.instance.id }, 'what a chat told could not be carried out; it comes again')
      return null
    }
  }

  private letGo(id: string): void {
    this.held.get(id)?.listening?.close()
    this.held.delete(id)
  }

  /** False while another process has it. */
  private async take(id: string): Promise<boolean> {
    const now = this.app.clock.now()
    const { rowCount } = await this.app.pools.side.query(
      `insert into hear_poll as old (connection, held_by, held_until) values ($1, $2, $3)
       on conflict (connection) do update set held_by = $2, held_until = $3
       where old.held_by = $2 or old.held_until is null or old.held_until < $4`,
      [`socket ${id}`, this.me, momentOf(now.add({ milliseconds: HELD_MS })), momentOf(now)],
    )
    return rowCount === 1
  }
}
