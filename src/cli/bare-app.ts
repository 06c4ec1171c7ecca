import { createClock } from '../engine/clock.ts'
import { closeSoon, listen } from '../platform/http/listen.ts'
import { createServer, openPlatform, type StartApp } from '../platform/platform.ts'

/** The platform alone: database, sign-in, health. What `tocsin serve` starts where the application is not built yet. */
export const startApp: StartApp = async (parts) => {
  const platform = openPlatform(parts, createClock().now)
  const server = await createServer(platform, {})
  const stop = async (): Promise<void> => {
    await closeSoon(server)
    await platform.close()
  }
  try {
    const port = parts.settings.role === 'worker' ? null : await listen(server, parts.settings)
    return { port, doorkeeper: platform.doorkeeper, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
