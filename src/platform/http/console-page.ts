import { readFile, stat } from 'node:fs/promises'
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

/** A file of the build: `/assets/index-D4Vj.js`, `/icon.svg`. The page itself is none, nor is what begins with a dot. */
const A_FILE = /^\/(?!index\.html$)(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.[a-z0-9]+$/i

/**
 * Serves the built console: its files, and its page at every other address a browser asks for, because the console
 * finds the screen itself. What is on the disk counts, not what was there at the start: after a new build the page and
 * the names of its files fit together at once. Add it to `pages` last.
 */
export async function addConsole(pages: App, folder: string): Promise<void> {
  const page = pageIn(join(folder, 'index.html'))
  await pages.register(serveFiles, {
    root: folder,
    serve: false, // the route below decides what is a file; the library only sends it
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', path.includes(ASSETS) ? FOR_GOOD : 'no-cache'),
  })
  pages.get('/*', { schema: { hide: true } }, async (request, reply) => {
    const [path = '/'] = request.url.split('?')
    if (A_FILE.test(path) && (await isFile(join(folder, path)))) return reply.sendFile(path.slice(1))
    if (FOR_PROGRAMS.test(path))
      throw new Problem({ code: 'not-found', status: 404, detail: `There is nothing at GET ${path}; /openapi.json lists what there is.` })
    const nonce = reply.cspNonce.style
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send((await page()).replace(NONCE_PLACE, `$1${nonce}$2`))
  })
}

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isFile() ?? false

/** The built page, read again when it was built again. While a build has taken it away the one before is shown. */
function pageIn(file: string): () => Promise<string> {
  let text = String(notBuilt)
  let readAt = 0
  return async () => {
    const { mtimeMs } = (await stat(file).catch(() => null)) ?? { mtimeMs: readAt }
    if (mtimeMs === readAt) return text
    text = await readFile(file, 'utf8')
    readAt = mtimeMs
    return text
  }
}
