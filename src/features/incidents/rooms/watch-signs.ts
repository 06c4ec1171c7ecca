import { signedChannels } from '../../../core/room/sign.ts'
import type { App } from '../../feature.ts'

type Parts = Pick<App, 'engine' | 'policies' | 'log'>

async function lookAtSigns({ engine, policies, log }: Parts): Promise<void> {
  const looks = signedChannels(policies.live()).map((id) =>
    engine.execute({ name: 'look', to: { kind: 'sign', id }, by: 'engine', data: {} }),
  )
  // The next change or hand-off looks again.
  await Promise.all(looks).catch((err: unknown) => log.warn({ err }, 'could not look at what channels say of who is on call'))
}

/** Channels' topics follow the policy; hand-offs have a reaction of their own. Returns how to stop. */
export function watchSigns(app: Parts): () => Promise<void> {
  let running = lookAtSigns(app)
  const stop = app.engine.onChange((changed) => {
    if (changed.some(({ kind }) => kind === 'policy' || kind === '*')) running = running.then(() => lookAtSigns(app))
  })
  return async () => {
    stop()
    await running
  }
}
