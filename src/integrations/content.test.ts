import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { createMailbox } from '../../test/fakes/mailbox.ts'
import { createNtfy } from '../../test/fakes/ntfy.ts'
import { decryptPush } from '../../test/fakes/push-service.ts'
import { createReceiver } from '../../test/fakes/receiver.ts'
import { createIo, createSubscription, HOSTILE, HTTP_RIGS, PAGE, WEBHOOK_SECRET } from '../../test/fakes/rigs.ts'
import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { loadIntegrations } from './list.ts'

const integrations = await loadIntegrations()

const BUNDLE: OutgoingMessage = {
  ...PAGE,
  id: 'update:A-17:2',
  kind: 'update',
  alerts: Array.from({ length: 51 }, (_, index) => ({ title: `Alert ${index + 1}`, key: `k${index + 1}` })),
}

const HOSTILE_PAGE: OutgoingMessage = {
  ...PAGE,
  id: HOSTILE,
  title: HOSTILE,
  service: HOSTILE,
  because: [HOSTILE],
  text: HOSTILE,
  thread: HOSTILE,
  alerts: [{ title: HOSTILE, key: HOSTILE }],
}

async function hear(t: TestContext, id: string, message: OutgoingMessage) {
  const receiver = await createReceiver()
  const { io, close } = createIo()
  t.after(() => Promise.all([close(), receiver.close()]))
  const rig = HTTP_RIGS[id]?.(receiver.url) ?? assert.fail(id)
  const receipt = await integrations.get(id)?.send?.(message, rig.to, io(rig))
  assert.equal(receipt?.ok, true, receipt?.said ?? 'no receipt')
  return receiver.heard[0] ?? assert.fail('nothing heard')
}

async function letterOf(t: TestContext, message: OutgoingMessage) {
  const mailbox = await createMailbox()
  const { io, close } = createIo({ smtpUrl: mailbox.url })
  t.after(async () => {
    await close()
    await mailbox.close()
  })
  const receipt = await integrations.get('email')?.send?.(message, 'ann@example.com', io({ to: '' }))
  assert.equal(receipt?.ok, true, receipt?.said ?? 'no receipt')
  return mailbox.letters[0] ?? assert.fail('no letter')
}

describe('a mail', () => {
  test('says what broke, how bad, why me, and one action', async (t) => {
    const { mail, headers } = await letterOf(t, PAGE)
    assert.equal(mail.subject, 'SEV-2: Settlement queue above 5,000 messages')
    for (const part of ['payments-settlement', 'You are on call for payments-primary.', PAGE.ackUrl ?? '']) {
      assert.ok(mail.text?.includes(part) && mail.html?.includes(part), part)
    }
    assert.deepEqual(headers.get('auto-submitted'), ['auto-generated'])
    assert.doesNotMatch(mail.html ?? '', /<img|<script|<link/, 'loads nothing')
  })

  test('is the same letter when it is sent again, and admits it', async (t) => {
    const [first, again] = [await letterOf(t, PAGE), await letterOf(t, { ...PAGE, possibleRepeat: true })]
    assert.equal(first.mail.messageId, again.mail.messageId)
    assert.match(first.mail.messageId ?? '', /^<[0-9a-f]{40}@tocsin\.example\.com>$/)
    assert.match(again.mail.text ?? '', /may have received this already/)
  })

  test('belongs to the conversation of its alert', async (t) => {
    const [page, update] = [await letterOf(t, PAGE), await letterOf(t, BUNDLE)]
    assert.deepEqual(page.headers.get('references'), update.headers.get('references'))
    assert.notEqual(page.mail.messageId, update.mail.messageId)
    const stranger = await letterOf(t, { ...PAGE, thread: 'alert:A-18' })
    assert.notDeepEqual(stranger.headers.get('references'), page.headers.get('references'))
  })

  test('names the first 20 of a bundle and counts the rest', async (t) => {
    const { mail } = await letterOf(t, BUNDLE)
    assert.match(mail.text ?? '', /- Alert 20\n- and 31 more|- Alert 20\nand 31 more/)
    assert.doesNotMatch(mail.text ?? '', /Alert 21\b/)
    assert.match(mail.subject ?? '', /\(51 alerts\)$/)
  })

  test('cannot be given headers, recipients or markup by an alert', async (t) => {
    const { headers, to, mail } = await letterOf(t, HOSTILE_PAGE)
    assert.equal(headers.get('bcc'), undefined)
    assert.deepEqual(to, ['ann@example.com'])
    assert.doesNotMatch(mail.subject ?? '', /[\r\n\u202e]/)
    assert.doesNotMatch(mail.html ?? '', /<img|<!channel|onerror=alert\(1\)>\s*$/)
    assert.match(mail.html ?? '', /&lt;img src=x onerror=alert\(1\)&gt;/)
  })
})

describe('a webhook', () => {
  test('is signed so that another library accepts it, and carries everything', async (t) => {
    const { raw, headers, json } = await hear(t, 'webhook', BUNDLE)
    const at = Number(headers['webhook-timestamp'])
    assert.equal(at, Temporal.Instant.from('2026-11-12T14:41:12Z').epochMilliseconds / 1000)
    assert.equal(headers['webhook-id'], BUNDLE.id)
    const expected = new Webhook(WEBHOOK_SECRET).sign(BUNDLE.id, new Date(at * 1000), raw)
    assert.equal(headers['webhook-signature'], expected)
    assert.partialDeepStrictEqual(json, { type: 'message.update', data: { ...BUNDLE } })
    assert.equal((json as { data: OutgoingMessage }).data.alerts?.length, 51)
  })

  test('without a usable secret is not sent', async (t) => {
    const { io, close } = createIo()
    t.after(close)
    const receipt = await integrations.get('webhook')?.send?.(PAGE, 'http://127.0.0.1:1/', io({ to: '', secrets: { secret: 'whsec_%%%' } }))
    assert.partialDeepStrictEqual(receipt, { ok: false, retry: false, reason: 'not-configured' })
  })
})

