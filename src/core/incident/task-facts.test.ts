import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPolicy } from '../policy/policy.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import type { IncidentState } from './state.ts'
import { cameAbout } from './task-facts.ts'

const policy = createPolicy(
  bundleSchema.parse({
    version: 1,
    organization: { name: 'Test' },
    incident: { room: { name: 'incident-{n}', open: 'acknowledged' } },
    severities: [{ id: 'SEV-1' }, { id: 'SEV-2' }],
    roles: [{ id: 'commander', required_for: ['SEV-1'] }, { id: 'scribe', required_for: ['SEV-1'] }, { id: 'dba' }],
  }),
  1,
)

const empty = {
  ...{ severity: 'SEV-1', declaredBy: 'engine', roles: {}, room: 'incident-1', at: {}, lastUpdate: null, posts: [], mails: [] },
} as unknown as IncidentState
const and = (fields: object): IncidentState => ({ ...empty, ...fields }) as IncidentState
const held = { user: 'ann', since: '2026-11-12T14:41:00Z', by: 'user:ann' }
const said = { at: '2026-11-12T14:41:00Z', by: 'user:ann', text: 'x' }

describe('S2.6 tasks that the product sees done', () => {
  const CAME = [
    ['acknowledged', { at: { acknowledged: said.at } }],
    ['roles_filled', { roles: { commander: held, scribe: held } }],
    ['room_opened', { at: { acknowledged: said.at } }],
    ['updated', { lastUpdate: said }],
    ['published', { posts: [{}] }],
    ['mailed', { mails: [{}] }],
    ['severity_set', { declaredBy: 'user:ann' }],
  ] as const
  for (const [fact, fields] of CAME)
    test(`${fact}: when it comes about, for a new task when it holds, and not again when somebody has reopened the task`, () => {
      const came = { before: empty, command: 'x', by: 'user:ann' }
      assert.equal(cameAbout(fact, { state: empty, policy, came, isNew: false }), false)
      assert.equal(cameAbout(fact, { state: and(fields), policy, came, isNew: false }), true)
      assert.equal(cameAbout(fact, { state: and(fields), policy, came: { ...came, before: and(fields) }, isNew: false }), false)
      assert.equal(cameAbout(fact, { state: and(fields), policy, came: { ...came, before: and(fields) }, isNew: true }), true)
    })

  test('half of the roles are not the roles; a level that needs none fills none', () => {
    const came = { before: empty, command: 'assign', by: 'user:ann' }
    assert.equal(cameAbout('roles_filled', { state: and({ roles: { commander: held } }), policy, came, isNew: false }), false)
    assert.equal(cameAbout('roles_filled', { state: and({ severity: 'SEV-2' }), policy, came, isNew: true }), false)
  })

  test('a level that an alert brought along is judged when a person sets it', () => {
    const came = { before: empty, command: 'severity', by: 'user:ann' }
    assert.equal(cameAbout('severity_set', { state: empty, policy, came, isNew: false }), true)
    assert.equal(cameAbout('severity_set', { state: empty, policy, came: { ...came, by: 'engine' }, isNew: false }), false)
  })
})
