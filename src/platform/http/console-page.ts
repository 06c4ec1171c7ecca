import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import serveFiles from '@fastify/static'
import { html } from '../html.ts'
import { Problem } from './problem.ts'
import type { App } from './server.ts'

/** The place in the built page that carries this answer's nonce to the component library's style element. */
const NONCE_PLACE = /(<meta name="csp-nonce" content=")(")/
/** Their names change with their content. */
const ASSETS = `${sep}assets${sep}`
const FOR_GOOD = 'public, max-age=31536000, immutable'

/** Addresses that programs ask for: a page instead of a problem would only confuse them. */
const FOR_PROGRAMS = /^\/(?:api|in|v2|assets)(?:\/|$)/

const notBuilt = html`<!doctype html><html lang="en"><title>Tocsin</title><p>Tocsin runs, but its console is not built. Run <code>npm run build</code> and reload.</p></html>`

/**
 * Serves the built console: its files, and its page at every other address a browser asks for, because the console
 * finds the screen itself. Add it to `pages` last.
 */
export async function addConsole(pages: App, folder: string): Promise<void> {
  const pageFile = join(folder, 'index.html')
  const isBuilt = existsSync(pageFile)
  const page = isBuilt ? await readFile(pageFile, 'utf8') : String(notBuilt)
  if (isBuilt) {
    await pages.register(serveFiles, {
      root: folder,
      wildcard: false, // a route for each file there is; everything else is a screen's address
      globIgnore: ['index.html', '.vite/**'],
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => void reply.header('cache-control', path.includes(ASSETS) ? FOR_GOOD : 'no-cache'),
    })
  }
  pages.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const [path = '/'] = request.url.split('?')
    if (FOR_PROGRAMS.test(path))
      throw new Problem({ code: 'not-found', status: 404, detail: `There is nothing at GET ${path}; /openapi.json lists what there is.` })
    const nonce = reply.cspNonce.style
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page.replace(NONCE_PLACE, `$1${nonce}$2`))
  })
}
