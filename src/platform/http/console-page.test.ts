import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createLog } from '../log.ts'
import { addConsole } from './console-page.ts'
import { createMetrics } from './metrics.ts'
import { type App, createHttpServer } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'tocsin-console-'))
mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content=""><script type="module" src="/assets/a.js"></script>')
writeFileSync(join(folder, 'assets', 'a.js'), 'export {}')
writeFileSync(join(folder, 'icon.svg'), '<svg/>')
after(() => rmSync(folder, { recursive: true }))

const serverOf = (place: string): Promise<App> =>
  createHttpServer({
    log: createLog({ level: 'silent' }),
    publicUrl: 'http://127.0.0.1:4400',
    version: '0',
    metrics: createMetrics(),
    authenticate: async () => null,
    trouble: async () => null,
    pages: (pages) => addConsole(pages, place),
    api: (api) => void api.get('/api/v1/thing', { config: { isPublic: true } }, async () => ({})),
  })

test('every address of a screen gets the page with this answer’s nonce, files are cached for good', async () => {
  const app = await serverOf(folder)
  for (const url of ['/', '/incidents/INC-1?tab=clocks']) {
    const { body, headers, statusCode } = await app.inject(url)
    const nonce = /content="([^"]+)"/.exec(body)?.[1] ?? ''
    assert.equal(statusCode, 200)
    assert.ok(nonce.length > 20 && String(headers['content-security-policy']).includes(`style-src 'self' 'nonce-${nonce}'`))
    assert.equal(headers['cache-control'], 'no-store')
  }
  const file = await app.inject('/assets/a.js')
  assert.deepEqual([file.statusCode, file.headers['cache-control']], [200, 'public, max-age=31536000, immutable'])
  const icon = await app.inject('/icon.svg')
  assert.deepEqual([icon.body, icon.headers['cache-control']], ['<svg/>', 'no-cache'])
  assert.notEqual((await app.inject('/index.html')).body.includes('content=""'), true, 'never without a nonce')
  await app.close()
})

test('what programs ask for is never answered with a page', async () => {
  const app = await serverOf(folder)
  for (const url of ['/api/v1/nothing', '/assets/missing.js', '/in/generic/k'])
    assert.notEqual((await app.inject(url)).headers['content-type'], 'text/html; charset=utf-8', url)
  assert.equal((await app.inject('/api/v1/thing')).statusCode, 200)
  assert.equal((await app.inject({ method: 'POST', url: '/incidents' })).statusCode, 404)
  await app.close()
})

test('without a built console it says what to do', async () => {
  const app = await serverOf(join(folder, 'nowhere'))
  assert.match((await app.inject('/')).body, /npm run build/)
  await app.close()
})

test('after a new build the running server serves the new page and its files, the old ones no more', async () => {
  const place = mkdtempSync(join(tmpdir(), 'tocsin-rebuilt-'))
  after(() => rmSync(place, { recursive: true }))
  const build = (name: string, builtAt: number) => {
    rmSync(join(place, 'assets'), { recursive: true, force: true })
    mkdirSync(join(place, 'assets'))
    writeFileSync(join(place, 'assets', name), `export const name = '${name}'`)
    writeFileSync(join(place, 'index.html'), `<script type="module" src="/assets/${name}"></script>`)
    utimesSync(join(place, 'index.html'), builtAt, builtAt)
  }
  const app = await serverOf(place)
  assert.match((await app.inject('/')).body, /not built/, 'started before it was built')
  for (const [name, builtAt] of [
    ['first-1.js', 1_000],
    ['second-2.js', 2_000],
  ] as const) {
    build(name, builtAt)
    assert.ok((await app.inject('/')).body.includes(`/assets/${name}`))
    assert.equal((await app.inject(`/assets/${name}`)).statusCode, 200)
  }
  assert.equal((await app.inject('/assets/first-1.js')).statusCode, 404)
  rmSync(join(place, 'index.html'))
  assert.ok((await app.inject('/')).body.includes('second-2.js'), 'while a build runs the page before is shown')
  await app.close()
})
