import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import type { User } from '../../core/policy/schema/people.ts'
import policies from '../policies/feature.ts'
import type { OwnRulesAnswer } from './contract.ts'
import people from './feature.ts'

const contacts = {
  email: 'ann@example.com',
  phone: '+491511234567',
  landline: '+491511234567',
  slack: 'U0ANN',
  mattermost: '@ann',
  telegram: '4711',
  discord: '12345678901234567',
  teams: 'ann@example.com',
  ntfy: 'https://ntfy.example.com/ann',
  webhook: 'https://example.com/ann',
  webpush: [{ endpoint: 'https://push.example.com/1', keys: { p256dh: 'a', auth: 'b' }, label: 'Firefox' }],
  other: { pager: '123' },
}
/** Everything that can be said of somebody. */
const ann = {
  id: 'ann',
  name: 'Ann',
  title: 'Engineer',
  timezone: 'Europe/Berlin',
  available: [{ days: ['mon'], from: '08:00', to: '18:00' }],
  away: [{ from: '2027-01-01T00:00:00Z', to: '2027-01-08T00:00:00Z', reason: 'holiday' }],
  types: ['security'],
  contacts,
  rules: [
    { after: '0m', by: ['push', 'chat'] },
    { after: '2m', by: ['phone'], urgency: 'high' },
    { after: '1m', by: ['sms'], when: { severity: ['SEV-1'] } },
  ],
  quiet: [{ days: ['sat', 'sun'], from: '22:00', to: '07:00' }],
  answer_within: '3m',
  unverified: ['telegram'],
  escalates_to: ['user:root'],
}
const bundle = {
  severities: [
    { id: 'SEV-1', name: 'Critical' },
    { id: 'SEV-2', name: 'Low', roads: ['chat'] },
  ],
  incident: { types: [{ id: 'security', name: 'Security' }] },
  integrations: [{ id: 'pager', type: 'webhook', name: 'Pager' }],
  users: [{ id: 'root', role: 'admin', contacts: { email: 'root@example.com' } }, ann],
}

describe('personal rules', () => {
  let home: Installation
  before(async () => {
    home = await startInstallation({ features: [policies, people], bundle })
  })
  after(() => home?.close())

  type Asked = { method: 'GET' | 'POST'; url: string; payload?: object; who?: [role: 'admin' | 'responder', id: string] }
  const ask = async ({ method, url, payload, who = ['responder', 'ann'] }: Asked) =>
    home.server.inject({ method, url, headers: as(...who), ...(payload ? { payload } : {}) })
  const stored = () => structuredClone(home.app.policies.live().user('ann'))
  const read = async (): Promise<OwnRulesAnswer> => (await ask({ method: 'GET', url: '/api/v1/me/rules' })).json()
  const bodyOf = ({ high, low, quiet, answerWithin, timezone }: OwnRulesAnswer) => ({ high, low, quiet, answerWithin, timezone })

  test('are told by urgency in the order of time, with the levels that are of each and the roads there are', async () => {
    const rules = await read()
    assert.deepEqual(rules.high, [
      { after: '0m', by: ['push', 'chat'] },
      { after: '2m', by: ['phone'] },
    ])
    assert.deepEqual(rules.low, [{ after: '0m', by: ['push', 'chat'] }])
    assert.deepEqual([rules.levels.high.map(({ id }) => id), rules.levels.low.map(({ id }) => id)], [['SEV-1'], ['SEV-2']])
    assert.deepEqual([rules.conditional, rules.answerWithin, rules.zone], [1, '3m', 'Europe/Berlin'])
    assert.deepEqual(rules.quiet, [{ days: ['sat', 'sun'], from: '22:00', to: '07:00' }])
    assert.equal(rules.roads.find(({ road }) => road === 'phone')?.wakes, true)
  })

  test('saving what was read changes nothing, and neither does a form of the person that was not touched', async () => {
    const before = stored()
    const version = home.app.policies.live().version
    const saved = await ask({ method: 'POST', url: '/api/v1/me/rules', payload: bodyOf(await read()) })
    assert.equal(saved.statusCode, 200, saved.body)
    await ask({
      method: 'POST',
      url: '/api/v1/people/ann',
      payload: { name: 'Ann', role: 'responder', title: 'Engineer' },
      who: ['admin', 'root'],
    })
    await ask({ method: 'POST', url: '/api/v1/me/contacts', payload: { phone: contacts.phone } })
    assert.deepEqual(byTimeOfRules(stored()), byTimeOfRules(before))
    assert.ok(home.app.policies.live().version - version <= 1, 'at most the order of the rules')
  })

  test('a change keeps every field that the form does not show', async () => {
    const before = stored()
    const payload = { ...bodyOf(await read()), low: [{ after: '10m', by: ['email'] }], quiet: [], answerWithin: null, timezone: 'UTC' }
    const answer = await ask({ method: 'POST', url: '/api/v1/me/rules', payload })
    assert.deepEqual((answer.json() as OwnRulesAnswer).low, [{ after: '10m', by: ['email'] }], answer.body)
    const { rules: _, quiet: __, answer_within: ___, timezone, ...rest } = stored() ?? assert.fail()
    const { rules: _r, quiet: _q, answer_within: _a, timezone: _t, ...kept } = before ?? assert.fail()
    assert.deepEqual(rest, kept)
    assert.equal(timezone, 'UTC')
    assert.equal(stored()?.rules.filter(({ when }) => when.length > 0).length, 1, 'what has a condition stays')
  })

  test('a contact that is changed keeps the others, the marks and the rules', async () => {
    const before = stored() ?? assert.fail()
    await ask({ method: 'POST', url: '/api/v1/me/contacts', payload: { slack: 'U0NEW' } })
    const { unverified, ...rest } = stored() ?? assert.fail()
    const { unverified: _, ...kept } = before
    assert.deepEqual(rest, { ...kept, contacts: { ...kept.contacts, slack: 'U0NEW' } })
    assert.deepEqual(unverified, ['telegram', 'slack'])
  })

  test('a wait that is none is refused with the remedy; a road that nobody knows too', async () => {
    const good = bodyOf(await read())
    const wrong = await ask({ method: 'POST', url: '/api/v1/me/rules', payload: { ...good, high: [{ after: 'soon', by: ['sms'] }] } })
    assert.equal(wrong.statusCode, 400)
    assert.match(wrong.body, /such as 0m, 90s, 5m or 2h/)
    const strange = await ask({ method: 'POST', url: '/api/v1/me/rules', payload: { ...good, high: [{ after: '0m', by: ['pigeon'] }] } })
    assert.ok(strange.statusCode >= 400 && strange.statusCode < 500, strange.body)
    assert.match(strange.body, /pigeon/)
  })

  test('admins see and change the rules of others, nobody else does', async () => {
    const url = '/api/v1/people/ann/rules'
    assert.equal((await ask({ method: 'GET', url, who: ['admin', 'root'] })).statusCode, 200)
    assert.equal((await ask({ method: 'GET', url, who: ['responder', 'bob'] })).statusCode, 404)
    const payload = bodyOf(await read())
    assert.equal((await ask({ method: 'POST', url, payload, who: ['responder', 'bob'] })).statusCode, 404)
    assert.equal((await ask({ method: 'POST', url, payload, who: ['admin', 'root'] })).statusCode, 200)
  })
})

/** The order of rules says nothing: each has its time. */
const byTimeOfRules = (user: User | undefined) =>
  user && { ...user, rules: [...user.rules].sort((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other))) }
