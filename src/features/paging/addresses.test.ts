import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPolicy } from '../../core/policy/policy.ts'
import { bundleSchema } from '../../core/policy/schema/bundle.ts'
import { loadIntegrations } from '../../integrations/list.ts'
import { destinationOf } from './addresses.ts'

const integrations = await loadIntegrations()

const policy = createPolicy(
  bundleSchema.parse({
    version: 1,
    organization: { name: 'Example Ltd' },
    channels: [
      { id: 'incidents', via: 'slack', name: 'incidents' },
      { id: 'hooked', via: 'slack', name: 'hooked', url: 'https://hooks.slack.example/services/T/B/x' },
      { id: 'ops', via: 'mattermost', name: 'ops/incidents' },
      { id: 'group', via: 'telegram', name: '-100200' },
      { id: 'teams', via: 'teams', name: 'Incidents' },
    ],
    users: [
      {
        id: 'ann',
        contacts: { slack: 'U0ANN', mattermost: '@Ann', telegram: '4711', discord: '112233445566778899', teams: 'ann@example.com' },
      },
    ],
  }),
  1,
)

const addressesOf = (target: string, type: string): string[] =>
  destinationOf({ target, declaration: integrations.get(type) ?? assert.fail(type), policy }).addresses

describe('where a message goes', () => {
  test('a person has an address in every chat that they are in', () => {
    const chats = ['slack', 'slack-webhook', 'mattermost', 'telegram', 'discord', 'teams']
    assert.deepEqual(
      chats.map((type) => addressesOf('user:ann', type)[0]),
      ['U0ANN', 'U0ANN', '@Ann', '4711', '112233445566778899', 'ann@example.com'],
    )
  })

  test('a standing channel is where its name says, else where the settings say', () => {
    const cases: [channel: string, type: string, address: string][] = [
      ['incidents', 'slack', 'incidents'],
      ['incidents', 'slack-webhook', ''],
      ['hooked', 'slack-webhook', 'https://hooks.slack.example/services/T/B/x'],
      ['ops', 'mattermost', 'ops/incidents'],
      ['group', 'telegram', '-100200'],
      ['teams', 'teams', ''],
    ]
    for (const [channel, type, address] of cases)
      assert.deepEqual(addressesOf(`channel:${channel}`, type), [address], `${channel} by ${type}`)
  })
})
