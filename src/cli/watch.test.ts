import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { createReceiver, type Receiver } from '../../test/fakes/receiver.ts'

const ROOT = new URL('../../', import.meta.url).pathname
let peer: Receiver
let phone: Receiver
before(async () => {
  peer = await createReceiver({ status: 200, body: '{"status":"ok"}' })
  phone = await createReceiver({ status: 200 })
})
after(async () => {
  await peer.close()
  await phone.close()
})

const start = (...args: string[]): ChildProcess =>
  spawn(process.execPath, ['bin/tocsin.js', 'watch', ...args], { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' }, stdio: 'ignore' })

test('a page for a test goes out by every road at once', async () => {
  const asked = ['bin/tocsin.js', 'watch', peer.url, '--webhook', `${phone.url}/page`, '--ntfy', `${phone.url}/topic`, '--test']
  const { stdout } = await promisify(execFile)(process.execPath, asked, { cwd: ROOT })
  assert.match(stdout, /Test: the watch over Tocsin/)
  const heard = (await phone.expect(2)).toSorted((a, b) => a.path.localeCompare(b.path))
  assert.deepEqual(
    heard.map(({ path, headers }) => [path, headers.priority]),
    [
      ['/page', undefined],
      ['/topic', '5'],
    ],
  )
})

test('I-20 the watch pages by its own road when the peer falls silent, says why, and tells when it is back', async () => {
  const before = phone.heard.length
  const watch = start(peer.url, '--every', '1s', '--silent', '1s', '--webhook', `${phone.url}/page`)
  await peer.expect(1)
  peer.answer({ status: 503, body: JSON.stringify({ detail: 'no synthetic page got through for 200 s' }) })
  await phone.expect(before + 1)
  peer.answer({ status: 200, body: '{"status":"ok"}' })
  const [silent, back] = (await phone.expect(before + 2)).slice(before)
  watch.kill()
  await once(watch, 'exit')
  assert.match(silent?.body ?? '', /is silent: pages may not get through.*no synthetic page got through for 200 s/)
  assert.match(back?.body ?? '', /is back/)
})

test('without a road of its own it ends at once and says what is missing', async () => {
  assert.deepEqual(await once(start(peer.url), 'exit'), [2, null])
})
