import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ChatPost } from '../../test/fakes/chat.ts'
import { flipped, header, hear, isTaken, type Posted, post, repliesIn } from '../../test/fakes/hearing.ts'
import { createMattermost, MATTERMOST_TOKEN, pressInMattermost } from '../../test/fakes/mattermost.ts'
import { createIo, PAGE, TELEGRAM_TOKEN } from '../../test/fakes/rigs.ts'
import { createTelegram, pressInTelegram, TELEGRAM_SECRET } from '../../test/fakes/telegram.ts'
import { loadIntegrations } from './list.ts'

const integrations = await loadIntegrations()

describe('Mattermost', () => {
  const secrets = { token: MATTERMOST_TOKEN }
  const hearUrl = 'https://tocsin.example.com/hear/mattermost/c1'

  async function shown(message = PAGE): Promise<ChatPost> {
    const chat = await createMattermost()
    const { io, close } = createIo()
    const own = { ...io({ to: '', fields: { server: chat.url }, secrets }), hearUrl }
    await integrations.get('mattermost')?.send?.(message, '@ann', own)
    await Promise.all([chat.close(), close()])
    return chat.posts[0] ?? assert.fail()
  }

  test('is told of a press, and shows in place what came of it', async () => {
    const posted = pressInMattermost({ user: 'ann', action: 'resolve', post: await shown() })
    assert.equal(posted.url, hearUrl)
    const heard = hear('mattermost', posted, secrets)
    assert.ok(!('refused' in heard) && heard.replies)
    assert.deepEqual(heard.replies, [{ from: 'ann', concerning: { message: PAGE.id }, text: 'resolve', action: 'resolve' }])
    const [reply] = heard.replies
    assert.ok(reply)
    const result = {
      reply,
      outcome: 'done' as const,
      said: 'Resolved: *it*.',
      person: null,
      about: { title: 'It', status: 'stopped', by: null, url: '' },
      choices: [],
    }
    assert.deepEqual(JSON.parse(heard.answer([result]).body), {
      update: { message: '**It**\n\nResolved: \\*it\\*.', props: { attachments: [] } },
    })
    assert.deepEqual(JSON.parse(heard.answer([{ ...result, outcome: 'refused' }]).body), { ephemeral_text: 'Resolved: \\*it\\*.' })
  })

  test('believes 1000 good presses and none of 20 altered ones', async () => {
    const standing = await shown()
    const good = pressInMattermost({ user: 'ann', action: 'acknowledge', post: standing })
    for (let each = 0; each < 1000; each += 1)
      assert.ok(
        isTaken(
          hear('mattermost', pressInMattermost({ user: 'ann', action: 'acknowledge', post: standing, trigger: `t${each}` }), secrets),
        ),
      )
    const body = JSON.parse(good.body) as { context: Record<string, string> }
    const context = (change: Record<string, unknown>): Posted => ({
      ...good,
      body: JSON.stringify({ ...body, context: { ...body.context, ...change } }),
    })
    const proof = body.context.proof ?? ''
    const altered: Posted[] = [
      context({ action: 'resolve' }),
      context({ action: 'escalate' }),
      context({ action: 'acknowledge ' }),
      context({ action: ['acknowledge'] }),
      context({ action: undefined }),
      context({ message: `${PAGE.id}0` }),
      context({ message: 'page:A-18:1:ann:email:1' }),
      context({ message: undefined }),
      context({ message: [PAGE.id] }),
      context({ proof: undefined }),
      context({ proof: '' }),
      context({ proof: true }),
      context({ proof: flipped(proof, 0) }),
      context({ proof: flipped(proof, proof.length - 2) }),
      context({ proof: proof.slice(0, -1) }),
      context({ proof: ` ${proof}` }),
      context({ proof: proof.toLowerCase() }),
      { ...good, body: '' },
      { ...good, body: 'null' },
      { ...good, body: '[]' },
      { ...good, body: good.body.slice(0, -1) },
      { ...good, body: Buffer.from(good.body, 'utf16le') },
      { ...good, body: new URLSearchParams({ payload: good.body }).toString() },
    ]
    assert.ok(altered.length >= 20)
    for (const each of altered) assert.ok('refused' in hear('mattermost', each, secrets), String(each.body).slice(-300))
    assert.ok('refused' in hear('mattermost', good, { token: 'another' }) && 'refused' in hear('mattermost', good, {}))
  })
})

