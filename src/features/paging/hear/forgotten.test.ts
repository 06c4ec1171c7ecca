import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Chat } from '../../../../test/fakes/chat.ts'
import { TELEGRAM_TOKEN } from '../../../../test/fakes/rigs.ts'
import { createTelegram, pressInTelegram, TELEGRAM_SECRET } from '../../../../test/fakes/telegram.ts'
import { openPaged, type Paged } from '../../../../test/world/paged.ts'

let telegram: Chat
let world: Paged
before(async () => {
  telegram = await createTelegram()
  world = await openPaged({
    bundle: {
      users: [{ id: 'cleo', name: 'Cleo', contacts: { telegram: '4711' } }],
      services: [{ id: 'search', name: 'Search', escalation: ['cleo'] }],
      escalation_policies: [{ id: 'cleo', steps: [{ page: ['user:cleo'], wait: '15m' }] }],
      integrations: [{ id: 'bot', type: 'telegram', fields: { api: telegram.url, token: TELEGRAM_TOKEN, webhookSecret: TELEGRAM_SECRET } }],
    },
  })
})
after(async () => {
  await world?.close()
  await telegram?.close()
})

const hear = async (update: object): Promise<string> => {
  const headers = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': TELEGRAM_SECRET }
  return (await world.server.inject({ method: 'POST', url: '/hear/telegram/bot', headers, payload: JSON.stringify(update) })).json().text
}

test('a button of a message that is long forgotten does nothing to the page that happens to be open', async () => {
  const escalation = await world.page('Search is down', 'search')
  await world.until(async () => (await world.factsOf(escalation)).some(({ name }) => name === 'page.delivered'))
  const post = telegram.posts.at(-1) ?? assert.fail('nothing was sent')
  const old = { ...post, id: '99999' }
  const told = await hear(pressInTelegram({ user: '4711', action: 'acknowledge', post: old, update: 1 }))
  assert.match(told, /no longer known.*Search is down/s)
  const { update_id, callback_query } = pressInTelegram({ user: '4711', action: 'acknowledge', post: old, update: 2 })
  const message = { chat: callback_query.message.chat, from: callback_query.from, text: 'ack', reply_to_message: { message_id: 99999 } }
  assert.match(await hear({ update_id, message }), /no longer known/, 'nor does an answer to it')
  assert.equal((await world.stateOf(escalation)).status, 'running')
  assert.match(await hear(pressInTelegram({ user: '4711', action: 'acknowledge', post, update: 3 })), /You have "Search is down"/)
})
