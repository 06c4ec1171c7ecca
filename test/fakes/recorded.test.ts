import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { loadIntegrations } from '../../src/integrations/list.ts'
import { mailRefusal, ownMailRefusal } from './mail-checks.ts'
import { createMailbox } from './mailbox.ts'
import { createNtfy } from './ntfy.ts'
import { NTFY_ALTERATIONS } from './ntfy-alterations.ts'
import { pushRefusal } from './push-checks.ts'
import { createReceiver } from './receiver.ts'
import { type Alteration, heardFrom, type Recorded, recordedIn, replay, withField, withHeader } from './recorded.ts'
import { CHATS, createIo, HTTP_RIGS, PAGE, TWILIO, WEBHOOK_SECRET } from './rigs.ts'
import { createTwilio } from './twilio.ts'
import { webhookRefusal } from './webhook-checks.ts'

/** A fake is worth what it refuses: each takes what an unmodified client sent, none of ten altered ones, and what we send. */
type Contract = {
  integrations: string[]
  /** What an unmodified client sent; where there is no capture of one, what we send. */
  recorded: Recorded
  alterations: Alteration[]
  start(): Promise<{ url: string; judge(recorded: Recorded): Promise<number>; close(): Promise<void> }>
}

const [text, call] = recordedIn('twilio-node') as [Recorded, Recorded]
const [push] = recordedIn('web-push') as [Recorded]

const basic = (user: string, pass: string): string => `Basic ${Buffer.from(`${user}:${pass}`).toString('base64')}`

const startTwilio = async () => {
  const twilio = await createTwilio(TWILIO)
  return { url: twilio.url, judge: (recorded: Recorded) => replay(twilio.url, recorded), close: twilio.close }
}

const ACCOUNT_ALTERATIONS: Alteration[] = [
  ['another token', (each) => withHeader(each, 'authorization', basic(TWILIO.accountSid, 'wrong'))],
  ['no authorization', (each) => withHeader(each, 'authorization', null)],
  ['another account in the path', (each) => ({ ...each, path: each.path.replace('AC000', 'AC001') })],
  ['JSON', (each) => ({ ...withHeader(each, 'content-type', 'application/json'), body: Buffer.from('{"To":"+15558675310"}') })],
  ['no recipient', (each) => withField(each, 'To', null)],
  ['a recipient that is no number', (each) => withField(each, 'To', '5310')],
  ['two recipients', (each) => withField(each, 'To', ['+15558675310', '+15558675311'])],
  ['no sender', (each) => withField(each, 'From', null)],
]

/** When the recorded message was signed for twelve hours. What we send is signed by the library, by the machine's clock. */
const RECORDED_S = 1_795_211_256
const startPushJudge = async () => {
  const receiver = await createReceiver()
  receiver.answer((heard) => ({
    status: pushRefusal(heard, { origin: receiver.url, nowS: Date.now() / 1000 }) ?? 201,
  }))
  const judge = async (recorded: Recorded) =>
    pushRefusal(heardFrom(recorded), { origin: 'https://127.0.0.1:18941', nowS: RECORDED_S }) ?? 201
  return { url: receiver.url, judge, close: receiver.close }
}

