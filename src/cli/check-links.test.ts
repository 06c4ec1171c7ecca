import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const bin = new URL('../../bin/tocsin.js', import.meta.url).pathname

const tocsin = (...args: string[]): Promise<{ code: number; out: string }> =>
  new Promise((done) => {
    execFile(process.execPath, [bin, ...args], (error, out) => done({ code: Number(error?.code ?? 0), out }))
  })

test('S20.7 links of the policy that lead nowhere are found by asking, with their line, and nothing fails by it', async (t) => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const status =
      { '/there': 200, '/private': 401, '/no-head': request.method === 'HEAD' ? 405 : 200, '/moved': 302 }[request.url ?? ''] ?? 404
    response.writeHead(status, status === 302 ? { location: '/there' } : {}).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-links-'))
  t.after(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const nobody = `http://127.0.0.1:${(closed.address() as AddressInfo).port}/x`
  closed.close()
  writeFileSync(
    join(folder, 'tocsin.yaml'),
    `version: 1
organization: { name: Linked }
document: { depends_on: [the architecture, "${at}/gone-document"] }
links:
  - { name: Runbooks, url: "${at}/there" }
  - { name: Vault, url: "${at}/private" }
  - { name: Old wiki, url: "${at}/gone" }
  - { name: Logs, url: "${at}/no-head" }
  - { name: Moved, url: "${at}/moved" }
  - { name: Filled in, url: "https://example.com/{reference}" }
contacts: [ { id: host, name: Host, url: "${nobody}" } ]
`,
  )
  const { code, out } = await tocsin('lint', folder, '--links')
  assert.equal(code, 0)
  assert.match(out, /tocsin\.yaml:7:\d+ advisory Old wiki leads to \S+\/gone, which answers 404 → write where it is now/)
  assert.match(out, /tocsin\.yaml:3:\d+ advisory related document leads to \S+\/gone-document, which answers 404/)
  assert.match(out, /tocsin\.yaml:11:\d+ advisory Host leads to \S+\/x, which cannot be opened \(ECONNREFUSED\)/)
  assert.match(out, /\n4 of 7 links answer\.\n$/)
  assert.ok(asked.includes('GET /no-head') && !asked.includes('GET /there'))
  const { out: json } = await tocsin('lint', folder, '--links', '--json')
  assert.deepEqual([JSON.parse(json).links, JSON.parse(json).findings.length], [7, 3])
})