describe('Telegram', () => {
  const secrets = { token: TELEGRAM_TOKEN, webhookSecret: TELEGRAM_SECRET }
  const standing: ChatPost = { ...post, id: '7', place: '4711' }
  const posted = (update: object, secret: string | undefined = TELEGRAM_SECRET): Posted =>
    header({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(update) }, 'x-telegram-bot-api-secret-token', secret)
  const press = (update = 1) => pressInTelegram({ user: '4711', action: 'acknowledge', post: standing, update })

  test('is told of a press and of words, and whoever begins learns their chat id', () => {
    const heard = hear('telegram', posted(press()), secrets)
    assert.deepEqual(repliesIn(heard), [{ from: '4711', concerning: { providerId: '4711:7' }, text: 'acknowledge', action: 'acknowledge' }])
    const private_ = { chat: { id: 4711, type: 'private' }, from: { id: 4711 }, message_id: 9 }
    const words = { update_id: 2, message: { ...private_, text: 'ack', reply_to_message: { message_id: 7 } } }
    assert.deepEqual(repliesIn(hear('telegram', posted(words), secrets)), [
      { from: '4711', concerning: { providerId: '4711:7' }, text: 'ack', action: null },
    ])
    const begun = hear('telegram', posted({ update_id: 3, message: { ...private_, text: '/start' } }), secrets)
    assert.match('refused' in begun ? '' : begun.answer([]).body, /"method":"sendMessage".*Your chat id is 4711/)
    const chatter = { update_id: 4, message: { ...private_, chat: { id: -5, type: 'group' }, text: 'ok' } }
    assert.equal(isTaken(hear('telegram', posted(chatter), secrets)), false)
  })

  test('believes 1000 good updates and none of 20 altered ones', () => {
    for (let each = 0; each < 1000; each += 1) assert.ok(isTaken(hear('telegram', posted(press(each)), secrets)))
    const good = posted(press())
    const text = JSON.stringify(press())
    const wrongSecrets = [
      undefined,
      '',
      ' ',
      'a',
      TELEGRAM_SECRET.toUpperCase(),
      `${TELEGRAM_SECRET} `,
      TELEGRAM_SECRET.slice(1),
      TELEGRAM_TOKEN,
      `${TELEGRAM_SECRET}, ${TELEGRAM_SECRET}`,
    ]
    const altered: Posted[] = [
      ...wrongSecrets.map((secret) => header(good, 'x-telegram-bot-api-secret-token', secret)),
      ...[0, 5, TELEGRAM_SECRET.length - 1].map((at) => header(good, 'x-telegram-bot-api-secret-token', flipped(TELEGRAM_SECRET, at))),
      { ...good, body: '' },
      { ...good, body: 'null' },
      { ...good, body: '[]' },
      { ...good, body: text.slice(0, -1) },
      { ...good, body: flipped(text, 0) },
      { ...good, body: Buffer.from(text, 'utf16le') },
      { ...good, body: JSON.stringify({ ...press(), update_id: '1;2' }) },
      { ...good, body: JSON.stringify({ callback_query: press().callback_query }) },
    ]
    assert.ok(altered.length >= 20)
    for (const each of altered) assert.ok('refused' in hear('telegram', each, secrets), JSON.stringify(each).slice(0, 200))
    assert.ok('refused' in hear('telegram', header(good, 'x-telegram-bot-api-secret-token', ''), { ...secrets, webhookSecret: '' }))
  })

  test('is asked where it cannot post, from where the last question ended, and answers are sent', async (t) => {
    const chat = await createTelegram([press(41), press(42)])
    const { io, close } = createIo()
    t.after(() => Promise.all([chat.close(), close()]))
    const own = io({ to: '', fields: { api: chat.url }, secrets })
    const telegram = integrations.get('telegram')
    const first = await telegram?.poll?.({ open: [], lastAt: null, cursor: '42' }, own)
    assert.equal(first?.replies?.length, 1)
    assert.equal(first.cursor, '43')
    const [reply] = first.replies
    assert.ok(reply)
    await first.answer?.([{ reply, outcome: 'done', said: 'You have it.', person: null, about: null, choices: [] }])
    assert.deepEqual(chat.receiver.heard.at(-1)?.json, { callback_query_id: '4424', text: 'You have it.', show_alert: false })
    assert.deepEqual(
      await telegram?.poll?.({ open: [], lastAt: null, cursor: '43' }, { ...own, hearUrl: 'https://tocsin.example.com/hear/telegram/c1' }),
      { cursor: '43' },
    )
  })
})