const flipped = (body: Buffer, at: number): Buffer => {
  const copy = Buffer.from(body)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

const startNtfy = async () => {
  const ntfy = await createNtfy()
  return { url: ntfy.url, judge: (recorded: Recorded) => replay(ntfy.url, recorded), close: ntfy.close }
}

/** The example of the specification, signed by its library. */
const SPECIFIED: Recorded = {
  method: 'POST',
  path: '/hook',
  headers: {
    'content-type': 'application/json',
    'webhook-id': 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
    'webhook-timestamp': '1674087231',
    'webhook-signature': 'v1,iiG6HKFK2xzkxsZt0m+2A487ZhE8g4rBZsSJYzQqFtQ=',
  },
  body: Buffer.from('{"type":"incident.declared","timestamp":"2023-01-19T00:13:51Z","data":{"id":"inc_1"}}'),
}
const startWebhookJudge = async () => {
  const receiver = await createReceiver()
  const sentS = Temporal.Instant.from('2026-11-12T14:41:12Z').epochMilliseconds / 1000
  receiver.answer((heard) => ({ status: webhookRefusal(heard, { secret: WEBHOOK_SECRET, nowS: sentS }) ?? 204 }))
  const judge = async (recorded: Recorded) => webhookRefusal(heardFrom(recorded), { secret: WEBHOOK_SECRET, nowS: 1_674_087_231 }) ?? 204
  return { url: receiver.url, judge, close: receiver.close }
}

const startMailJudge = async () => ({
  url: '',
  judge: async (recorded: Recorded) => (ownMailRefusal(recorded.body.toString('utf8')) ? 550 : 250),
  close: async () => {},
})

const integrations = await loadIntegrations()

/** What we post to ntfy, as it was heard. */
async function ownNtfy(): Promise<Recorded> {
  const ntfy = await createNtfy()
  const { io, close } = createIo()
  const rig = HTTP_RIGS.ntfy?.(ntfy.url) ?? assert.fail()
  await integrations.get('ntfy')?.send?.(PAGE, rig.to, io(rig))
  const [heard] = ntfy.receiver.heard
  await Promise.all([close(), ntfy.close()])
  return { method: 'POST', path: '/', headers: { 'content-type': 'application/json' }, body: heard?.raw ?? Buffer.alloc(0) }
}

/** Our mail, as a server took it. */
async function ownMail(): Promise<Recorded> {
  const mailbox = await createMailbox()
  const { io, close } = createIo({ smtpUrl: mailbox.url })
  const rig = { to: 'ann@example.com', fields: { replyTo: 'pager@example.com' }, secrets: { replyKey: 'k' } }
  await integrations.get('email')?.send?.({ ...PAGE, title: `${PAGE.title} é日本 ${'x'.repeat(2_000)}` }, rig.to, io(rig))
  const [letter] = mailbox.letters
  await Promise.all([close(), mailbox.close()])
  return { method: 'SMTP', path: '', headers: {}, body: Buffer.from(letter?.raw ?? '') }
}

const withLine = (pattern: RegExp, line: string) => (each: Recorded) => ({
  ...each,
  body: Buffer.from(each.body.toString('utf8').replace(pattern, line)),
})

const CONTRACTS: Record<string, Contract> = {
  'Twilio messages': {
    integrations: ['twilio-sms'],
    recorded: text,
    start: startTwilio,
    alterations: [
      ...ACCOUNT_ALTERATIONS,
      ['no words', (each) => withField(each, 'Body', null)],
      ['1601 characters', (each) => withField(each, 'Body', 'x'.repeat(1601))],
      ['a callback that is no address', (each) => withField(each, 'StatusCallback', '/status')],
    ],
  },
  'Twilio calls': {
    integrations: ['twilio-voice'],
    recorded: call,
    start: startTwilio,
    alterations: [
      ...ACCOUNT_ALTERATIONS,
      ['nothing to say', (each) => withField(each, 'Url', null)],
      ['an event that does not exist', (each) => withField(each, 'StatusCallbackEvent', 'hungup')],
      ['a way to detect machines that does not exist', (each) => withField(each, 'MachineDetection', 'true')],
    ],
  },
  'Web Push': {
    integrations: ['web-push'],
    recorded: push,
    start: startPushJudge,
    alterations: [
      ['no TTL', (each) => withHeader(each, 'ttl', null)],
      ['an urgency that does not exist', (each) => withHeader(each, 'urgency', 'urgent')],
      ['a long topic', (each) => withHeader(each, 'topic', 'x'.repeat(33))],
      ['a topic with a slash', (each) => withHeader(each, 'topic', 'inc/1')],
      ['the old encoding', (each) => withHeader(each, 'content-encoding', 'aesgcm')],
      ['no authorization', (each) => withHeader(each, 'authorization', null)],
      [
        'another signature',
        (each) => withHeader(each, 'authorization', (each.headers.authorization ?? '').replace('xzRg2zhu', 'xzRg2zhv')),
      ],
      ['another key', (each) => withHeader(each, 'authorization', (each.headers.authorization ?? '').replace('k=BOy2', 'k=BOy3'))],
      ['more than 4096 bytes', (each) => ({ ...each, body: Buffer.concat([each.body, Buffer.alloc(4096)]) })],
      ['another kind of key in its head', (each) => ({ ...each, body: flipped(each.body, 20) })],
      ['GET', (each) => ({ ...each, method: 'GET' })],
    ],
  },
  ntfy: {
    integrations: ['ntfy'],
    recorded: await ownNtfy(),
    start: startNtfy,
    alterations: NTFY_ALTERATIONS,
  },
  'Standard Webhooks': {
    integrations: ['webhook'],
    recorded: SPECIFIED,
    start: startWebhookJudge,
    alterations: [
      ['no signature', (each) => withHeader(each, 'webhook-signature', null)],
      ['another signature', (each) => withHeader(each, 'webhook-signature', 'v1,iiG6HKFK2xzkxsZt0m+2A487ZhE8g4rBZsSJYzQqFtR=')],
      ['a signature without its version', (each) => withHeader(each, 'webhook-signature', 'iiG6HKFK2xzkxsZt0m+2A487ZhE8g4rBZsSJYzQqFtQ=')],
      ['another kind of signature', (each) => withHeader(each, 'webhook-signature', 'v1a,iiG6HKFK2xzkxsZt0m+2A487ZhE8g4rBZsSJYzQqFtQ=')],
      ['no id', (each) => withHeader(each, 'webhook-id', null)],
      ['another id', (each) => withHeader(each, 'webhook-id', 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4X')],
      ['no time', (each) => withHeader(each, 'webhook-timestamp', null)],
      ['a time that is a date', (each) => withHeader(each, 'webhook-timestamp', '2023-01-19T00:13:51Z')],
      ['a copy of ten minutes ago', (each) => withHeader(each, 'webhook-timestamp', '1674086631')],
      ['a time to come', (each) => withHeader(each, 'webhook-timestamp', '1674087832')],
      ['a flipped bit', (each) => ({ ...each, body: flipped(each.body, 40) })],
      ['one space more', (each) => ({ ...each, body: Buffer.concat([each.body, Buffer.from(' ')]) })],
      ['a form', (each) => withHeader(each, 'content-type', 'application/x-www-form-urlencoded')],
      ['GET', (each) => ({ ...each, method: 'GET' })],
    ],
  },
  'a mail server': {
    integrations: ['email'],
    recorded: await ownMail(),
    start: startMailJudge,
    alterations: [
      ['no sender', withLine(/^From: .*\r\n/m, '')],
      ['two senders', withLine(/^From: /m, 'From: eve@example.org\r\nFrom: ')],
      ['two recipients', withLine(/^To: /m, 'To: eve@example.org, ')],
      ['no date', withLine(/^Date: .*\r\n/m, '')],
      ['a date that is none', withLine(/^Date: .*$/m, 'Date: yesterday')],
      ['no Message-ID', withLine(/^Message-ID: .*\r\n/m, '')],
      ['a Message-ID without a host', withLine(/^Message-ID: <([^@]*)@[^>]*>/m, 'Message-ID: <$1>')],
      ['a conversation that is none', withLine(/^In-Reply-To:[^>]*>/m, 'In-Reply-To: alert')],
      ['nothing that says it is a machine', withLine(/^Auto-Submitted: .*\r\n/m, '')],
      ['a header that is not ASCII', withLine(/^Subject: .*$/m, 'Subject: Störung')],
      ['a bare line feed', withLine(/\r\nDate/, '\nDate')],
      ['a long line', withLine(/\r\n\r\n/, `\r\n\r\n${'x'.repeat(999)}\r\n`)],
      ['no HTML', withLine(/content-type: text\/html/i, 'Content-Type: text/plain')],
    ],
  },
}

test('a mail server accepts what Alertmanager mailed', () =>
  assert.equal(mailRefusal(readFileSync(new URL('../fixtures/recorded/alertmanager-0.25-email.eml', import.meta.url), 'utf8')), null))

test('every road has a fake that refuses', () => {
  const senders = [...integrations.values()].filter(({ id, send, roads }) => send && roads && id !== 'null').map(({ id }) => id)
  assert.deepEqual([...CHATS, ...Object.values(CONTRACTS).flatMap((each) => each.integrations)].sort(), senders.sort())
})

for (const [name, contract] of Object.entries(CONTRACTS)) {
  describe(`the fake of ${name}`, () => {
    test('accepts what a client sent', async (t) => {
      const fake = await contract.start()
      t.after(fake.close)
      const status = await fake.judge(contract.recorded)
      assert.ok(status < 300, String(status))
    })

    test('refuses ten altered ones and more', async (t) => {
      const fake = await contract.start()
      t.after(fake.close)
      assert.ok(contract.alterations.length >= 10)
      for (const [altered, alter] of contract.alterations)
        await assert
          .rejects(async () => {
            const status = await fake.judge(alter(contract.recorded)).catch(() => 400)
            if (status >= 400) throw new Error(String(status))
          })
          .catch(() => assert.fail(`${altered} was accepted`))
    })

    for (const id of contract.integrations.filter((each) => each !== 'email')) {
      for (const kind of ['page', 'test', 'update', 'notify', 'resolved'] as const)
        test(`accepts what ${id} sends as ${kind}`, async (t) => {
          const fake = await contract.start()
          const { io, close } = createIo()
          t.after(() => Promise.all([fake.close(), close()]))
          const rig = HTTP_RIGS[id]?.(fake.url)
          assert.ok(rig)
          const hearUrl = `https://tocsin.example.com/hear/${id}/c1`
          for (const own of [io(rig), { ...io(rig), hearUrl }])
            assert.partialDeepStrictEqual(await integrations.get(id)?.send?.({ ...PAGE, kind }, rig.to, own), { ok: true })
        })
    }
  })
}
