import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonObject } from '../../src/core/command/command.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import type { RoomState } from '../../src/core/room/state.ts'
import { instantOf } from '../../src/core/time/moment.ts'
import { createRehearsal } from '../../src/engine/rehearsal.ts'
import { policyFrom } from '../world/policy-text.ts'

const POLICY = policyFrom(`
incident: { reference: "INC-{n}", room: { name: "inc-{n}" } }
severities: [{ id: SEV-1, name: Critical }]
roles: [{ id: commander, name: Commander, default: [user:ann] }, { id: scribe, name: Scribe }]
users:
  - { id: ann, name: Ann, contacts: { email: ann@example.com } }
  - { id: ben, name: Ben, contacts: { email: ben@example.com } }
channels: [{ id: incidents, via: slack, name: incidents, posts: [resolved, stood-down] }]
integrations: [{ id: slack, type: slack, fields: { token: x } }]
`)

const T = instantOf('2026-02-09T10:00:00.000Z')

test('S9.5 after the end everybody is let go by name, those who are told hear of it, and the room is archived later, when it is closed', async () => {
  const sent: { target: string; content: JsonObject }[] = []
  const night = createRehearsal({
    policy: POLICY,
    start: T,
    send: async ({ target, content }) => {
      sent.push({ target, content })
      const step = content.step as { what?: string } | undefined
      return { ok: true, said: 'taken', ...(step?.what === 'open' ? { providerId: 'C1 inc' } : {}) }
    },
  })
  const act = async (name: string, data: JsonObject = {}) => {
    const { refusal } = await night.execute({ name, to: { kind: 'incident', id: 'i1' }, by: 'user:ann', data })
    return refusal?.code
  }
  const after = async (minutes: number) => night.advance(T.add({ minutes }))
  const stateOf = async <S>(kind: string) => (await night.store.load([{ kind, id: 'i1' }]))[0]?.state as S
  const posts = () => sent.filter(({ target }) => target === 'channel:incidents').map(({ content }) => content.moment)

  await act('declare', { title: 'Down', severity: 'SEV-1', page: false })
  await act('assign', { role: 'commander', user: 'ann' })
  await act('assign', { role: 'scribe', user: 'ben' })
  assert.equal(await act('stand-down'), 'not-resolved', 'nobody is let go before the end')
  await act('resolve', { force: true, reason: 'it works' })
  await act('stand-down')
  await after(1)
  const [released] = night.facts().filter((fact) => fact.name === 'incident.stood_down')
  assert.deepEqual(released?.data.people, ['ann', 'ben'])
  const incident = await stateOf<IncidentState>('incident')
  assert.deepEqual([incident.roles, incident.stoodDown?.by], [{}, 'user:ann'])
  assert.deepEqual(posts(), ['resolved', 'stood-down'])
  assert.equal((await stateOf<RoomState>('room')).status, 'open', 'whoever stayed may still talk')
  assert.equal(await act('stand-down'), 'stood-down', 'once')
  await act('close', { force: true, reason: 'nothing is left' })
  await after(5)
  assert.equal((await stateOf<RoomState>('room')).status, 'archived')
})
