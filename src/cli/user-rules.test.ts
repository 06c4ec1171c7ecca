import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../test/world/installation.ts'
import { tocsinAt } from '../../test/world/terminal.ts'
import onCall from '../features/oncall/feature.ts'
import people from '../features/people/feature.ts'
import { linesFrom, quietFrom } from './user-rules.ts'

const bundle = {
  severities: [
    { id: 'SEV-1', name: 'Critical' },
    { id: 'SEV-3', name: 'Minor' },
  ],
  users: [
    {
      id: 'ann',
      name: 'Ann',
      role: 'admin',
      contacts: { email: 'ann@example.com', webhook: 'http://127.0.0.1:9/x' },
      rules: [{ after: '1m', by: 'webhook', urgency: 'high' }],
    },
  ],
}

test('lines and quiet hours are read as they are told in the help', () => {
  assert.deepEqual(linesFrom('push,chat@0m sms@2m; phone@5m', '--high'), [
    { after: '0m', by: ['push', 'chat'] },
    { after: '2m', by: ['sms'] },
    { after: '5m', by: ['phone'] },
  ])
  assert.deepEqual(linesFrom('none', '--low'), [])
  assert.deepEqual(quietFrom('mon,tue 22:00-07:00; 12:00-13:00'), [
    { days: ['mon', 'tue'], from: '22:00', to: '07:00' },
    { days: [], from: '12:00', to: '13:00' },
  ])
  for (const wrong of ['push', 'push@', '@5m', 'push@1m@2m', ' ']) assert.throws(() => linesFrom(wrong, '--high'), /--high.*push,chat@0m/)
  assert.throws(() => quietFrom('at night'), /"at night" is no time; write 22:00-07:00/)
})

describe('tocsin user rules', () => {
  let world: Installation
  let url: string
  before(async () => {
    const ann = JSON.parse(as('admin', 'ann')['x-principal'] as string)
    world = await startInstallation({ features: [people, onCall], bundle, authenticate: async () => ann })
    url = await world.server.listen({ host: '127.0.0.1', port: 0 })
  })
  after(() => world?.close())

  const run = (...args: string[]) => tocsinAt(url, args)

  test('rules are shown in words, changed by line, and what is not given stays', async () => {
    const shown = await run('user', 'rules', 'ann')
    assert.equal(shown.code, 0, shown.err)
    assert.match(shown.out, /^High urgency \(Critical.*\):\n {2}after 1m {2}webhook/)
    assert.match(shown.out, /Low urgency.*:\n {2}the severity's roads, all at once/)
    const changed = await run('user', 'rules', 'ann', '--high', 'webhook@0m phone@5m', '--quiet', '22:00-07:00')
    assert.equal(changed.code, 0, changed.err)
    assert.match(changed.out, / {2}at once {3}webhook/)
    assert.match(changed.out, / {2}after 5m {2}phone +phone reaches nobody: no such contact/)
    assert.match(changed.out, /Quiet: every day 22:00-07:00 \(UTC\)/)
    const low = await run('user', 'rules', 'me', '--low', 'email@0m', '--json')
    assert.deepEqual(JSON.parse(low.out).high, [
      { after: '0m', by: ['webhook'] },
      { after: '5m', by: ['phone'] },
    ])
    assert.deepEqual(JSON.parse(low.out).quiet, [{ days: [], from: '22:00', to: '07:00' }])
    const rules = world.app.policies
      .live()
      .user('ann')
      ?.rules.map(({ after, by, urgency }) => [after.text, by, urgency])
    assert.deepEqual(rules, [
      ['0m', ['webhook'], 'high'],
      ['0m', ['email'], 'low'],
      ['5m', ['phone'], 'high'],
    ])
  })

  test('a wrong line, an unknown road and nobody are refused with the remedy, and change nothing', async () => {
    const misused = await run('user', 'rules', 'ann', '--high', 'push')
    assert.equal(misused.code, 2)
    assert.match(misused.err, /"push" is no line; write roads @ time/)
    const late = await run('user', 'rules', 'ann', '--high', 'email@3d')
    assert.equal(late.code, 1)
    assert.match(late.err, /up to a day/)
    assert.match((await run('user', 'rules', 'nobody')).err, /nobody called nobody/)
    assert.equal(world.app.policies.live().user('ann')?.rules.length, 3)
  })

  test('without any schedule "tocsin oncall" says what to do', async () => {
    assert.match((await run('oncall')).out, /There are no schedules yet.*schedules:.*tocsin apply/)
  })
})
