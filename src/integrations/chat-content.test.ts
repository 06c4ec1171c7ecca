import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { Chat } from '../../test/fakes/chat.ts'
import { createDiscord } from '../../test/fakes/discord.ts'
import { createMattermost, MATTERMOST_TOKEN } from '../../test/fakes/mattermost.ts'
import { createIo, HOSTILE, HTTP_RIGS, PAGE, type Rig, TELEGRAM_TOKEN } from '../../test/fakes/rigs.ts'
import { createSlack, SLACK_SECRET, SLACK_TOKEN } from '../../test/fakes/slack.ts'
import { createTeams, WORKFLOW } from '../../test/fakes/teams.ts'
import { createTelegram, TELEGRAM_SECRET } from '../../test/fakes/telegram.ts'
import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { loadIntegrations } from './list.ts'
import { markdownText } from './markdown-text.ts'
import type { Receipt } from './receipt.ts'

const integrations = await loadIntegrations()

const SLACK = { api: SLACK_TOKEN, signingSecret: SLACK_SECRET }
const HOSTILE_PAGE: OutgoingMessage = {
  ...PAGE,
  title: HOSTILE,
  service: HOSTILE,
  because: [HOSTILE],
  text: `@everyone @all @here ~town ${HOSTILE}`,
}

type Setting = { id: string; start(): Promise<Chat>; rig(url: string): Rig; hearUrl?: string }

const slackRig = (url: string): Rig => ({
  to: 'U0ANN',
  fields: { api: `${url}/api`, channel: '#ops' },
  secrets: { token: SLACK.api, signingSecret: SLACK.signingSecret },
})
const slack: Setting = { id: 'slack', start: createSlack, rig: slackRig, hearUrl: 'https://tocsin.example.com/hear/slack/c1' }
const mattermost: Setting = {
  id: 'mattermost',
  start: createMattermost,
  rig: (url) => ({ to: '@ann', fields: { server: url, channel: 'ops/incidents' }, secrets: { token: MATTERMOST_TOKEN } }),
  hearUrl: 'https://tocsin.example.com/hear/mattermost/c1',
}
const telegram: Setting = {
  id: 'telegram',
  start: () => createTelegram(),
  rig: (url) => ({ to: '4711', fields: { api: url, chat: '-100200' }, secrets: { token: TELEGRAM_TOKEN, webhookSecret: TELEGRAM_SECRET } }),
  hearUrl: 'https://tocsin.example.com/hear/telegram/c1',
}
const discord: Setting = {
  id: 'discord',
  start: createDiscord,
  rig: (url) => ({ to: '112233445566778899', secrets: { url: `${url}/api/webhooks/1/tok` } }),
}
const teams: Setting = { id: 'teams', start: createTeams, rig: (url) => ({ to: 'ann@example.com', secrets: { url: `${url}${WORKFLOW}` } }) }

async function open(t: TestContext, { id, start, rig, hearUrl }: Setting) {
  const chat = await start()
  const { io, close } = createIo()
  t.after(() => Promise.all([chat.close(), close()]))
  const own = rig(chat.url)
  const declaration = integrations.get(id) ?? assert.fail(id)
  const withUrl = { ...io(own), ...(hearUrl ? { hearUrl } : {}) }
  const send = (message = PAGE, to = own.to, settings = withUrl) => declaration.send?.(message, to, settings) ?? assert.fail()
  const amend = (handle: string, message = PAGE) => declaration.amend?.(message, handle, withUrl) ?? assert.fail()
  return { chat, io: withUrl, send, amend, probe: () => declaration.probe?.(withUrl) ?? assert.fail() }
}

