import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { connect } from './client.ts'

/** Takes requests, and loses the answer of the first ones. */
async function startLosing(lost: number) {
  const seen: { method: string; key: string | undefined }[] = []
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      seen.push({ method: request.method ?? '', key: request.headers['idempotency-key'] as string | undefined })
      if (seen.length <= lost) request.socket.destroy()
      else response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"one"}')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

test('what makes something is sent once more under the same key when its answer is lost', async (t) => {
  const { seen, url, close } = await startLosing(1)
  t.after(close)
  const { create } = await connect({ TOCSIN_URL: url })
  assert.deepEqual(await create('/api/v1/alerts', { title: 'x' }), { id: 'one' })
  assert.equal(seen.length, 2)
  assert.ok(seen[0]?.key)
  assert.equal(seen[0]?.key, seen[1]?.key)
})

test('what has no key is never sent twice', async (t) => {
  const { seen, url, close } = await startLosing(1)
  t.after(close)
  const { call } = await connect({ TOCSIN_URL: url })
  await assert.rejects(call('POST', '/api/v1/incidents/42/update', { text: 'x' }), /does not answer/)
  assert.deepEqual(seen, [{ method: 'POST', key: undefined }])
})
