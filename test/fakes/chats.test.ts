import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadIntegrations } from '../../src/integrations/list.ts'
import { type Chat, createChat } from './chat.ts'
import { createDiscord } from './discord.ts'
import { createMattermost, MATTERMOST_TOKEN } from './mattermost.ts'
import { type Recorded, recordedIn, withField, withHeader } from './recorded.ts'
import { CHATS, createIo, HOSTILE, PAGE, type Rig, TELEGRAM_TOKEN } from './rigs.ts'
import { createSlack, SLACK_SECRET, SLACK_TOKEN } from './slack.ts'
import { createSlackWebhook } from './slack-webhook.ts'
import { createTeams, WORKFLOW } from './teams.ts'
import { createTelegram, TELEGRAM_SECRET } from './telegram.ts'

const integrations = await loadIntegrations()

type Alteration = [name: string, alter: (recorded: Recorded) => Recorded]

/**
 * A fake is worth what it refuses: each takes what clients send, none of ten altered ones, and what we send.
 *
 * What each is made from. Slack's Web API: requests of @slack/web-api 8.2.0; its incoming webhook: requests of Alertmanager 0.25.0, and
 * the answers in Slack's documentation. Discord: requests of Alertmanager 0.25.0, limits and error codes of its documentation. No client's
 * requests are at hand of Mattermost (written after its API reference v4 and "Incoming webhooks"), Teams (after "Create incoming webhooks
 * with Workflows" and the Adaptive Cards 1.4 schema) and Telegram (after the Bot API reference): for these three a fake that was
 * misread would mislead us too, so "send a test" is the proof.
 */
type Contract = {
  integration: string
  start(): Promise<Chat>
  rig(url: string): Rig
  /** Recorded from unmodified clients where there are recordings, else written after the product's documentation. */
  given: Recorded[]
  /** Of the last of `given`. */
  alterations: Alteration[]
}

const written = (path: string, body: unknown, headers: Record<string, string> = {}): Recorded => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify(body)),
})

const altered =
  (change: (body: Record<string, unknown>) => object): Alteration[1] =>
  (recorded) => ({
    ...recorded,
    body: Buffer.from(JSON.stringify(change(JSON.parse(recorded.body.toString('utf8')) as Record<string, unknown>))),
  })

const path =
  (from: string, to: string): Alteration[1] =>
  (recorded) => ({ ...recorded, path: recorded.path.replace(from, to) })
const method =
  (name: string): Alteration[1] =>
  (recorded) => ({ ...recorded, method: name })
const header =
  (name: string, value: string | null): Alteration[1] =>
  (recorded) =>
    withHeader(recorded, name, value)
const field =
  (name: string, value: string | string[] | null): Alteration[1] =>
  (recorded) =>
    withField(recorded, name, value)
const cutBody: Alteration[1] = (recorded) => ({ ...recorded, body: recorded.body.subarray(0, recorded.body.length - 3) })

/** One bit of the first opening brace: the JSON is none any more. */
const flippedBrace: Alteration[1] = (recorded) => {
  const body = Buffer.from(recorded.body)
  const at = body.indexOf('{')
  body[at] = (body[at] ?? 0) ^ 1
  return { ...recorded, body }
}

const slackCalls = recordedIn('slack-web-api').sort(
  (one, other) => Number(one.path.endsWith('postMessage')) - Number(other.path.endsWith('postMessage')),
)
const blocks =
  (change: (all: { type: string; elements?: { value: string }[]; text?: { text: string } }[]) => unknown): Alteration[1] =>
  (recorded) => {
    const all = JSON.parse(new URLSearchParams(recorded.body.toString()).get('blocks') ?? '[]') as Parameters<typeof change>[0]
    return withField(recorded, 'blocks', JSON.stringify(change(all)))
  }

const card = (content: object): object => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
})
const plainCard = { type: 'AdaptiveCard', version: '1.4', body: [{ type: 'TextBlock', text: 'SEV1 checkout é日本' }] }

