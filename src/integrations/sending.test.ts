import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { createMailbox } from '../../test/fakes/mailbox.ts'
import { type Behaviour, createReceiver } from '../../test/fakes/receiver.ts'
import { createIo, HOSTILE, HTTP_RIGS, PAGE } from '../../test/fakes/rigs.ts'
import { loadIntegrations } from './list.ts'
import type { Receipt } from './receipt.ts'

const integrations = await loadIntegrations()

/** Need no server of their own here: one has SMTP, one goes nowhere. */
const ELSEWHERE = ['email', 'null']

test('every integration that sends is held to the contract', () => {
  const senders = [...integrations.values()].filter((each) => each.send).map((each) => each.id)
  assert.deepEqual(senders.sort(), [...Object.keys(HTTP_RIGS), ...ELSEWHERE].sort())
})

const FAILURES: { name: string; behaviour: Behaviour; expect: Partial<Receipt> }[] = [
  { name: '500', behaviour: { status: 500, body: 'internal secret' }, expect: { ok: false, retry: true, reason: 'server-error' } },
  {
    name: '503 with Retry-After as a date',
    behaviour: { status: 503, headers: { 'retry-after': 'Thu, 12 Nov 2026 14:41:42 GMT' } },
    expect: { retry: true, retryAfterMs: 30_000 },
  },
  {
    name: '429 with Retry-After',
    behaviour: { status: 429, headers: { 'retry-after': '7' } },
    expect: { ok: false, retry: true, reason: 'rate-limited', retryAfterMs: 7_000 },
  },
  { name: '429 without', behaviour: { status: 429 }, expect: { ok: false, retry: true, reason: 'rate-limited' } },
  { name: '400', behaviour: { status: 400, body: 'internal secret' }, expect: { ok: false, retry: false, reason: 'rejected' } },
  { name: '401', behaviour: { status: 401 }, expect: { ok: false, retry: false, reason: 'unauthorized' } },
  { name: '410', behaviour: { status: 410 }, expect: { ok: false, retry: false, reason: 'gone', gone: true } },
  {
    name: 'a redirect of a post',
    behaviour: { status: 302, headers: { location: '/login' } },
    expect: { ok: false, retry: false, reason: 'rejected' },
  },
  {
    name: 'a redirect to an inner address',
    behaviour: { status: 307, headers: { location: 'http://10.0.0.1/' } },
    expect: { ok: false, retry: false },
  },
  { name: 'a broken connection', behaviour: { fate: 'drop' }, expect: { ok: false, retry: true, reason: 'unreachable' } },
  { name: 'no answer', behaviour: { fate: 'hang' }, expect: { ok: false, retry: true, reason: 'timeout' } },
]

async function setUp(t: TestContext, id: string, timeoutMs?: number) {
  const receiver = await createReceiver()
  const { io, close } = createIo(timeoutMs === undefined ? {} : { timeoutMs })
  t.after(() => Promise.all([close(), receiver.close()]))
  const rig = HTTP_RIGS[id]?.(receiver.url)
  const send = integrations.get(id)?.send
  assert.ok(rig && send)
  receiver.answer(rig.answers === undefined ? {} : { body: rig.answers })
  return { receiver, send: (message = PAGE) => send(message, rig.to, io(rig)) }
}

for (const id of Object.keys(HTTP_RIGS)) {
  describe(`${id} sends`, () => {
    test('and says so', async (t) => {
      const { receiver, send } = await setUp(t, id)
      assert.equal((await send()).ok, true)
      assert.equal(receiver.heard.length, 1)
      assert.equal(receiver.heard[0]?.method, 'POST')
    })
    for (const { name, behaviour, expect } of FAILURES) {
      test(`and after ${name} says whether to retry and why`, async (t) => {
        // The short limit is for the one that never answers.
        const { receiver, send } = await setUp(t, id, behaviour.fate === 'hang' ? 100 : undefined)
        receiver.answer(behaviour)
        const receipt = await send()
        assert.partialDeepStrictEqual(receipt, expect)
        assert.doesNotMatch(receipt.said, /internal secret/, 'answers are not passed on')
        assert.ok(receipt.said.length > 5)
      })
    }
    test('and finds nobody there', async (t) => {
      const { receiver, send } = await setUp(t, id)
      await receiver.down()
      assert.partialDeepStrictEqual(await send(), { ok: false, retry: true, reason: 'unreachable' })
      await receiver.up()
      assert.equal((await send()).ok, true)
    })
    test('and an address that is none is refused for good', async (t) => {
      const { io, close } = createIo()
      t.after(close)
      const receipt = await integrations.get(id)?.send?.(PAGE, 'http://10.0.0.1/x', io({ to: '', ...HTTP_RIGS[id]?.('http://10.0.0.1') }))
      assert.partialDeepStrictEqual(receipt, { ok: false, retry: false })
    })
    test('hostile text as text', async (t) => {
      const { receiver, send } = await setUp(t, id)
      const message = {
        ...PAGE,
        title: HOSTILE,
        because: [HOSTILE],
        service: HOSTILE,
        text: HOSTILE,
        alerts: [{ title: HOSTILE, key: HOSTILE }],
      }
      assert.equal((await send(message)).ok, true)
      assert.equal(receiver.heard.length, 1)
      assert.equal(receiver.heard[0]?.headers.bcc, undefined)
    })
  })
}

