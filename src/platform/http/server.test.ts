import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { z } from 'zod'
import type { Principal } from '../auth/permissions.ts'
import { DatabaseDown, DiskFull } from '../db/health.ts'
import { createLog } from '../log.ts'
import { closeSoon, listen } from './listen.ts'
import { createMetrics } from './metrics.ts'
import { type App, createHttpServer, type HttpOptions } from './server.ts'

const ana: Principal = { kind: 'user', id: 'ana', role: 'responder', scopes: ['*'] }

function serverWith(changes: Partial<HttpOptions> = {}, lines: string[] = []): Promise<App> {
  return createHttpServer({
    log: createLog({ to: { write: (line) => lines.push(line) } }),
    publicUrl: 'http://127.0.0.1:4400',
    version: '0.0.0',
    metrics: createMetrics(),
    authenticate: async ({ cookie, authorization }) => (cookie === 's=1' || authorization === 'Bearer t' ? ana : null),
    trouble: async () => null,
    fast: (app) => {
      app.post('/in/generic/:key', { schema: { hide: true } }, async (request) => ({ bytes: request.rawBody?.length, body: request.body }))
    },
    pages: (app) => {
      app.get('/page', { schema: { hide: true } }, async (_request, reply) =>
        reply.type('text/html').send(`<style nonce="${reply.cspNonce.style}">`),
      )
    },
    api: (app) => {
      const schema = { body: z.object({ name: z.string() }), response: { 200: z.object({ hello: z.string() }) } }
      app.post('/api/greet', { config: { action: 'alert.act' }, schema }, async (request) => ({ hello: request.body.name }))
      app.post('/api/policy', { config: { action: 'policy.write' } }, async () => 'never')
    },
    ...changes,
  })
}

const json = { 'content-type': 'application/json' }
const signedIn = { ...json, cookie: 's=1' }

test('bodies that are malformed, too deep, too large, packed or of another kind are answered at once with a problem', async () => {
  const app = await serverWith()
  const post = (payload: string, headers: Record<string, string> = json) =>
    app.inject({ method: 'POST', url: '/in/generic/k', payload, headers })
  await post('{}') // the first request builds what later ones share
  const cases: [string, number, string, Record<string, string>?][] = [
    ['{"a":', 400, 'malformed-json'],
    ['', 400, 'malformed-json'],
    ['{"__proto__":{"x":1}}', 400, 'malformed-json'],
    ['{"\\u005f_proto__":{"x":1}}', 400, 'malformed-json'],
    ['['.repeat(65) + ']'.repeat(65), 400, 'too-deep'],
    ['['.repeat(500_000), 400, 'too-deep'],
    [`{"a":"${'x'.repeat(1_100_000)}"}`, 413, 'body-too-large'],
    ['{}', 415, 'encoded-body', { ...json, 'content-encoding': 'gzip' }],
    ['<x/>', 415, 'wrong-content-type', { 'content-type': 'application/xml' }],
  ]
  for (const [payload, status, code, headers] of cases) {
    const answer = await post(payload, headers)
    assert.equal(answer.statusCode, status, `${payload.slice(0, 40)}: ${answer.body}`)
    assert.equal(answer.json().code, code)
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    assert.ok(answer.json().requestId && answer.json().detail)
  }
  const fine = await post(`{"text":"${'['.repeat(100)}\\"","list":${'['.repeat(60)}1${']'.repeat(60)}}`)
  assert.equal(fine.statusCode, 200)
  await app.close()
})

test('the raw bytes are kept for signatures', async () => {
  const app = await serverWith()
  const answer = await app.inject({ method: 'POST', url: '/in/generic/k', payload: '{ "a" : "ä" }', headers: json })
  assert.deepEqual(answer.json(), { bytes: 14, body: { a: 'ä' } })
  await app.close()
})

test('input is checked against its schema, every wrong field named', async () => {
  const app = await serverWith()
  const answer = await app.inject({ method: 'POST', url: '/api/greet', payload: '{"name":7}', headers: signedIn })
  assert.equal(answer.statusCode, 400)
  assert.deepEqual([answer.json().code, answer.json().errors[0].field], ['invalid-input', 'name'])
  await app.close()
})

test('nobody gets in without a sign-in, and nobody beyond their role', async () => {
  const app = await serverWith()
  const post = async (url: string, headers: Record<string, string>) => {
    const answer = await app.inject({ method: 'POST', url, payload: '{"name":"x"}', headers })
    return [answer.statusCode, answer.json().code]
  }
  assert.deepEqual(await post('/api/greet', json), [401, 'not-signed-in'])
  assert.deepEqual(await post('/api/greet', { ...json, authorization: 'Bearer tcs_unknown' }), [401, 'not-signed-in'])
  assert.deepEqual(await post('/api/policy', signedIn), [403, 'role-too-low'])
  assert.deepEqual(await post('/api/greet', signedIn), [200, undefined])
  await app.close()
})