const CONTRACTS: Contract[] = [
  {
    integration: 'slack',
    start: createSlack,
    rig: (url) => ({ to: 'U0ANN', fields: { api: `${url}/api` }, secrets: { token: SLACK_TOKEN, signingSecret: SLACK_SECRET } }),
    given: slackCalls.filter((each) => !each.path.endsWith('chat.update')),
    alterations: [
      ['no token', header('authorization', null)],
      ['another token', header('authorization', 'Bearer xoxb-other-token')],
      ['another kind of credentials', header('authorization', 'Basic eDp5')],
      ['text as content type', header('content-type', 'text/plain')],
      ['no content type that is read', header('content-type', 'multipart/form-data')],
      ['GET', method('GET')],
      ['a method that does not exist', path('chat.postMessage', 'chat.shout')],
      ['no channel', field('channel', null)],
      ['a channel that does not exist', field('channel', 'C0NOBODY')],
      ['two channels', field('channel', ['C012AB3CD', 'C012AB3CE'])],
      ['nothing to say', (each) => withField(withField(each, 'text', null), 'blocks', null)],
      [
        'a flipped bit in its blocks',
        (each) => withField(each, 'blocks', (new URLSearchParams(each.body.toString()).get('blocks') ?? '').replace('{', 'z')),
      ],
      ['a block that does not exist', blocks((all) => [...all, { type: 'banner' }])],
      ['51 blocks', blocks((all) => Array.from({ length: 51 }, () => all[0]))],
      [
        'a value of 2001 characters',
        blocks((all) => all.map((each) => ({ ...each, elements: each.elements?.map((one) => ({ ...one, value: 'x'.repeat(2001) })) }))),
      ],
      ['a text of 40001 characters', field('text', 'x'.repeat(40_001))],
    ],
  },
  {
    integration: 'slack-webhook',
    start: createSlackWebhook,
    rig: (url) => ({ to: 'U0123ANN', secrets: { url: `${url}/services/T0/B0/x` } }),
    given: recordedIn('alertmanager-0.25-slack-webhook'),
    alterations: [
      ['another hook', path('XXXX', 'XXXY')],
      ['another workspace', path('T000', 'T001')],
      ['GET', method('GET')],
      ['PUT', method('PUT')],
      ['text as content type', header('content-type', 'text/plain')],
      ['JSON that says it is a form', header('content-type', 'application/x-www-form-urlencoded')],
      ['a flipped bit', flippedBrace],
      ['half a body', cutBody],
      ['a list', altered(() => [])],
      ['nothing to say', altered(({ channel }) => ({ channel }))],
      ['attachments that say nothing', altered((body) => ({ ...body, attachments: [{ color: 'danger' }] }))],
      ['attachments that are none', altered((body) => ({ ...body, attachments: 'x' }))],
      ['a block that does not exist', altered(() => ({ text: 'x', blocks: [{ type: 'banner' }] }))],
      [
        '51 blocks',
        altered(() => ({ blocks: Array.from({ length: 51 }, () => ({ type: 'section', text: { type: 'mrkdwn', text: 'x' } })) })),
      ],
      ['40001 characters', altered(() => ({ text: 'x'.repeat(40_001) }))],
    ],
  },
  {
    integration: 'discord',
    start: createDiscord,
    rig: (url) => ({ to: '112233445566778899', secrets: { url: `${url}/api/webhooks/1/tok` } }),
    given: recordedIn('alertmanager-0.25-discord'),
    alterations: [
      ['another token', path('/tok', '/toc')],
      ['a webhook that is gone', path('/webhooks/1/', '/webhooks/2/')],
      ['GET', method('GET')],
      ['text as content type', header('content-type', 'text/plain')],
      ['a form', header('content-type', 'application/x-www-form-urlencoded')],
      ['a flipped bit', flippedBrace],
      ['half a body', cutBody],
      ['nothing to say', altered(() => ({ content: '' }))],
      ['2001 characters', altered((body) => ({ ...body, content: 'x'.repeat(2001) }))],
      ['11 embeds', altered(() => ({ embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }))],
      ['a title of 257 characters', altered(() => ({ embeds: [{ title: 'x'.repeat(257) }] }))],
      ['6001 characters in all', altered(() => ({ embeds: [{ description: 'x'.repeat(3001) }, { description: 'x'.repeat(3000) }] }))],
      [
        'a button that answers',
        altered((body) => ({ ...body, components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Ack', custom_id: 'a' }] }] })),
      ],
    ],
  },
  {
    integration: 'mattermost',
    start: createMattermost,
    rig: (url) => ({ to: '@ann', fields: { server: url }, secrets: { token: MATTERMOST_TOKEN } }),
    given: [written('/hooks/xyz', { channel: '@ann', text: 'SEV1 checkout é日本', attachments: [{ text: 'why', actions: [] }] })],
    alterations: [
      ['another hook', path('xyz', 'xyy')],
      ['GET', method('GET')],
      ['text as content type', header('content-type', 'text/plain')],
      ['a flipped bit', flippedBrace],
      ['half a body', cutBody],
      ['a list', altered(() => [])],
      ['nothing to say', altered(() => ({ channel: '@ann' }))],
      ['nobody', altered((body) => ({ ...body, channel: '@nobody' }))],
      ['16384 characters', altered((body) => ({ ...body, text: 'x'.repeat(16_384) }))],
      ['attachments that are none', altered((body) => ({ ...body, attachments: 'x' }))],
      [
        'a button that goes nowhere',
        altered((body) => ({
          ...body,
          attachments: [{ actions: [{ id: 'a', name: 'Ack', type: 'button', integration: { url: '/x' } }] }],
        })),
      ],
    ],
  },
  {
    integration: 'teams',
    start: createTeams,
    rig: (url) => ({ to: 'ann@example.com', secrets: { url: `${url}${WORKFLOW}` } }),
    given: [written(WORKFLOW, card(plainCard))],
    alterations: [
      ['another signature', path('s3cret', 's3cres')],
      ['no signature', path('&sig=s3cret', '')],
      ['another workflow', path('/workflows/1/', '/workflows/2/')],
      ['GET', method('GET')],
      ['text as content type', header('content-type', 'text/plain')],
      ['a flipped bit', flippedBrace],
      ['half a body', cutBody],
      ['what old connectors took', altered(() => ({ '@type': 'MessageCard', text: 'x' }))],
      ['another card', altered(() => card({ ...plainCard, type: 'HeroCard' }))],
      ['no body', altered(() => card({ ...plainCard, body: [] }))],
      ['an element that does not exist', altered(() => card({ ...plainCard, body: [{ type: 'Marquee', text: 'x' }] }))],
      ['a button that answers', altered(() => card({ ...plainCard, actions: [{ type: 'Action.Submit', title: 'Ack' }] }))],
      ['a mention of nobody', altered(() => card({ ...plainCard, body: [{ type: 'TextBlock', text: '<at>Ann</at>' }] }))],
      ['more than 28 KB', altered(() => card({ ...plainCard, body: [{ type: 'TextBlock', text: 'x'.repeat(28 * 1024) }] }))],
    ],
  },
  {
    integration: 'telegram',
    start: () => createTelegram(),
    rig: (url) => ({ to: '4711', fields: { api: url }, secrets: { token: TELEGRAM_TOKEN, webhookSecret: TELEGRAM_SECRET } }),
    given: [
      written(`/bot${TELEGRAM_TOKEN}/sendMessage`, {
        chat_id: 4711,
        text: 'SEV1 checkout é日本',
        reply_markup: { inline_keyboard: [[{ text: 'Ack', callback_data: 'ack' }]] },
      }),
    ],
    alterations: [
      ['another token', path('AAHdq', 'AAHdr')],
      ['no token', path(`bot${TELEGRAM_TOKEN}/`, '')],
      ['GET', method('GET')],
      ['a method that does not exist', path('sendMessage', 'shout')],
      ['text as content type', header('content-type', 'text/plain')],
      ['a flipped bit', flippedBrace],
      ['half a body', cutBody],
      ['no chat', altered(({ chat_id: _, ...body }) => body)],
      ['a chat that does not exist', altered((body) => ({ ...body, chat_id: 4712 }))],
      ['nothing to say', altered((body) => ({ ...body, text: '' }))],
      ['4097 characters', altered((body) => ({ ...body, text: 'x'.repeat(4097) }))],
      [
        '65 bytes in a button',
        altered((body) => ({ ...body, reply_markup: { inline_keyboard: [[{ text: 'Ack', callback_data: 'x'.repeat(65) }]] } })),
      ],
      ['markup that does not exist', altered((body) => ({ ...body, parse_mode: 'BBCode' }))],
    ],
  },
]

test('every chat is held to its contract', () => assert.deepEqual(CONTRACTS.map(({ integration }) => integration).sort(), CHATS.toSorted()))

/** Whether it was taken: Slack and others refuse with a 200. */
async function isTaken(url: string, { method: verb, path: where, headers, body }: Recorded): Promise<boolean> {
  const own = ['host', 'connection', 'content-length', 'accept-encoding']
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !own.includes(name)))
  const answer = await fetch(`${url}${where}`, { method: verb, headers: kept, ...(verb === 'GET' ? {} : { body: new Uint8Array(body) }) })
  const text = await answer.text()
  return answer.ok && !/"ok":false/.test(text)
}

for (const { integration, start, rig, given, alterations } of CONTRACTS) {
  const declaration = integrations.get(integration) ?? assert.fail(integration)
  describe(`the fake of ${integration}`, () => {
    test('accepts what clients send', async (t) => {
      const chat = await start()
      t.after(chat.close)
      for (const each of given)
        assert.ok(await isTaken(chat.url, movedTo(integration, each)), `${each.path} ${each.body.toString().slice(0, 200)}`)
    })

    for (const [name, alter] of alterations)
      test(`refuses ${name}`, async (t) => {
        const chat = await start()
        t.after(chat.close)
        const last = given.at(-1) ?? assert.fail()
        assert.equal(await isTaken(chat.url, movedTo(integration, alter(last))), false)
      })

    test('has ten and more to refuse', () => assert.ok(alterations.length >= 10))

    for (const kind of ['page', 'update', 'nag', 'notify', 'test', 'resolved'] as const)
      test(`accepts what we send as ${kind}, also when it is long, hostile and written over`, async (t) => {
        const chat = await start()
        const { io, close } = createIo()
        t.after(() => Promise.all([chat.close(), close()]))
        const own = rig(chat.url)
        const long = {
          ...PAGE,
          kind,
          title: HOSTILE.repeat(40),
          text: `${'&<@everyone>*_ '.repeat(2000)}`,
          because: [HOSTILE.repeat(30)],
          alerts: Array.from({ length: 60 }, (_, i) => ({ key: `${i}`, title: HOSTILE.repeat(3) })),
        }
        for (const message of [{ ...PAGE, kind }, long])
          for (const more of [{}, { hearUrl: `https://tocsin.example.com/hear/${integration}/c1` }]) {
            const receipt = await declaration.send?.(message, own.to, { ...io(own), ...more })
            assert.ok(receipt?.ok, receipt?.said ?? '')
            if (!declaration.amend) continue
            const over = await declaration.amend({ ...long, ackUrl: '' }, receipt.providerId ?? '', { ...io(own), ...more })
            assert.ok(over.ok, over.said)
          }
        assert.deepEqual(
          chat.posts.map(({ revisions }) => revisions),
          chat.posts.map(() => (declaration.amend ? 1 : 0)),
        )
      })
  })
}

/** Recordings were made behind a path of their own. */
const movedTo = (integration: string, recorded: Recorded): Recorded =>
  integration === 'discord' ? { ...recorded, path: recorded.path.replace('/discord/', '/') } : recorded

test('a chat that answers something else than the product does is not believed', async (t) => {
  const chat = await createChat(() => ({ status: 200, body: '<html>Sign in</html>' }))
  const { io, close } = createIo()
  t.after(() => Promise.all([chat.close(), close()]))
  for (const { integration, rig } of CONTRACTS.filter((each) => !['teams', 'discord'].includes(each.integration))) {
    const own = rig(chat.url)
    const receipt = await integrations.get(integration)?.send?.(PAGE, own.to, io(own))
    assert.partialDeepStrictEqual(receipt, { ok: false, retry: true, reason: 'server-error' }, integration)
  }
})
