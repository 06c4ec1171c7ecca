import type { App } from '../../feature.ts'
import { startListening } from './listening.ts'
import { startMailServer } from './mail-server.ts'
import { startPolling } from './poll.ts'

/** Asks those providers that cannot post to us, and takes mails where that is wanted; returns how to stop. */
export async function startHearing(app: App): Promise<() => Promise<void>> {
  const mail = await startMailServer(app)
  const stopPolling = startPolling(app)
  const stopListening = startListening(app)
  return async () => {
    await mail.stop()
    await stopPolling()
    await stopListening()
  }
}
