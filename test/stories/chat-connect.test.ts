import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import connections from '../../src/features/connections/feature.ts'
import paging from '../../src/features/paging/feature.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import type { Chat } from '../fakes/chat.ts'
import { createSlack, SLACK_SECRET, SLACK_TOKEN } from '../fakes/slack.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

let world: Installation
let slack: Chat

before(async () => {
  slack = await createSlack()
  const users = [{ id: 'admin', name: 'Ann', role: 'admin', contacts: { slack: 'U0ANN' } }]
  world = await startInstallation({ features: [connections, paging], sender: createSender, bundle: { users } })
})
after(async () => {
  await world?.close()
  await slack.close()
})

async function ask(url: string, payload: object) {
  const answer = await world.server.inject({ method: 'POST', url: `/api/v1/integrations${url}`, headers: as('admin'), payload })
  return { status: answer.statusCode, body: answer.json(), text: answer.body }
}

test('Slack is connected by its form, says where answers come to, and a test message reaches whoever asks', {
  timeout: 20_000,
}, async () => {
  assert.equal(world.app.canSend('slack'), false, 'nobody is paged by what is not connected')
  const bad = await ask('', { type: 'slack', name: 'Slack', fields: {} })
  assert.equal(bad.status, 400, bad.text)
  const fields = { api: `${slack.url}/api`, token: 'xoxb-wrong', signingSecret: SLACK_SECRET }
  const made = await ask('', { type: 'slack', name: 'Slack', fields })
  assert.equal(made.status, 201, made.text)
  const { id, hearUrl, storedSecrets } = made.body.connection
  assert.deepEqual([hearUrl, storedSecrets], ['http://127.0.0.1:4400/hear/slack/slack', ['token', 'signingSecret']])
  assert.doesNotMatch(made.text, /xoxb|8f742231/)
  assert.equal(world.app.canSend('slack'), true)

  const refused = await ask(`/${id}/test`, {})
  assert.deepEqual(refused.body, { ok: false, said: 'invalid_auth; install the Slack app again and copy its bot token into the settings' })
  assert.deepEqual([slack.posts.length, slack.receiver.heard.map(({ path }) => path)], [0, ['/api/auth.test']])

  assert.equal((await ask(`/${id}`, { fields: { ...fields, token: SLACK_TOKEN } })).status, 200)
  assert.deepEqual((await ask(`/${id}/test`, {})).body, { ok: true, said: 'answered 200' })
  assert.equal(slack.posts[0]?.place, 'D0ANN')
  assert.match(slack.posts[0]?.text ?? '', /This is a test from Tocsin\. Nothing is broken\./)
})
