import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadIntegrations } from '../../src/integrations/list.ts'
import { pushRefusal } from './push-checks.ts'
import { createReceiver } from './receiver.ts'
import { heardFrom, type Recorded, recordedIn, replay, withField, withHeader } from './recorded.ts'
import { createIo, HTTP_RIGS, PAGE, TWILIO } from './rigs.ts'
import { createTwilio } from './twilio.ts'

type Alteration = [name: string, alter: (recorded: Recorded) => Recorded]

/** A fake is worth what it refuses: each takes what an unmodified client sent, none of ten altered ones, and what we send. */
type Contract = {
  integrations: string[]
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
}

const integrations = await loadIntegrations()

for (const [name, contract] of Object.entries(CONTRACTS)) {
  describe(`the fake of ${name}`, () => {
    test('accepts what an unmodified client sent', async (t) => {
      const fake = await contract.start()
      t.after(fake.close)
      assert.equal(await fake.judge(contract.recorded), 201)
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

    for (const id of contract.integrations) {
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
