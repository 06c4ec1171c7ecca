import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Chat, ChatPost } from '../fakes/chat.ts'
import { createMattermost, MATTERMOST_TOKEN, pressInMattermost } from '../fakes/mattermost.ts'
import { TELEGRAM_TOKEN } from '../fakes/rigs.ts'
import { createSlack, pressInSlack, SLACK_SECRET, SLACK_TOKEN } from '../fakes/slack.ts'
import { createTelegram, pressInTelegram, TELEGRAM_SECRET } from '../fakes/telegram.ts'
import { as } from '../world/installation.ts'
import { openPaged, type Paged } from '../world/paged.ts'

let world: Paged
let slack: Chat
let mattermost: Chat
let telegram: Chat

const policy = () => ({
  severities: [{ id: 'SEV-1', name: 'Critical' }],
  users: [
    { id: 'ann', name: 'Ann', role: 'responder', timezone: 'Europe/Berlin', contacts: { slack: 'U0ANN' } },
    { id: 'ben', name: 'Ben', role: 'responder', contacts: { mattermost: '@ben' } },
    { id: 'cleo', name: 'Cleo', role: 'responder', contacts: { telegram: '4711' } },
  ],
  escalation_policies: [
    {
      id: 'main',
      steps: [
        { page: ['user:ann'], wait: '15m' },
        { page: ['user:ben'], wait: '15m' },
      ],
    },
    { id: 'all', steps: [{ page: ['user:ann', 'user:ben', 'user:cleo'], wait: '15m' }] },
  ],
  services: [
    { id: 'checkout', name: 'Checkout', escalation: ['main'] },
    { id: 'basket', name: 'Basket', escalation: ['main'] },
    { id: 'returns', name: 'Returns', escalation: ['main'] },
    { id: 'orders', name: 'Orders', escalation: ['main'] },
    { id: 'stock', name: 'Stock', escalation: ['all'] },
    { id: 'search', name: 'Search', escalation: ['all'] },
  ],
  integrations: [
    { id: 'slack', type: 'slack', fields: { api: `${slack.url}/api`, token: SLACK_TOKEN, signingSecret: SLACK_SECRET } },
    { id: 'chat', type: 'mattermost', fields: { server: mattermost.url, token: MATTERMOST_TOKEN } },
    { id: 'bot', type: 'telegram', fields: { api: telegram.url, token: TELEGRAM_TOKEN, webhookSecret: TELEGRAM_SECRET } },
  ],
})

before(async () => {
  ;[slack, mattermost, telegram] = await Promise.all([createSlack(), createMattermost(), createTelegram()])
  world = await openPaged({ bundle: policy() })
})
after(async () => {
  await world?.close()
  await Promise.all([slack.close(), mattermost.close(), telegram.close()])
})

const hear = (connection: string, { headers, body }: { headers: Record<string, string>; body: string }) =>
  world.server.inject({ method: 'POST', url: `/hear/${connection}`, headers, payload: body })

const paged = async (escalation: string): Promise<string[]> => {
  const { rows } = await world.app.pools.side.query(
    `select data->>'user' as who from fact where stream = $1 and name = 'page.opened' order by seq`,
    [`escalation:${escalation}`],
  )
  return rows.map(({ who }) => who)
}

const last = (chat: Chat): ChatPost => chat.posts.at(-1) ?? assert.fail('nothing is there')
const shows = (post: ChatPost, words: RegExp) => world.until(() => post.revisions > 0 && words.test(post.text))

