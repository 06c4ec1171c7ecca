import { Worker } from 'node:worker_threads'
import { Problem } from '../http/problem.ts'

export type Job = { id: number; module: string; input: unknown }
export type Done = { id: number; output: unknown } | { id: number; error: unknown }

type Task = (input: never) => unknown

/** Long computations, beside the thread that accepts and pages. */
export type Work = {
  /**
   * Carries out `task` of a module (see `moduleBeside`) and resolves with what it gives; both are copied, so they are plain data.
   * Rejects with a `Problem` 503 `busy` when as many wait as there is room for.
   */
  run<T extends Task>(module: URL, input: Parameters<T>[0]): Promise<Awaited<ReturnType<T>>>
  close(): Promise<void>
}

/** What takes longer has gone wrong; the thread is ended, and the next job begins a new one. */
const LONGEST_MS = 30_000
/** A thread costs some 15 MB, so it goes when nobody asks any more. */
const IDLE_MS = 20_000
/** A computation that eats memory ends itself, not the pager. */
const MEMORY_MB = 512
/** Who would wait behind more would have gone before; each holds its input in memory, a quarter of facts among them. */
export const MOST_WAITING = 16
/** Most computations are shorter than this. */
const RETRY_AFTER_SECONDS = 5

type Waiting = { job: Job; resolve(output: unknown): void; reject(error: unknown): void }

/** `.ts` in the checkout, `.js` in the published package: a module that exports `task`. */
export const moduleBeside = (here: string, name: string): URL => new URL(`${name}${here.slice(here.lastIndexOf('.'))}`, here)

/** One thread, begun at the first job. Jobs wait for each other: a second thread would only take the other core from the pager. */
export const createWork = (): Work => new OneThread()

const busy = (): Problem =>
  new Problem({
    ...{ code: 'busy', status: 503, retryAfterSeconds: RETRY_AFTER_SECONDS },
    detail: `${MOST_WAITING} computations wait already; ask again in ${RETRY_AFTER_SECONDS} s. Alerts and pages do not wait for them.`,
  })

class OneThread implements Work {
  private readonly waiting: Waiting[] = []
  private worker: Worker | null = null
  private current: Waiting | null = null
  private timer: NodeJS.Timeout | undefined
  private count = 0

  run<T extends Task>(module: URL, input: Parameters<T>[0]): Promise<Awaited<ReturnType<T>>> {
    if (this.waiting.length >= MOST_WAITING) return Promise.reject(busy())
    return new Promise((resolve, reject) => {
      this.count += 1
      const job = { id: this.count, module: module.href, input }
      this.waiting.push({ job, resolve: (output) => resolve(output as Awaited<ReturnType<T>>), reject })
      this.next()
    })
  }

  async close(): Promise<void> {
    const closed = new Error('the process is stopping; the computation was not finished')
    for (const { reject } of this.waiting.splice(0)) reject(closed)
    await this.end(closed)
  }

  private next(): void {
    if (this.current) return
    clearTimeout(this.timer)
    this.current = this.waiting.shift() ?? null
    if (!this.current) {
      this.timer = setTimeout(() => void this.end(null), IDLE_MS).unref()
      return
    }
    const late = new Error(`a computation took longer than ${LONGEST_MS / 1000} s and was ended`)
    this.timer = setTimeout(() => void this.end(late).then(() => this.next()), LONGEST_MS).unref()
    this.worker ??= this.begin()
    try {
      this.worker.postMessage(this.current.job)
    } catch (error) {
      // What cannot be copied never reached the thread.
      this.done({ id: this.current.job.id, error })
    }
  }

  private begin(): Worker {
    const worker = new Worker(moduleBeside(import.meta.url, './worker'), { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
    worker.on('message', (done: Done) => this.done(done))
    worker.on('error', (error) => {
      if (this.worker === worker) void this.end(error).then(() => this.next())
    })
    worker.unref()
    return worker
  }

  private done(done: Done): void {
    const { current } = this
    if (current?.job.id !== done.id) return
    this.current = null
    if ('error' in done) current.reject(done.error)
    else current.resolve(done.output)
    this.next()
  }

  /** Ends the thread; the job it was at fails with `error`. */
  private async end(error: unknown): Promise<void> {
    clearTimeout(this.timer)
    const { worker, current } = this
    this.worker = null
    this.current = null
    current?.reject(error)
    await worker?.terminate()
  }
}
