import type { Clock } from './clock.ts'

/**
 * Does `work` when the pause is over, and again a pause after each time it is done. It sees to its own
 * errors. Returns how to stop, which waits for what is under way.
 */
export function repeat(clock: Clock, pause: Temporal.DurationLike, work: () => Promise<void>): () => Promise<void> {
  let cancel = (): void => {}
  let isStopped = false
  let running: Promise<void> = Promise.resolve()
  const wait = (): void => {
    if (isStopped) return
    cancel = clock.at(clock.now().add(pause), () => {
      running = work().then(wait)
    })
  }
  wait()
  return async () => {
    isStopped = true
    cancel()
    await running
  }
}