describe('a page in a chat', { timeout: 60_000 }, () => {
  test('arrives as a direct message, its button acknowledges, the message says so, and nobody else is paged', async () => {
    const escalation = await world.page('Checkout answers 500', 'checkout')
    await world.until(() => slack.posts.length === 1)
    const post = last(slack)
    assert.deepEqual([post.place, post.buttons], ['D0ANN', ['acknowledge', 'resolve', 'escalate']])
    assert.match(post.text, /Critical: Checkout answers 500/)
    const pressed = pressInSlack({ user: 'U0ANN', action: 'acknowledge', post, at: world.app.clock.now() })
    const answer = await hear('slack/slack', pressed)
    assert.deepEqual([answer.statusCode, answer.body], [200, ''])
    const state = await world.stateOf(escalation)
    assert.deepEqual(
      [state.status, state.acknowledged?.by, state.acknowledged?.via, state.stepAt],
      ['acknowledged', 'user:ann', 'slack', null],
    )
    await shows(post, /Acknowledged by Ann at /)
    assert.deepEqual([post.buttons, slack.posts.length, mattermost.posts.length], [[], 1, 0])
    assert.deepEqual(await paged(escalation), ['ann'])
    assert.ok(
      (await world.factsOf(escalation)).some(({ name }) => name === 'page.answered'),
      'the press is human evidence',
    )

    const before = (await world.factsOf(escalation)).length
    assert.equal((await hear('slack/slack', pressed)).statusCode, 200, 'the same again gets the same answer')
    assert.equal((await world.factsOf(escalation)).length, before, 'and does nothing')
    const old = pressInSlack({
      user: 'U0ANN',
      action: 'escalate',
      post: { ...post, body: [] },
      at: world.app.clock.now().subtract({ minutes: 6 }),
    })
    assert.equal((await hear('slack/slack', old)).statusCode, 401)
    const forged = pressInSlack({ user: 'U0ANN', action: 'escalate', post, at: world.app.clock.now(), secret: 'guessed' })
    assert.equal((await hear('slack/slack', forged)).statusCode, 401)
    assert.equal((await world.stateOf(escalation)).status, 'acknowledged')
  })

  test('a stranger who presses is told so and changes nothing', async () => {
    const escalation = await world.page('The basket is slow', 'basket')
    await world.until(() => slack.posts.length === 2)
    const pressed = pressInSlack({ user: 'U0EVE', action: 'acknowledge', post: last(slack), at: world.app.clock.now() })
    assert.equal((await hear('slack/slack', pressed)).statusCode, 200)
    await world.until(() => slack.receiver.heard.some(({ path }) => path === '/api/chat.postEphemeral'))
    const told = new URLSearchParams(slack.receiver.heard.find(({ path }) => path === '/api/chat.postEphemeral')?.body)
    assert.equal(told.get('user'), 'U0EVE')
    assert.match(told.get('text') ?? '', /belongs to nobody at Example Ltd/)
    assert.equal((await world.stateOf(escalation)).status, 'running')
  })

  test('what was told together with others still names them when it is acknowledged, while nobody has them', async () => {
    const before = slack.posts.length
    const escalation = await world.page('Returns are stuck', 'returns')
    await world.until(() => slack.posts.length > before)
    const post = last(slack)
    const own = `select id from message where from_id = $1 and channel = 'slack'`
    await world.app.pools.side.query(
      `insert into bundled (message, leader, title, at)
       select (select m.id from message m join escalation e on e.id = m.from_id where e.service = 'basket' and m.channel = 'slack'), (${own}), '', now()`,
      [escalation],
    )
    await hear('slack/slack', pressInSlack({ user: 'U0ANN', action: 'acknowledge', post, at: world.app.clock.now() }))
    await shows(post, /Acknowledged by Ann at .*Named here and still open:.*The basket is slow/)
  })

  test('W53 three people in three chats: one answers, all three messages say who', async () => {
    const [inSlack, inTelegram] = [slack.posts.length, telegram.posts.length]
    const escalation = await world.page('Search is down', 'search')
    await world.until(() => slack.posts.length > inSlack && mattermost.posts.length === 1 && telegram.posts.length > inTelegram)
    const posts = [last(slack), last(mattermost), last(telegram)]
    const pressed = pressInMattermost({ user: 'ben', action: 'acknowledge', post: last(mattermost) })
    assert.equal(pressed.url, 'https://ops.example.com/pager/hear/mattermost/chat')
    const answer = await hear('mattermost/chat', pressed)
    assert.match(answer.json().update.message, /You have "Search is down"/)
    for (const post of posts) await shows(post, /Acknowledged by Ben at /)
    assert.deepEqual(
      posts.map(({ buttons }) => buttons),
      [[], [], []],
    )

    const late = pressInTelegram({ user: '4711', action: 'acknowledge', post: last(telegram) })
    const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': TELEGRAM_SECRET }
    const told = (await hear('telegram/bot', { headers, body: JSON.stringify(late) })).json()
    assert.deepEqual([told.method, told.callback_query_id], ['answerCallbackQuery', '4383'])
    assert.match(told.text, /Ben has "Search is down" since .*You need do nothing\./)
    assert.equal((await world.stateOf(escalation)).acknowledged?.by, 'user:ben')
  })

  test('what is resolved in the console is over in the chat', async () => {
    const before = slack.posts.length
    const escalation = await world.page('Orders get lost', 'orders')
    await world.until(() => slack.posts.length > before)
    const post = last(slack)
    await world.until(async () => (await world.factsOf(escalation)).some(({ name }) => name === 'page.delivered'))
    const { rows } = await world.app.pools.side.query('select id from alert where escalation = $1', [escalation])
    const resolved = await world.server.inject({
      method: 'POST',
      url: `/api/v1/alerts/${rows[0].id}/resolve`,
      headers: as('responder', 'ben'),
      payload: {},
    })
    assert.equal(resolved.statusCode, 200, resolved.body)
    await shows(post, /Resolved.*It is over/)
    assert.deepEqual(post.buttons, [])
  })

  test('W46 a workspace that limits us keeps nobody in another chat waiting, and is not asked before it says', async () => {
    const [inSlack, inMattermost, inTelegram] = [slack.posts.length, mattermost.posts.length, telegram.posts.length]
    const asked = () => slack.receiver.heard.filter(({ path }) => path === '/api/chat.postMessage').length
    const before = asked()
    slack.receiver.answerNext({ status: 429, headers: { 'retry-after': '30' }, body: '{"ok":false,"error":"ratelimited"}' }, 99)
    const escalation = await world.page('Stock is wrong', 'stock')
    await world.until(() => mattermost.posts.length > inMattermost && telegram.posts.length > inTelegram)
    await world.until(async () =>
      (await world.factsOf(escalation)).some(({ name, said }) => name === 'page.failed' && /429/.test(said ?? '')),
    )
    assert.deepEqual([slack.posts.length, asked()], [inSlack, before + 1])
    await hear('mattermost/chat', pressInMattermost({ user: 'ben', action: 'acknowledge', post: last(mattermost), trigger: 't2' }))
    const { rows } = await world.app.pools.side.query(`select status from message where from_id = $1 and channel = 'slack'`, [escalation])
    assert.deepEqual(rows, [{ status: 'withdrawn' }], 'what is answered is not sent late')
  })
})
