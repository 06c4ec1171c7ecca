import { instantOf, isBefore, type Moment } from '../core/time/moment.ts'
import type { Clock } from './clock.ts'

/** What is due but was not to be had (another process holds it) is asked for again after this, then twice as long. */
const firstRetryMs = 100
const longestRetryMs = 1_000

type Parts = {
  clock: Clock
  /** Does what there is to do and says how much it was. */
  run(): Promise<number>
  /** Called when there is nothing left to do; then `expect` says when to look again. */
  onIdle(): void
  onError(error: unknown): void
}

/** Runs until nothing is left, never twice at once, and again when it is woken or a moment has come. */
export class Loop {
  private readonly parts: Parts
  private running: Promise<void> | null = null
  private isWoken = false
  private isStopped = false
  private alarm: { at: Temporal.Instant; cancel(): void } | null = null
  private retryMs = firstRetryMs

  constructor(parts: Parts) {
    this.parts = parts
  }

  /** There is something to do now. */
  wake(): void {
    if (this.isStopped) return
    this.isWoken = true
    this.running ??= this.runAll()
  }

  /** New work for this moment. A moment already set that is sooner stays. */
  wakeAt(moment: Moment): void {
    const at = instantOf(moment)
    if (!isBefore(this.parts.clock.now(), at)) this.wake()
    else this.setAlarm(at)
  }

  /** The next known work, by what the database says. If it is past and a run has just not found it, it waits a little. */
  expect(moment: Moment | null): void {
    if (moment === null) return
    const now = this.parts.clock.now()
    const at = instantOf(moment)
    if (isBefore(now, at)) {
      this.setAlarm(at)
    } else {
      this.setAlarm(now.add({ milliseconds: this.retryMs }))
      this.retryMs = Math.min(longestRetryMs, this.retryMs * 2)
    }
  }

  /** No new run begins; resolves when the present one has ended. */
  async stop(): Promise<void> {
    this.isStopped = true
    this.alarm?.cancel()
    this.alarm = null
    await this.running
  }

  private setAlarm(at: Temporal.Instant): void {
    if (this.isStopped || (this.alarm && !isBefore(at, this.alarm.at))) return
    this.alarm?.cancel()
    const cancel = this.parts.clock.at(at, () => {
      this.alarm = null
      this.wake()
    })
    this.alarm = { at, cancel }
  }

  private async runAll(): Promise<void> {
    try {
      while (this.isWoken && !this.isStopped) {
        this.isWoken = false
        if ((await this.parts.run()) === 0) continue
        this.retryMs = firstRetryMs
        this.isWoken = true
      }
    } catch (error) {
      this.isWoken = false
      this.parts.onError(error)
    } finally {
      this.running = null
    }
    if (this.isWoken) this.wake()
    else if (!this.isStopped) this.parts.onIdle()
  }
}
