import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { after, before } from 'node:test'

import type { Browser } from 'playwright-core'
import { launchBrowser } from './browser.ts'

const FOLDER = process.env.TOCSIN_TEST_CONSOLE ?? new URL('../../dist/web/', import.meta.url).pathname
const TYPES: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
}

export type ServedConsole = { url: string; close: () => Promise<void> }

/**
 * Serves the built console as the product does (one page for every path, a strict content security policy with a fresh
 * nonce), but nothing behind it: for the kit, the shell and what they do when no server answers.
 */
export async function serveConsole(): Promise<ServedConsole> {
  if (!existsSync(join(FOLDER, 'index.html'))) throw new Error('the console is not built: run `npm run build:web` first')
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://console').pathname)
    if (path.startsWith('/api/') || path === '/readyz') return void response.writeHead(502).end()
    const file = join(FOLDER, path)
    if (extname(path) && existsSync(file)) {
      return void response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(readFileSync(file))
    }
    sendPage(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function sendPage(response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64')
  const page = readFileSync(join(FOLDER, 'index.html'), 'utf8').replace(
    'name="csp-nonce" content=""',
    `name="csp-nonce" content="${nonce}"`,
  )
  const policy = `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }).end(page)
}

/** The served console and a browser for one `describe`; read them inside of its tests. */
export function useServedConsole(): { browser: Browser; url: string } {
  const rig = {} as { browser: Browser; url: string }
  let served: ServedConsole | undefined
  before(async () => {
    served = await serveConsole()
    rig.url = served.url
    rig.browser = await launchBrowser()
  })
  after(async () => {
    await rig.browser?.close()
    await served?.close()
  })
  return rig
}
