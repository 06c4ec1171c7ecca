import type { App } from '../../feature.ts'
import { importCalendars, refillCalendars } from './import.ts'

/** Often enough for a swap made at noon to count at one, seldom enough for any calendar's server. */
export const EVERY_MS = 5 * 60_000

/** Reads the calendars of the policy every few minutes, and after each change of it; returns how to stop. */
export function watchCalendars(app: App): () => Promise<void> {
  let cancel = (): void => {}
  let isStopped = false
  let work: Promise<void> = Promise.resolve()
  const next = (run: () => Promise<void>): void => {
    work = work.then(run).catch((err) => app.log.warn({ err }, 'could not read the calendars of the policy'))
  }
  const again = (): void => {
    if (isStopped) return
    // A little less than the pause between two looks, so that none finds the last one too near.
    next(() => importCalendars(app, EVERY_MS / 2))
    cancel = app.clock.at(app.clock.now().add({ milliseconds: EVERY_MS }), again)
  }
  const stop = app.engine.onChange((changed) => {
    if (changed.some(({ kind }) => kind === 'policy' || kind === '*')) next(() => (isStopped ? Promise.resolve() : refillCalendars(app)))
  })
  again()
  return async () => {
    isStopped = true
    stop()
    cancel()
    await work
  }
}
