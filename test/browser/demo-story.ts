import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Browser } from 'playwright-core'

import { seedDemo } from '../../src/features/demo/seed.ts'
import type { App, Feature } from '../../src/features/feature.ts'
import { features } from '../../src/features/index.ts'
import type { Principal } from '../../src/platform/auth/permissions.ts'
import { addConsole } from '../../src/platform/http/console-page.ts'
import { createFixedClock } from '../world/fixed-clock.ts'
import { type Installation, startInstallation } from '../world/installation.ts'
import { openScreen, type Screen, type Variant } from './browser.ts'

const CONSOLE = process.env.TOCSIN_TEST_CONSOLE ?? new URL('../../dist/web/', import.meta.url).pathname
/** The moment all mock-ups show. */
export const STORY = '2026-11-12T14:41:12.000Z'

const ana: Principal = { kind: 'user', id: 'ana', name: 'Ana', email: 'ana@example.com', role: 'admin', scopes: ['*'] }

/** The server's date is the story's, so that clocks in the browser agree with it. */
const frame: Feature = {
  id: 'frame',
  routes: (server: FastifyInstance, app: App) => {
    server.addHook('onSend', async (_request, reply) => {
      reply.header('date', new Date(app.clock.now().epochMilliseconds).toUTCString())
    })
    server.get('/api/v1/me', { config: { isPublic: true } }, async () => ({
      id: 'ana',
      name: 'Ana',
      email: 'ana@example.com',
      zone: 'UTC',
      may: [],
    }))
  },
  pages: (server) => addConsole(server as never, CONSOLE),
}

export type DemoStory = { url: string; home: Installation; close(): Promise<void> }

/** The whole product around the example organisation, at the moment of the story; everybody is Ana. */
export async function startDemoStory(): Promise<DemoStory> {
  const clock = createFixedClock(Temporal.Instant.from(STORY))
  const home = await startInstallation({ features: [frame, ...features], clock, authenticate: async () => ana })
  await seedDemo(home.app)
  await home.server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = home.server.server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, home, close: home.close }
}

/** Opens a screen with the browser's watch at the moment of the story. */
export async function openInDemo(browser: Browser, options: Variant & { url: string }): Promise<Screen> {
  const screen = await openScreen(browser, { ...options, url: 'about:blank' })
  await screen.page.clock.setFixedTime(Date.parse(STORY))
  await screen.page.goto(options.url)
  return screen
}
