import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createSlack, SLACK_SECRET, SLACK_TOKEN } from '../fakes/slack.ts'
import { type ChatHouse, openChatHouse } from '../world/chat-house.ts'
import { applyBundle } from '../world/installation.ts'

let world: ChatHouse
let slack: Awaited<ReturnType<typeof createSlack>>

const bundle = (...members: string[]) => ({
  users: ['ann', 'ben'].map((id) => ({ id, name: id === 'ann' ? 'Ann' : 'Ben', contacts: { email: `${id}@example.com` } })),
  channels: [{ id: 'on-call', via: 'slack', name: '#general' }],
  schedules: [
    {
      ...{ id: 'primary', name: 'Primary', channel: 'channel:on-call' },
      layers: [{ id: 'all', rotation: 'weekly', starts: '2026-01-05T00:00', members }],
    },
  ],
  integrations: [{ id: 'slack', type: 'slack', fields: { api: `${slack.url}/api`, token: SLACK_TOKEN, signingSecret: SLACK_SECRET } }],
})

before(async () => {
  slack = await createSlack()
  world = await openChatHouse(bundle('ann'))
})
after(async () => {
  await world?.close()
  await slack.close()
})

const topic = () => slack.workspace.rooms[0]?.topic

test("S3.10 a channel's topic says who is on call, and follows the shift and the policy; a chat that is away is told later", async () => {
  await world.until(() => topic() === 'On call · Primary: Ann')
  const asked = () => slack.receiver.heard.filter(({ path }) => path === '/api/conversations.setTopic').length
  const before = asked()
  slack.receiver.answerNext({ status: 500, body: 'oops' }, 2)
  await applyBundle(world.app, bundle('ben'))
  await world.until(() => topic() === 'On call · Primary: Ben')
  assert.equal(asked(), before + 1, 'once for each change')
})