describe('Slack', () => {
  test('shows title, reason and buttons, and mentions the person', async (t) => {
    const { json } = await hear(t, 'slack-webhook', PAGE)
    const text = JSON.stringify(json)
    for (const part of ['<@U0123ANN>', 'SEV-2: Settlement queue', 'You are on call for', PAGE.ackUrl ?? ''])
      assert.ok(text.includes(part), part)
    assert.partialDeepStrictEqual(json, { unfurl_links: false })
  })

  test('is told no commands and no markup by an alert, and no more than it takes', async (t) => {
    const { body, json } = await hear(t, 'slack-webhook', { ...HOSTILE_PAGE, text: '&<'.repeat(4000) })
    assert.doesNotMatch(body, /<!channel>|<@U1>|<https:/)
    assert.match(body, /&lt;!channel&gt;/)
    for (const block of (json as { blocks: { type: string; text?: { type: string; text: string } }[] }).blocks) {
      if (!block.text) continue
      assert.ok(block.text.text.length <= (block.type === 'header' ? 150 : 3000))
      assert.doesNotMatch(block.text.text, /&[a-z]{0,3}…$/, 'no half entity')
      if (block.text.type !== 'plain_text') assert.equal(block.text.text, '<@U0123ANN>')
    }
  })
})

describe('ntfy', () => {
  const publish = async (t: TestContext, message: OutgoingMessage) => {
    const ntfy = await createNtfy()
    const { io, close } = createIo()
    t.after(() => Promise.all([close(), ntfy.close()]))
    const rig = { to: `${ntfy.url}/ann`, fields: { server: 'https://ntfy.example.com' }, secrets: { token: 'tk_secret' } }
    const receipt = await integrations.get('ntfy')?.send?.(message, rig.to, io(rig))
    return { receipt, heard: ntfy.receiver.heard[0], message: (await ntfy.poll('ann'))[0] ?? assert.fail(receipt?.said) }
  }

  test('takes a page with a button that posts and a tap that only shows', async (t) => {
    const { receipt, message, heard } = await publish(t, PAGE)
    assert.deepEqual([message.priority, message.click, message.title], [5, PAGE.ackUrl, 'SEV-2: Settlement queue above 5,000 messages'])
    assert.deepEqual(message.actions?.[0], {
      action: 'http',
      label: 'Acknowledge',
      url: PAGE.ackUrl,
      method: 'POST',
      clear: true,
      body: 'act=acknowledge',
    })
    assert.deepEqual(receipt, { ok: true, said: 'answered 200', providerId: message.id })
    assert.equal(heard?.headers.authorization, undefined, 'the token is for the server of the settings only')
  })

  test('takes hostile and long text', async (t) => {
    const { message } = await publish(t, { ...HOSTILE_PAGE, text: '日本'.repeat(5000) })
    assert.doesNotMatch(message.title, /[\r\n\u202e]/)
    assert.ok(Buffer.byteLength(message.message) < 4096)
    assert.doesNotMatch(message.message, /\ufffd/)
  })

  test('gets no topic that it would not have', async (t) => {
    const { io, close } = createIo()
    t.after(close)
    for (const to of ['https://ntfy.sh/', 'https://ntfy.sh/a/b', 'a b', '../x?y', 'ftp://x/y', '']) {
      const receipt = await integrations.get('ntfy')?.send?.(PAGE, to, io({ to, fields: { server: 'https://ntfy.sh' } }))
      assert.partialDeepStrictEqual(receipt, { ok: false, retry: false, reason: 'bad-address' }, to)
    }
  })
})

describe('a push message', () => {
  test('can be read by the device and by nobody else', async (t) => {
    const receiver = await createReceiver({ status: 201, headers: { location: '/m/1' } })
    const { io, close } = createIo()
    t.after(() => Promise.all([close(), receiver.close()]))
    const rig = HTTP_RIGS['web-push']?.(receiver.url) ?? assert.fail()
    const subscription = createSubscription(`${receiver.url}/push/1`)
    const receipt = await integrations.get('web-push')?.send?.(HOSTILE_PAGE, subscription.json, io(rig))
    assert.deepEqual(receipt, { ok: true, said: 'answered 201', providerId: '/m/1' })
    const { headers, raw } = receiver.heard[0] ?? assert.fail()
    assert.match(headers.authorization ?? '', /^vapid t=[\w-]+\.[\w-]+\.[\w-]+, ?k=[\w-]+$/)
    assert.deepEqual([headers.urgency, headers['content-encoding'], headers.ttl], ['high', 'aes128gcm', '3600'])
    assert.match(headers.topic ?? '', /^[\w-]{1,32}$/)
    assert.ok(raw.length <= 4096)
    const shown = JSON.parse(decryptPush(raw, subscription)) as { url: string; title: string }
    assert.equal(shown.url, PAGE.ackUrl)
    assert.doesNotMatch(shown.title, /[\r\n\u202e]/)
  })

  test('to a device that is gone says so', async (t) => {
    for (const status of [404, 410]) {
      const receiver = await createReceiver({ status })
      const { io, close } = createIo()
      t.after(() => Promise.all([close(), receiver.close()]))
      const rig = HTTP_RIGS['web-push']?.(receiver.url) ?? assert.fail()
      assert.partialDeepStrictEqual(await integrations.get('web-push')?.send?.(PAGE, rig.to, io(rig)), {
        ok: false,
        retry: false,
        gone: true,
      })
    }
  })
})
