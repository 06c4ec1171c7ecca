import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { createRehearsal } from '../../engine/rehearsal.ts'
import type { JsonObject } from '../command/command.ts'
import { instantOf } from '../time/moment.ts'
import type { IncidentState } from './state.ts'

const policy = policyFrom(`
severities: [{ id: SEV-1, respond_within: 15m }]
users: [{ id: ann, contacts: { email: ann@example.com } }]
incident:
  impact: { stolen: { type: flag } }
  types: [{ id: breach, private: true, when: { flag: stolen } }]
obligations:
  - { id: page, name: Public word, must: publish, within: 15m, from: declared }
  - { id: words, name: Internal word, must: update, within: 15m, from: declared }
`)

test('what becomes private owes customers no word: the clock is dropped with the reason and never missed', async () => {
  const night = createRehearsal({
    policy,
    start: instantOf('2026-02-10T10:00:00.000Z'),
    send: async () => ({ ok: true, said: '', proof: 'accepted' }),
  })
  const to = { kind: 'incident', id: 'i1' }
  const act = async (name: string, data: JsonObject) =>
    assert.equal((await night.execute({ name, to, by: 'user:ann', data })).refusal, undefined)
  const statuses = async () => {
    const state = (await night.store.load([to]))[0]?.state as IncidentState
    const stated = state.obligations.filter(({ rule }) => rule === 'page' || rule === 'words')
    return stated.map(({ rule, status, why }) => [rule, status, why ?? null])
  }
  await act('declare', { title: 'Odd logins', severity: 'SEV-1', page: false })
  assert.deepEqual(await statuses(), [
    ['page', 'pending', null],
    ['words', 'pending', null],
  ])
  await act('impact', { fields: { stolen: true } })
  assert.deepEqual(await statuses(), [
    ['page', 'dropped', 'it is private to its responders and is not published'],
    ['words', 'pending', null],
  ])
  const dropped = night.facts().find(({ name, data }) => name === 'obligation.dropped' && data.rule === 'page')
  assert.equal(dropped?.data.why, 'it is private to its responders and is not published')
})
