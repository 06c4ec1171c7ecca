import { STANDING } from '../../core/obligation/standing.ts'
import type { App } from '../feature.ts'

/** Looks at what the policy asks for without any incident, now and after each change of it; returns how to stop. */
export function followPolicy(app: Pick<App, 'engine' | 'log'>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const look = (): void => {
    running = running
      .then(() => app.engine.execute({ name: 'follow', to: STANDING, by: 'engine', data: {} }))
      // The next change or the next start looks again.
      .then(
        () => undefined,
        (err) => app.log.warn({ err }, 'could not look at what the policy asks for without an incident'),
      )
  }
  const stop = app.engine.onChange((changed) => {
    if (changed.some(({ kind }) => kind === 'policy' || kind === '*')) look()
  })
  look()
  return async () => {
    stop()
    await running
  }
}
