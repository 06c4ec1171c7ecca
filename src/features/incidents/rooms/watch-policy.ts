import { signedChannels } from '../../../core/room/sign.ts'
import type { App } from '../../feature.ts'

type Parts = Pick<App, 'engine' | 'policies' | 'pools' | 'log'>

async function lookAtSigns({ engine, policies, log }: Parts): Promise<void> {
  const looks = signedChannels(policies.live()).map((id) =>
    engine.execute({ name: 'look', to: { kind: 'sign', id }, by: 'engine', data: {} }),
  )
  // The next change or hand-off looks again.
  await Promise.all(looks).catch((err: unknown) => log.warn({ err }, 'could not look at what channels say of who is on call'))
}

/** Whoever mended a connection need not wait for a room's own next try. */
async function openRoomsAgain({ engine, pools, log }: Parts): Promise<void> {
  try {
    const { rows } = await pools.side.query<{ id: string }>(`select id from room where status = 'failed'`)
    for (const { id } of rows) await engine.execute({ name: 'tick', to: { kind: 'room', id }, by: 'engine', data: {} })
  } catch (err) {
    log.warn({ err }, 'could not open rooms again after the policy changed; they are tried again by themselves')
  }
}

/** Channels' topics and rooms that could not be opened follow the policy; hand-offs have a reaction of their own. Returns how to stop. */
export function watchPolicy(app: Parts): () => Promise<void> {
  let running = lookAtSigns(app)
  const look = (): Promise<void> => lookAtSigns(app).then(() => openRoomsAgain(app))
  const stop = app.engine.onChange((changed) => {
    if (changed.some(({ kind }) => kind === 'policy' || kind === '*')) running = running.then(look)
  })
  return async () => {
    stop()
    await running
  }
}
