import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Chat } from '../fakes/chat.ts'
import { createDiscord } from '../fakes/discord.ts'
import { createTeams, WORKFLOW } from '../fakes/teams.ts'
import { type ChatHouse, openChatHouse } from '../world/chat-house.ts'

let world: ChatHouse
let teams: Chat
let discord: Chat

before(async () => {
  teams = await createTeams()
  discord = await createDiscord()
  const posts = ['declared', 'update', 'severity-changed', 'resolved']
  world = await openChatHouse({
    incident: { reference: 'INC-{n}', room: { name: 'inc-{n}' } },
    severities: [
      { id: 'SEV-1', name: 'Critical' },
      { id: 'SEV-2', name: 'High' },
    ],
    users: [{ id: 'ann', name: 'Ann' }],
    channels: [
      { id: 'company', via: 'teams', name: 'Company', posts },
      { id: 'players', via: 'discord', name: 'Players', posts },
    ],
    integrations: [
      { id: 'teams', type: 'teams', fields: { url: `${teams.url}${WORKFLOW}` } },
      { id: 'discord', type: 'discord', fields: { url: `${discord.url}/api/webhooks/1/tok` } },
    ],
  })
})
after(async () => {
  await world?.close()
  await teams.close()
  await discord.close()
})

test('Teams and Discord receive each moment that their channel asks for, and need no room for it', { timeout: 60_000 }, async () => {
  const { id, reference } = await world.act('', { title: 'Nothing <b>loads</b> @everyone', severity: 'SEV-1', page: false })
  const acts: [string, object, RegExp][] = [
    ['update', { text: 'the database hangs' }, /the database hangs/],
    ['severity', { severity: 'SEV-2' }, /SEV-2/],
    ['resolve', { resolution: 'restarted' }, /restarted/],
  ]
  for (const chat of [teams, discord]) await world.until(() => chat.posts.length === 1)
  for (const [index, [verb, body, words]] of acts.entries()) {
    await world.act(`/${id}/${verb}`, body)
    for (const chat of [teams, discord]) {
      await world.until(() => chat.posts.length === index + 2)
      const told = chat.posts.at(-1)?.text ?? ''
      assert.match(told, words)
      assert.ok(told.includes(reference), told)
    }
  }
  assert.equal(await world.roomState(id), undefined)
  for (const { posts } of [teams, discord])
    assert.ok(
      posts.every(({ text }) => !/<at>/.test(text)),
      'nobody is called by a title',
    )
})