describe('email sends', () => {
  const setUpMail = async (t: TestContext, options: { timeoutMs?: number } = {}) => {
    const mailbox = await createMailbox({ user: 'tocsin', pass: 'p w' })
    const { io, close } = createIo({ smtpUrl: mailbox.url.replace('p w', 'p%20w'), ...options })
    t.after(async () => {
      await close()
      await mailbox.close()
    })
    const send = (message = PAGE, to = 'ann@example.com', secrets: Record<string, string> = {}) =>
      integrations.get('email')?.send?.(message, to, io({ to, secrets })) ?? assert.fail()
    return { mailbox, send, io }
  }

  test('and says so', async (t) => {
    const { mailbox, send, io } = await setUpMail(t)
    assert.equal((await send()).ok, true)
    assert.deepEqual([mailbox.letters[0]?.from, mailbox.letters[0]?.to], ['tocsin@example.com', ['ann@example.com']])
    assert.equal((await integrations.get('email')?.probe?.(io({ to: '' })))?.ok, true)
  })

  test('and says whether to retry and why', async (t) => {
    const { mailbox, send } = await setUpMail(t)
    mailbox.refuseNext({ code: 451, text: 'try later' })
    assert.partialDeepStrictEqual(await send(), { ok: false, retry: true, reason: 'server-error', said: '451 try later' })
    mailbox.refuseNext({ code: 554, text: 'no' })
    assert.partialDeepStrictEqual(await send(), { ok: false, retry: false, reason: 'rejected' })
    mailbox.refuseRecipient('gone@example.com')
    assert.partialDeepStrictEqual(await send(PAGE, 'gone@example.com'), { ok: false, retry: false, reason: 'rejected' })
    await mailbox.close()
    assert.partialDeepStrictEqual(await send(), { ok: false, retry: true, reason: 'unreachable' })
  })

  test('and waits for no server that is silent', async (t) => {
    const { mailbox, send } = await setUpMail(t, { timeoutMs: 150 })
    mailbox.hang()
    assert.partialDeepStrictEqual(await send(), { ok: false, retry: true, reason: 'timeout' })
  })

  test('and checks servers that somebody wrote into the settings', async (t) => {
    const { mailbox, send } = await setUpMail(t)
    const other = await createMailbox()
    t.after(() => other.close())
    assert.equal((await send(PAGE, 'ann@example.com', { server: other.url })).ok, true)
    assert.equal(other.letters.length, 1)
    for (const server of [
      'smtp://10.0.0.1:25',
      'smtp://[::1]:25',
      'smtp://169.254.169.254',
      'smtp://127.0.0.2:25',
      'smtps://localhost6.invalid.:1',
      'gopher://x',
    ]) {
      const receipt = await send(PAGE, 'ann@example.com', { server })
      assert.partialDeepStrictEqual(receipt, { ok: false }, server)
      if (server !== 'smtps://localhost6.invalid.:1') assert.partialDeepStrictEqual(receipt, { retry: false }, server)
    }
    assert.equal(mailbox.letters.length, 0)
  })

  test('and signs in, or says that it may not', async (t) => {
    const { mailbox } = await setUpMail(t)
    const { io, close } = createIo({ smtpUrl: `smtp://tocsin:wrong@127.0.0.1:${mailbox.port}?from=tocsin@example.com` })
    t.after(close)
    assert.partialDeepStrictEqual(await integrations.get('email')?.send?.(PAGE, 'ann@example.com', io({ to: '' })), {
      retry: false,
      reason: 'unauthorized',
    })
    const { io: bare, close: closeBare } = createIo()
    t.after(closeBare)
    assert.partialDeepStrictEqual(
      await integrations.get('email')?.send?.(PAGE, 'ann@example.com', bare({ to: '', fields: { from: 'a@example.com' } })),
      {
        retry: false,
        reason: 'not-configured',
      },
    )
  })

  test('to one address and no other', async (t) => {
    const { mailbox, send } = await setUpMail(t)
    for (const to of [
      'a@example.com, eve@example.com',
      'a@example.com\r\nBcc: eve@example.com',
      'Ann <a@example.com>',
      'a',
      '',
      'a@b@c',
      'a@example.com;x',
      '"a b"@x',
    ]) {
      assert.partialDeepStrictEqual(await send(PAGE, to), { ok: false, retry: false, reason: 'bad-address' }, to)
    }
    assert.equal(mailbox.connections, 0)
  })
})
