import { after, before } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Browser } from 'playwright-core'
import type { App, Feature } from '../../src/features/feature.ts'
import { actions } from '../../src/platform/auth/permissions.ts'
import { addConsole } from '../../src/platform/http/console-page.ts'
import { launchBrowser, type OpenOptions, openScreen, type Screen } from './browser.ts'

/** The moment all mock-ups show: Thu 12 Nov 2026, 14:41:12 UTC. */
export const STORY = '2026-11-12T14:41:12.000Z'

const CONSOLE = process.env.TOCSIN_TEST_CONSOLE ?? new URL('../../dist/web/', import.meta.url).pathname

type Frame = {
  /** What the server says the time is, so that the browser's watch agrees with the story. */
  now(app: App): number
  /** What Ana may do everywhere. */
  may?: readonly string[]
}

/** The built console around a story, and Ana in it. What real features answer already is left to them; list it last. */
export const storyFrame = ({ now, may = [] }: Frame): Feature => ({
  id: 'frame',
  routes(server: FastifyInstance, app: App) {
    server.addHook('onSend', async (_request, reply) => void reply.header('date', new Date(now(app)).toUTCString()))
    if (!server.hasRoute({ method: 'GET', url: '/api/v1/me' })) addMe(server, may)
    if (!server.hasRoute({ method: 'GET', url: '/api/v1/events' })) addEvents(server)
  },
  pages: (server) => addConsole(server as never, CONSOLE),
})

export const everything: readonly string[] = actions

function addMe(server: FastifyInstance, may: readonly string[]): void {
  const me = { id: 'ana', name: 'Ana', email: 'ana@example.com', zone: 'UTC', may }
  server.get('/api/v1/me', { config: { isPublic: true } }, async () => me)
}

/** Alive and silent: stories without the live feature change nothing behind the console's back. */
function addEvents(server: FastifyInstance): void {
  server.get('/api/v1/events', { config: { isPublic: true } }, (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    reply.raw.write('event: beat\ndata: \n\n')
  })
}

/** Opens a screen with the browser's watch at the moment of the story. */
export async function openAtStory(browser: Browser, options: OpenOptions): Promise<Screen> {
  const screen = await openScreen(browser, { ...options, url: 'about:blank' })
  await screen.page.clock.setFixedTime(Date.parse(STORY))
  await screen.page.goto(options.url)
  return screen
}

/** A story and a browser for one `describe`; read them inside of its tests. */
export function useStory<T extends { close(): Promise<void> }>(start: () => Promise<T>): { browser: Browser; story: T } {
  const rig = {} as { browser: Browser; story: T }
  before(async () => {
    rig.story = await start()
    rig.browser = await launchBrowser()
  })
  after(async () => {
    await rig.browser?.close()
    await rig.story?.close()
  })
  return rig
}
