import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { createRehearsal } from '../../engine/rehearsal.ts'
import type { JsonObject } from '../command/command.ts'
import { instantOf } from '../time/moment.ts'

const T = instantOf('2026-11-12T14:00:00.000Z')
const policy = policyFrom(`
severities: [{ id: SEV-1 }]
roles: [{ id: commander }, { id: comms }]
users: [{ id: ann, contacts: { email: a@example.com } }, { id: ben, contacts: { email: b@example.com } }, { id: eve, contacts: { email: e@example.com } }]
obligations:
  - { id: rhythm, name: Internal update, must: update, every: 15m, from: declared, until: resolved, owner: "role:comms", warn: 87% }
  - { id: first-post, name: Status page, must: publish, within: 30m, of: declared, owner: "role:comms", on_miss: [{ remind: "user:eve" }] }
`)

async function reminded(acts: [number, string, JsonObject?][], until: number): Promise<string[]> {
  const told: string[] = []
  const rehearsal = createRehearsal({
    policy,
    start: T,
    canSend: (channel) => channel === 'email',
    send: async ({ target, content }) => {
      const minute = (rehearsal.now().epochMilliseconds - T.epochMilliseconds) / 60_000
      if (content.kind === 'nag')
        told.push(`${Math.round(minute)} ${target.replace('user:', '')} ${String(content.what)} ${String(content.obligation)}`)
      return { ok: true, said: 'taken' }
    },
  })
  for (const [minute, name, data = {}] of acts) {
    await rehearsal.advance(T.add({ minutes: minute }))
    await rehearsal.execute({ name, to: { kind: 'incident', id: 'i' }, by: 'user:ann', data })
  }
  await rehearsal.advance(T.add({ minutes: until }))
  return told
}

const begin: [number, string, JsonObject?][] = [
  [0, 'declare', { title: 'Down', severity: 'SEV-1', page: false }],
  [0, 'assign', { role: 'commander', user: 'ann' }],
  [0, 'assign', { role: 'comms', user: 'ben' }],
]

test('S10.1 S10.2 S10.3 S10.4 a rhythm nudges its owner two minutes before, tells them when it is late, and the commander when the next turn is, too', async () => {
  assert.deepEqual(
    (await reminded([...begin, [1, 'publish', { text: 'We look' }]], 31)).filter((each) => each.endsWith('Internal update')),
    [
      '13 ben due_soon Internal update',
      '15 ben missed Internal update',
      '28 ben due_soon Internal update',
      '30 ben missed Internal update',
      '30 ann missed Internal update',
    ],
  )
})

test('S10.7 what is said outside has its own clock: reminded, whoever the policy names with it, then the commander', async () => {
  const updates = [14, 28, 42].map((minute): [number, string, JsonObject] => [minute, 'update', { text: 'On it' }])
  assert.deepEqual(
    (await reminded([...begin, ...updates], 46)).filter((each) => each.endsWith('Status page')),
    [
      '24 ben due_soon Status page',
      '30 ben missed Status page',
      '30 eve missed Status page',
      '45 ben nagged Status page',
      '45 eve nagged Status page',
      '45 ann nagged Status page',
    ],
  )
})
