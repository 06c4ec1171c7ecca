import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { alertKey } from '../../src/core/alert/machine.ts'
import type { Chat } from '../fakes/chat.ts'
import { createSlack, SLACK_SECRET, SLACK_TOKEN } from '../fakes/slack.ts'
import { openPaged, type Paged } from '../world/paged.ts'

let world: Paged
let slack: Chat
before(async () => {
  slack = await createSlack()
  world = await openPaged({
    bundle: {
      severities: [{ id: 'SEV-1', name: 'Critical' }],
      users: [{ id: 'ann', name: 'Ann', role: 'responder', contacts: { slack: 'U0ANN' } }],
      escalation_policies: [{ id: 'main', steps: [{ page: ['user:ann'], wait: '15m' }] }],
      services: [{ id: 'checkout', name: 'Checkout', escalation: ['main'] }],
      channels: [
        { id: 'incidents', via: 'slack', name: 'incidents', posts: ['declared', 'update', 'resolved'] },
        { id: 'ops-alerts', via: 'slack', name: 'ops-alerts', posts: ['alert'] },
      ],
      integrations: [
        { id: 'mon', type: 'generic', key: 'k'.repeat(32), service: 'checkout' },
        { id: 'slack', type: 'slack', fields: { api: `${slack.url}/api`, token: SLACK_TOKEN, signingSecret: SLACK_SECRET } },
      ],
    },
  })
})
after(async () => {
  await world?.close()
  await slack.close()
})

test('S5.5 in Slack an alert stands once in the channel of alerts, and the same post says when it is over', {
  timeout: 60_000,
}, async () => {
  const event = { action: 'open', key: 'k', title: 'Checkout answers 500', labels: {}, details: {}, links: [], source: 'monitor' }
  const open = {
    ...{ name: 'open', to: { kind: 'alert', key: alertKey('mon', 'k'), orNew: 'a1' }, by: 'integration:mon' },
    data: { event, integration: 'mon', service: 'checkout' },
  }
  await world.app.engine.execute(open)
  await world.app.engine.execute(open)
  const stream = () => slack.posts.filter(({ place }) => !place.startsWith('D'))
  await world.until(() => slack.posts.length === 2)
  const [post] = stream()
  assert.deepEqual([stream().length, post?.place, post?.revisions], [1, '#ops-alerts', 0], JSON.stringify(slack.posts))
  assert.match(post?.text ?? '', /Critical.*: Checkout answers 500/)
  await world.app.engine.execute({ name: 'resolve', to: { kind: 'alert', id: 'a1' }, by: 'integration:mon', data: { via: 'mon' } })
  await world.until(() => (post?.revisions ?? 0) > 0)
  assert.match(post?.text ?? '', /[Rr]esolved/)
  assert.deepEqual([stream().length, post?.buttons], [1, []])
})
