import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../policy/policy.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import type { Channel } from '../policy/schema/organization.ts'
import { waysToChannel } from './channel-ways.ts'

const policy = createPolicy(
  bundleSchema.parse({ version: 1, organization: { name: 'Example Ltd' }, integrations: [{ id: 'second', type: 'mattermost' }] }),
  1,
)

test('a standing channel goes by its own webhook, the connected chat, its incoming webhook, or not at all', () => {
  const plain: Channel = { id: 'ops', via: 'slack', name: 'ops', posts: [], when: {} } as unknown as Channel
  const hooked: Channel = { ...plain, url: 'https://hooks.example/x' }
  const named: Channel = { ...plain, integration: 'second' }
  const cases: [channel: Channel, can: string[], expected: string | undefined][] = [
    [plain, ['slack', 'slack-webhook'], 'slack'],
    [plain, ['slack-webhook'], 'slack-webhook'],
    [plain, [], undefined],
    [hooked, ['slack', 'slack-webhook'], 'slack-webhook'],
    [hooked, ['slack'], 'slack'],
    [named, ['slack', 'mattermost'], 'mattermost'],
    [named, ['slack'], undefined],
  ]
  for (const [channel, can, expected] of cases)
    assert.equal(waysToChannel(channel, { policy, canSend: (each) => can.includes(each) })[0]?.channel, expected)
})
