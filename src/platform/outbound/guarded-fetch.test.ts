import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createReceiver } from '../../../test/fakes/receiver.ts'
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts'

async function setUp(t: TestContext, options: Partial<GuardedFetchOptions> = {}) {
  const receiver = await createReceiver()
  const fetch = createGuardedFetch({ allowTargets: ['127.0.0.1'], ...options })
  t.after(() => Promise.all([fetch.close(), receiver.close()]))
  return { receiver, fetch }
}

test('connections are kept and shared', async (t) => {
  const { receiver, fetch } = await setUp(t)
  for (let each = 0; each < 20; each += 1) await fetch(receiver.url, { method: 'POST', body: String(each) })
  // A pool may open a second one while the first is putting itself back.
  assert.ok(receiver.connections <= 2, `${receiver.connections} connections`)
  await Promise.all(Array.from({ length: 300 }, () => fetch(receiver.url, { method: 'POST', body: 'x' })))
  assert.ok(receiver.connections <= 64, `${receiver.connections} connections`)
  assert.equal(receiver.heard.length, 320)
})

test('each redirect is checked again', async (t) => {
  const { receiver, fetch } = await setUp(t)
  const canary = await createReceiver()
  t.after(() => canary.close())
  for (const location of [
    'http://10.0.0.1/',
    'http://169.254.169.254/',
    `http://127.0.0.2:${canary.port}/`,
    `http://[::1]:${canary.port}/`,
  ]) {
    receiver.answerNext({ status: 307, headers: { location } })
    await assert.rejects(fetch(receiver.url, { method: 'POST', body: 'x' }), { reason: 'forbidden' }, location)
  }
  receiver.answerNext({ status: 302, headers: { location: 'file:///etc/passwd' } })
  await assert.rejects(fetch(receiver.url), { reason: 'invalid' })
  assert.equal(canary.heard.length, 0)
})

test('three redirects are followed with the body, a fourth is not, credentials stay at home', async (t) => {
  const { receiver, fetch } = await setUp(t)
  const other = await createReceiver()
  t.after(() => other.close())
  receiver.answerNext({ status: 307, headers: { location: '/a' } })
  receiver.answerNext({ status: 308, headers: { location: '/b' } })
  receiver.answerNext({ status: 307, headers: { location: `${other.url}/c` } })
  const answer = await fetch(receiver.url, { method: 'POST', body: 'x', headers: { Authorization: 'Bearer s' } })
  assert.equal(answer.url, `${other.url}/c`)
  assert.equal(other.heard[0]?.body, 'x')
  assert.equal(other.heard[0]?.headers.authorization, undefined)
  assert.equal(receiver.heard[2]?.headers.authorization, 'Bearer s')
  receiver.answer({ status: 307, headers: { location: '/again' } })
  await assert.rejects(fetch(receiver.url, { method: 'POST' }), { reason: 'redirects' })
  assert.equal((await fetch(receiver.url, { method: 'POST', maxRedirects: 0 })).status, 307)
  receiver.answer({ status: 302, headers: { location: '/get' } })
  assert.equal((await fetch(receiver.url, { method: 'POST', body: 'x' })).status, 302, 'a post never becomes a get')
})

test('a long answer is cut', async (t) => {
  const { receiver, fetch } = await setUp(t, { maxBodyBytes: 1000 })
  receiver.answer({ body: 'y'.repeat(1_000_000) })
  const answer = await fetch(receiver.url)
  assert.deepEqual([answer.body.length, answer.isCut], [1000, true])
  receiver.answer({ body: 'short' })
  assert.deepEqual([(await fetch(receiver.url)).body, (await fetch(receiver.url)).isCut], ['short', false])
})

test('every failure has a named reason', async (t) => {
  const { receiver, fetch } = await setUp(t)
  receiver.answerNext({ fate: 'hang' })
  await assert.rejects(fetch(receiver.url, { timeoutMs: 50 }), { reason: 'timeout', message: /did not answer within 50 ms/ })
  receiver.answerNext({ fate: 'drop' })
  await assert.rejects(fetch(receiver.url), { reason: 'broken' })
  await assert.rejects(fetch(receiver.url.replace('http:', 'https:')), { reason: 'tls' })
  await assert.rejects(fetch(receiver.url, { headers: { 'x-bad': 'a\r\nb: c' } }), { reason: 'invalid' })
  await receiver.down()
  await assert.rejects(fetch(receiver.url), { reason: 'refused', message: /127\.0\.0\.1:\d+ refused/ })
  const nameless = createGuardedFetch({ allowTargets: [], resolve: async () => Promise.reject(new Error('ENOTFOUND')) })
  t.after(() => nameless.close())
  await assert.rejects(
    nameless('https://void.test/secret-path'),
    (error: Error) => !error.message.includes('secret') && /void\.test/.test(error.message),
  )
})