test('a route that does not say who may use it does not start', async () => {
  await assert.rejects(
    serverWith({ api: (app) => void app.get('/api/open', async () => 1) }),
    /\/api\/open needs config.action or config.isPublic/,
  )
})

test('another site cannot make a signed-in browser change anything', async () => {
  const app = await serverWith()
  const from = async (headers: Record<string, string>) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/greet',
      payload: '{"name":"x"}',
      headers: { ...signedIn, host: '127.0.0.1:4400', ...headers },
    })
    return answer.statusCode
  }
  for (const foreign of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:9999' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:4400' },
  ])
    assert.equal(await from(foreign as Record<string, string>), 403, JSON.stringify(foreign))
  for (const own of [
    {},
    { origin: 'http://127.0.0.1:4400' },
    { 'sec-fetch-site': 'same-origin', origin: 'null' },
    { origin: 'http://pager.local', host: 'pager.local' },
  ])
    assert.equal(await from(own as Record<string, string>), 200, JSON.stringify(own))
  await app.close()
})

test('a database that is down and a full disk are answered 503 with the time to wait', async () => {
  let thrown: Error = new DatabaseDown('The database does not answer: refused.')
  const lines: string[] = []
  const app = await serverWith(
    {
      trouble: async () => thrown,
      fast: (fast) => {
        fast.post('/in/generic/:key', async () => {
          throw thrown
        })
      },
    },
    lines,
  )
  const post = () => app.inject({ method: 'POST', url: '/in/generic/k3y', payload: '{}', headers: json })
  const down = await post()
  assert.deepEqual([down.statusCode, down.headers['retry-after'], down.json().code], [503, '5', 'database-down'])
  assert.equal((await app.inject('/healthz')).statusCode, 503)
  thrown = new DiskFull('No space.')
  assert.deepEqual([(await post()).statusCode, (await post()).json().code], [503, 'disk-full'])
  thrown = new Error('secret detail')
  const defect = await post()
  assert.equal(defect.statusCode, 500)
  assert.ok(!defect.body.includes('secret detail'))
  assert.ok(lines.length > 0 && !lines.join().includes('k3y'), 'keys are hidden in the log')
  await app.close()
})

test('pages allow scripts and styles only by nonce, and promise https only where it is', async () => {
  for (const [publicUrl, hasHsts] of [
    ['http://127.0.0.1:4400', false],
    ['https://t.example', true],
  ] as const) {
    const app = await serverWith({ publicUrl })
    const { headers, body } = await app.inject('/page')
    const policy = String(headers['content-security-policy'])
    const nonce = /nonce="([^"]+)"/.exec(body)?.[1]
    assert.ok(nonce && policy.includes(`style-src 'self' 'nonce-${nonce}'`), policy)
    assert.ok(!policy.includes('unsafe-inline') && policy.includes("frame-ancestors 'none'"))
    assert.equal('strict-transport-security' in headers, hasHsts)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    await app.close()
  }
})

test('the API describes itself, is measured, and unknown addresses say so', async () => {
  const app = await serverWith()
  const document = (await app.inject('/openapi.json')).json()
  assert.equal(document.openapi, '3.1.0')
  assert.deepEqual(Object.keys(document.paths), ['/api/greet', '/api/policy'])
  assert.deepEqual((await app.inject('/healthz')).json(), { status: 'ok' })
  await app.inject({ method: 'POST', url: '/api/greet', payload: '{"name":"x"}', headers: signedIn })
  assert.match((await app.inject('/metrics')).body, /tocsin_http_requests_total\{method="POST",route="\/api\/greet",status="200"\} 1/)
  const missing = await app.inject('/nowhere?token=x')
  assert.deepEqual([missing.statusCode, missing.json().code], [404, 'not-found'])
  assert.ok(!missing.body.includes('token=x'))
  await app.close()
})

test('a port in use and a foreign address are said with the remedy', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => taken.once('listening', done))
  const { port } = taken.address() as { port: number }
  const app = await serverWith()
  await assert.rejects(listen(app, { host: '127.0.0.1', port }), new RegExp(`Port ${port} on 127.0.0.1 is in use .* TOCSIN_PORT or --port`))
  taken.close()
  await app.close()
  const other = await serverWith()
  await assert.rejects(listen(other, { host: '192.0.2.1', port: 0 }), /192.0.2.1 is no address of this machine/)
  await other.close()
})

test('a stop cuts what does not end by itself', async () => {
  const app = await serverWith({
    fast: (fast) => void fast.get('/live', (_request, reply) => reply.hijack().raw.writeHead(200).write('open')),
  })
  const port = await listen(app, { host: '127.0.0.1', port: 0 })
  const live = await fetch(`http://127.0.0.1:${port}/live`)
  await closeSoon(app, 50)
  await assert.rejects(live.text())
})
