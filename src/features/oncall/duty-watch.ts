import type { Command } from '../../core/command/command.ts'
import type { App } from '../feature.ts'

type Parts = Pick<App, 'engine' | 'policies' | 'log'>

/**
 * Compares what people were told about their shifts with the policy in force, and begins the weekly list of whoever is new. It
 * runs after a change is committed and at each start, so that nothing is lost when a process dies in between; a second look
 * finds nothing new. Hand-offs need it not: each schedule has its own timer.
 */
export async function lookAtDuties({ engine, policies }: Pick<Parts, 'engine' | 'policies'>): Promise<void> {
  const { schedules = [], users = [] } = policies.live().bundle
  const looks = schedules.map(({ id }): Command => ({ name: 'look', to: { kind: 'duty', id }, by: 'engine', data: {} }))
  const follows = users
    .filter((user) => !user.disabled)
    .map(({ id }): Command => ({ name: 'follow', to: { kind: 'digest', id }, by: 'engine', data: {} }))
  await Promise.all([...looks, ...follows].map((command) => engine.execute(command)))
}

/** Looks now and after each change of the policy, one look at a time; returns how to stop. */
export function watchDuties(app: Parts): () => Promise<void> {
  let isWanted = true
  let isStopped = false
  let running: Promise<void> | null = null
  const run = async (): Promise<void> => {
    while (isWanted && !isStopped) {
      isWanted = false
      // The next change or hand-off looks again: a missed notice must not take the process down.
      await lookAtDuties(app).catch((err) => app.log.warn({ err }, 'could not look at who is on call'))
    }
    running = null
  }
  const look = (): void => {
    isWanted = true
    running ??= run()
  }
  const stop = app.engine.onChange((changed) => {
    if (changed.some(({ kind }) => kind === 'policy' || kind === '*')) look()
  })
  look()
  return async () => {
    isStopped = true
    stop()
    await running
  }
}
