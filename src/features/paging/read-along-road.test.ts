import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Chat } from '../../../test/fakes/chat.ts'
import { createDiscord } from '../../../test/fakes/discord.ts'
import { createMailbox, type Mailbox } from '../../../test/fakes/mailbox.ts'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import connections from '../connections/feature.ts'
import people from '../people/feature.ts'
import policies from '../policies/feature.ts'
import type { RoadsAnswer } from './contract.ts'
import paging from './feature.ts'

const MEMBER = '12345678901234567'

describe('a road on which others read along', () => {
  let discord: Chat
  let mailbox: Mailbox
  let home: Installation
  before(async () => {
    ;[discord, mailbox] = await Promise.all([createDiscord(), createMailbox()])
    const users = [
      { id: 'root', role: 'admin' },
      { id: 'ann', name: 'Ann', contacts: { email: 'ann@example.com', discord: MEMBER }, unverified: ['discord'] },
      { id: 'bob', name: 'Bob', contacts: { discord: `${MEMBER.slice(0, -1)}9` }, unverified: ['discord'] },
    ]
    home = await startInstallation({ features: [connections, policies, people, paging], bundle: { users }, smtpUrl: mailbox.url })
    const fields = { url: `${discord.url}/api/webhooks/1/tok` }
    const payload = { type: 'discord', name: 'Discord', fields }
    const made = await home.server.inject({ method: 'POST', url: '/api/v1/integrations', headers: as('admin', 'root'), payload })
    assert.equal(made.statusCode, 201, made.body)
  })
  after(async () => {
    await home?.close()
    await discord?.close()
    await mailbox?.close()
  })

  const ask = async (who: string, url: string, payload: object) =>
    home.server.inject({ method: 'POST', url: `/api/v1/me/roads${url}`, headers: as('responder', who), payload })
  const discordOf = (answer: RoadsAnswer) => answer.items.find(({ channel }) => channel === 'discord')

  test('gets a test without the code; the code comes by mail and proves the road', async () => {
    const sent = await ask('ann', '/test', { channels: ['discord'] })
    const road = discordOf(sent.json() as RoadsAnswer)
    assert.deepEqual([road?.codeBy, road?.awaitsCode, road?.tried?.isOk], ['email', true, true], sent.body)
    const shown = discord.posts.map(({ text }) => text).join()
    const code = /Your code is (\d{6})/.exec((await mailbox.expect(1))[0]?.mail.text ?? '')?.[1] ?? ''
    assert.match(code, /^\d{6}$/)
    assert.match(shown, /This is a test/)
    assert.ok(!shown.includes(code), shown)
    const proved = await ask('ann', '/prove', { code })
    assert.equal(discordOf(proved.json() as RoadsAnswer)?.standing, 'proved', proved.body)
    assert.deepEqual(home.app.policies.live().user('ann')?.unverified ?? [], [])
  })

  test('stays unproved for whom no mail reaches, and says what is missing', async () => {
    const sent = await ask('bob', '/test', { channels: ['discord'] })
    const road = discordOf(sent.json() as RoadsAnswer)
    assert.deepEqual([road?.standing, road?.awaitsCode], ['unverified', false])
    assert.match(road?.tried?.said ?? '', /others read along there.*add and prove an e-mail address first/)
    assert.doesNotMatch(discord.posts.map(({ text }) => text).join(), /Your code is/)
  })
})