describe('Slack', () => {
  test('writes to a person directly, with buttons, and to a channel without', async (t) => {
    const { chat, send } = await open(t, slack)
    assert.partialDeepStrictEqual(await send(), { ok: true, providerId: 'D0ANN:1503435956.000001' })
    await send({ ...PAGE, ackUrl: '' }, '')
    assert.deepEqual(
      chat.posts.map(({ place, buttons }) => [place, buttons]),
      [
        ['D0ANN', ['acknowledge', 'resolve', 'escalate']],
        ['#ops', []],
      ],
    )
    assert.doesNotMatch(chat.posts[0]?.text ?? '', /tocsin\.example\.com\/a\//, 'the link that acknowledges is not needed beside a button')
  })

  test('S7.9 mentions members and groups at the head of a post; what foreign words say mentions nobody', async (t) => {
    const { chat, send } = await open(t, slack)
    await send({ ...PAGE, ackUrl: '', title: 'Down <!channel>', mentions: ['U0ANN', 'S0STAKE', 'owners <!here>'] }, '')
    assert.match(chat.posts[0]?.text ?? '', /<@U0ANN> <!subteam\^S0STAKE> @owners &lt;!here&gt;/)
    assert.doesNotMatch(chat.posts[0]?.text ?? '', /<!channel>|<!here>/)
  })

  test('shows a link where presses could not be heard or believed', async (t) => {
    const { chat, send, io } = await open(t, slack)
    const { hearUrl: _, ...deaf } = io
    await send(PAGE, 'U0ANN', deaf)
    await send(PAGE, 'U0ANN', { ...io, secrets: { token: SLACK_TOKEN } })
    for (const { text, buttons } of chat.posts) assert.deepEqual([buttons, text.includes('tocsin.example.com/a/')], [[], true])
  })

  test('writes what became of it over it', async (t) => {
    const { chat, send, amend } = await open(t, slack)
    const sent = await send()
    await amend(sent.ok ? (sent.providerId ?? '') : '', { ...PAGE, ackUrl: '', text: 'Acknowledged by Ann at 14:43.' })
    assert.deepEqual([chat.posts.length, chat.posts[0]?.revisions, chat.posts[0]?.buttons], [1, 1, []])
    assert.match(chat.posts[0]?.text ?? '', /Acknowledged by Ann at 14:43\./)
    assert.partialDeepStrictEqual(await amend('D0ANN:9.9'), { ok: false, retry: false, said: 'message_not_found' })
    assert.partialDeepStrictEqual(await amend('nonsense'), { ok: false, retry: false, reason: 'bad-address' })
  })

  const errors: [error: string, expected: Partial<Receipt>][] = [
    ['token_revoked', { retry: false, reason: 'unauthorized' }],
    ['invalid_auth', { retry: false, reason: 'unauthorized' }],
    ['missing_scope', { retry: false, reason: 'unauthorized' }],
    ['channel_not_found', { retry: false, reason: 'bad-address' }],
    ['user_not_found', { retry: false, reason: 'bad-address' }],
    ['is_archived', { retry: false, reason: 'bad-address' }],
    ['invalid_blocks', { retry: false, reason: 'rejected' }],
    ['ratelimited', { retry: true, reason: 'rate-limited' }],
    ['internal_error', { retry: true, reason: 'server-error' }],
    ['fatal_error', { retry: true, reason: 'server-error' }],
  ]
  for (const [error, expected] of errors)
    test(`W46 that refuses with a 200 and "${error}" has refused`, async (t) => {
      const { chat, send } = await open(t, slack)
      chat.receiver.answer({ body: JSON.stringify({ ok: false, error }) })
      const receipt = await send()
      assert.partialDeepStrictEqual(receipt, { ok: false, ...expected })
      assert.match(receipt.said, new RegExp(error))
    })

  test('W46 that limits one channel is asked again when it says, and others are not', async (t) => {
    const { chat, send } = await open(t, slack)
    chat.receiver.answerNext({ status: 429, headers: { 'retry-after': '30' }, body: '{"ok":false,"error":"ratelimited"}' })
    assert.partialDeepStrictEqual(await send(), { ok: false, retry: true, reason: 'rate-limited', retryAfterMs: 30_000 })
    assert.equal((await send(PAGE, '#other')).ok, true)
  })

  test('says who it is when it is tried, and nobody hears of it', async (t) => {
    const { chat, probe } = await open(t, slack)
    assert.deepEqual(await probe(), { ok: true, said: 'signed in to Example as tocsin' })
    assert.equal(chat.posts.length, 0)
  })

  test('is told no commands by an alert', async (t) => {
    const { chat, send } = await open(t, slack)
    await send(HOSTILE_PAGE)
    const form = new URLSearchParams(chat.receiver.heard[0]?.body)
    assert.doesNotMatch([form.get('text'), form.get('blocks')].join(), /<!|<@|<https:|mrkdwn/)
    assert.deepEqual([form.get('parse'), form.get('link_names')], ['none', 'false'])
  })
})

describe('Mattermost', () => {
  test('S7.9 mentions people and groups by name, and nothing else', async (t) => {
    const { chat, send } = await open(t, mattermost)
    await send({ ...PAGE, ackUrl: '', mentions: ['@ann', 'stakeholders', 'w1gbt3xn3tgh5eqdsnhhm7gsoc', '] @all'] }, '')
    assert.match(chat.posts[0]?.text ?? '', /@ann @stakeholders \*\*/)
    assert.doesNotMatch(chat.posts[0]?.text ?? '', /@w1gbt3|(?<!\\)@all/)
  })

  test('W53 writes to a person directly by its bot, and to a channel', async (t) => {
    const { chat, send, amend, probe } = await open(t, mattermost)
    const sent = await send()
    assert.ok(sent.ok && sent.providerId)
    await send({ ...PAGE, ackUrl: '' }, '')
    assert.deepEqual(
      chat.posts.map(({ place, buttons }) => [place, buttons]),
      [
        ['dmann', ['acknowledge', 'resolve', 'escalate']],
        ['incidents', []],
      ],
    )
    await amend(sent.providerId, { ...PAGE, ackUrl: '', text: 'Acknowledged by Ann.' })
    assert.deepEqual([chat.posts[0]?.revisions, chat.posts[0]?.buttons], [1, []])
    assert.deepEqual(await probe(), { ok: true, said: 'signed in as @tocsin' })
    assert.partialDeepStrictEqual(await send(PAGE, '@nobody'), { ok: false, retry: false, reason: 'bad-address' })
  })

  test('W53 is written to by an incoming webhook as well', async (t) => {
    const { chat, send, io } = await open(t, mattermost)
    const hook = { ...io, secrets: { url: `${chat.url}/hooks/xyz` } }
    assert.equal((await send(PAGE, 'Ann', hook)).ok, true)
    assert.deepEqual([chat.posts[0]?.place, chat.posts[0]?.buttons.length], ['@ann', 3])
    assert.partialDeepStrictEqual(await send(PAGE, '@nobody', hook), { ok: false, retry: false, reason: 'bad-address' })
  })

  test('has no markup and mentions nobody because of an alert', async (t) => {
    const { chat, send } = await open(t, mattermost)
    await send(HOSTILE_PAGE)
    assert.doesNotMatch(chat.posts[0]?.text ?? '', /@(all|channel|here|everyone|U1)\b|(?<!\\)<|(?<!\\)`|(?<!\\)~/)
  })
})

describe('Discord', () => {
  test('W54 mentions the one who is paged and nobody else, whatever an alert says', async (t) => {
    const { chat, send, amend } = await open(t, discord)
    const sent = await send(HOSTILE_PAGE)
    assert.partialDeepStrictEqual(chat.posts[0]?.body, {
      content: '<@112233445566778899>',
      allowed_mentions: { parse: [], users: ['112233445566778899'] },
    })
    assert.doesNotMatch(chat.posts[0]?.text ?? '', /@everyone|@here|(?<!\\)<(?!@1122)/)
    assert.deepEqual(chat.posts[0]?.buttons, ['Acknowledge', 'Details'])
    await amend(sent.ok ? (sent.providerId ?? '') : '', { ...PAGE, ackUrl: '' })
    assert.deepEqual([chat.posts[0]?.revisions, chat.posts[0]?.buttons], [1, ['Open']])
  })

  test('W54 says more exactly than its header when to ask again', async (t) => {
    const { chat, send } = await open(t, discord)
    chat.receiver.answer({
      status: 429,
      headers: { 'retry-after': '1' },
      body: '{"message":"You are being rate limited.","retry_after":0.65,"global":false}',
    })
    assert.partialDeepStrictEqual(await send(), { retry: true, reason: 'rate-limited', retryAfterMs: 650 })
  })
})

describe('Teams', () => {
  test('W52 shows a card that mentions the one who is paged, with foreign text where no markup is read', async (t) => {
    const { chat, send } = await open(t, teams)
    assert.equal((await send({ ...HOSTILE_PAGE, person: { id: 'ann', name: 'Ann <b>*x*' } })).ok, true)
    const card = chat.posts[0]?.body as { body: { type: string; text?: string }[]; msteams: object }
    assert.deepEqual(
      card.body.filter(({ type }) => type === 'TextBlock').map(({ text }) => text),
      ['<at>Ann b x</at>'],
    )
    assert.deepEqual(card.msteams, {
      width: 'Full',
      entities: [{ type: 'mention', text: '<at>Ann b x</at>', mentioned: { id: 'ann@example.com', name: 'Ann b x' } }],
    })
    assert.deepEqual(chat.posts[0]?.buttons, ['Acknowledge', 'Details'])
  })

  test('W52 posts to a person by their own workflow', async (t) => {
    const { chat, send } = await open(t, teams)
    assert.equal((await send(PAGE, `${chat.url}${WORKFLOW}`)).ok, true)
    assert.equal(chat.posts.length, 1)
  })
})

describe('Telegram', () => {
  test('writes to a person with buttons and to a group, and over what it wrote', async (t) => {
    const { chat, send, amend } = await open(t, telegram)
    assert.partialDeepStrictEqual(await send(), { ok: true, providerId: '4711:7' })
    assert.equal((await send({ ...PAGE, ackUrl: '' }, '')).ok, true)
    assert.equal((await amend('4711:7', { ...PAGE, ackUrl: '' })).ok, true)
    assert.deepEqual(await amend('4711:7', { ...PAGE, ackUrl: '' }), { ok: true, said: 'it says so already' })
    assert.deepEqual(
      chat.posts.map(({ place, buttons, revisions }) => [place, buttons, revisions]),
      [
        ['4711', [], 1],
        ['-100200', [], 0],
      ],
    )
  })

  test('tells whom it does not know from who does not want it, and never says its token', async (t) => {
    const { chat, send, io } = await open(t, telegram)
    assert.partialDeepStrictEqual(await send(PAGE, '4712'), { retry: false, reason: 'bad-address' })
    assert.partialDeepStrictEqual(await send(PAGE, '666'), { retry: false, reason: 'gone' })
    chat.receiver.answerNext({ status: 429, body: '{"ok":false,"error_code":429,"parameters":{"retry_after":11}}' })
    assert.partialDeepStrictEqual(await send(), { retry: true, reason: 'rate-limited', retryAfterMs: 11_000 })
    await chat.receiver.down()
    for (const settings of [io, { ...io, secrets: { token: 'not/../a?token' } }])
      assert.doesNotMatch((await send(PAGE, '4711', settings)).said, /AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw\b.*refused|not\/\.\./)
  })

  test('registers where it posts presses, with the secret that it repeats', async (t) => {
    const { chat, probe } = await open(t, telegram)
    assert.deepEqual(await probe(), {
      ok: true,
      said: 'signed in as @tocsin_bot; answers come to https://tocsin.example.com/hear/telegram/c1',
    })
    assert.partialDeepStrictEqual(chat.receiver.heard.at(-1)?.json, {
      secret_token: TELEGRAM_SECRET,
      url: 'https://tocsin.example.com/hear/telegram/c1',
    })
  })
})

test('text is text: marks are escaped, lists and headings too, and nobody is named', () => {
  const cases: [text: string, written: string][] = [
    ['*b* _i_ ~s~ `c`', '\\*b\\* \\_i\\_ \\~s\\~ \\`c\\`'],
    ['[x](https://evil.example)', '\\[x\\]\\(https://evil.example\\)'],
    ['- a\n+ b\n1. c\n# d\n> e', '\\- a\n\\+ b\n1\\. c\n\\# d\n\\> e'],
    ['a-b 1.5', 'a-b 1.5'],
    ['@all', '@\u200ball'],
    ['\\', '\\\\'],
  ]
  for (const [text, written] of cases) assert.equal(markdownText(text), written)
})

test('every chat of a person is held to the errors of the contract', () => {
  const chats = [...integrations.values()].filter(({ roads }) => roads?.includes('chat')).map(({ id }) => id)
  assert.deepEqual(
    chats.filter((id) => !HTTP_RIGS[id]),
    [],
  )
})
