import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../policy/policy.ts'
import type { BundleInput } from '../policy/schema/bundle.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import type { Asked } from './targets.ts'
import { resolveTarget, whyLeftOut } from './targets.ts'

const bundle = {
  ...{ version: 1, organization: { name: 'X' } },
  users: ['ann', 'bob', 'carol'].map((id) => ({ id })),
  teams: [{ id: 'web', members: ['ann', 'bob'], managers: 'carol' }, { id: 'db', members: ['ann'], schedule: 'primary' }, { id: 'empty' }],
  services: [{ id: 'api', team: 'web' }, { id: 'lost' }],
  roles: [
    { id: 'lead', default: 'schedule:primary', backup: 'user:carol' },
    { id: 'scribe', default: 'team:empty', backup: 'user:carol' },
    { id: 'circle', default: 'role:spin' },
    { id: 'spin', default: 'role:circle' },
  ],
  schedules: [{ id: 'primary', layers: [{ id: 'weekly', rotation: 'weekly', starts: '2026-11-07T00:00', members: ['bob', 'ann'] }] }],
}
const policy = createPolicy(bundleSchema.parse(bundle as BundleInput), 1)
const at = Temporal.Instant.from('2026-11-10T12:00Z')
const users = (target: string, asked: Partial<Asked> = {}) => resolveTarget(policy, target, { at, ...asked }).map((each) => each.user)

test('every kind of target', () => {
  assert.deepEqual(users('user:ann'), ['ann'])
  assert.deepEqual(users('ann'), ['ann'])
  assert.deepEqual(users('team:web'), ['ann', 'bob'])
  assert.deepEqual(users('team:db'), ['bob'])
  assert.deepEqual(users('schedule:primary'), ['bob'])
  assert.deepEqual(users('role:lead'), ['bob'])
  assert.deepEqual(users('role:lead', { holders: { lead: ['ann'] } }), ['ann'])
  assert.deepEqual(users('role:scribe'), ['carol'], 'the backup where the default reaches nobody')
  assert.deepEqual(users('managers', { service: 'api' }), ['carol'])
  assert.deepEqual(users('responders', { holders: { responders: ['ann', 'carol'] } }), ['ann', 'carol'])
})

test('a role whose holder or default has left goes to the next who has not', () => {
  const left = bundle.users.map((user) => (user.id === 'bob' ? { ...user, disabled: true } : user))
  const roles = [{ id: 'lead', default: 'user:bob', backup: 'user:carol' }]
  const without = createPolicy(bundleSchema.parse({ ...bundle, users: left, roles } as BundleInput), 1)
  for (const holders of [{ lead: [] }, { lead: ['bob'] }])
    assert.deepEqual(
      resolveTarget(without, 'role:lead', { at, holders }).map((each) => each.user),
      ['carol'],
    )
})

test('what reaches nobody is an empty list, circles included', () => {
  for (const target of [
    'user:nobody',
    'nobody',
    'team:empty',
    'schedule:none',
    'role:circle',
    'managers',
    'responders',
    'contact:vendor',
    'channel:x',
  ]) {
    assert.deepEqual(users(target), [], target)
  }
  assert.deepEqual(users('managers', { service: 'lost' }), [])
})

test('the chain says why, from the target to the person, and until when', () => {
  const [reached] = resolveTarget(policy, 'role:lead', { at })
  assert.deepEqual(reached, {
    user: 'bob',
    because: ['role:lead', 'default', 'schedule:primary', 'layer weekly', 'weekly, turn of bob', 'until 2026-11-14T00:00:00Z'],
    until: '2026-11-14T00:00:00.000Z',
  })
})

test('a person reached twice is reached once, by the first way', () => {
  const twice = createPolicy(
    bundleSchema.parse({ ...bundle, roles: [{ id: 'both', default: ['user:bob', 'schedule:primary'] }] } as BundleInput),
    1,
  )
  assert.deepEqual(resolveTarget(twice, 'role:both', { at }), [{ user: 'bob', because: ['role:both', 'default', 'user:bob'] }])
})

test('who takes certain types of incident only is left out of others, unless they are named in person or alone on duty', () => {
  const only = (ids: string[]) => bundle.users.map((user) => (ids.includes(user.id) ? { ...user, types: ['security'] } : user))
  const usersIf = (special: string[], target: string, asked: Partial<Asked>) => {
    const types = { incident: { types: [{ id: 'security' }, { id: 'data' }] }, users: only(special) }
    const policy = createPolicy(bundleSchema.parse({ ...bundle, ...types } as BundleInput), 1)
    return resolveTarget(policy, target, { at, ...asked }).map((each) => each.user)
  }
  assert.deepEqual(usersIf(['ann'], 'team:web', { type: 'security' }), ['ann', 'bob'])
  assert.deepEqual(usersIf(['ann'], 'team:web', { type: 'data' }), ['bob'])
  assert.deepEqual(usersIf(['ann'], 'team:web', { type: null }), ['bob'])
  assert.deepEqual(usersIf(['ann'], 'team:web', {}), ['ann', 'bob'], 'asked about nothing in particular, nobody is left out')
  assert.deepEqual(usersIf(['ann', 'bob'], 'team:web', { type: null }), [], 'the ladder climbs on at once')
  assert.deepEqual(usersIf(['carol'], 'managers', { service: 'api', type: null }), [])

  assert.deepEqual(usersIf(['ann'], 'user:ann', { type: 'data' }), ['ann'])
  assert.deepEqual(usersIf(['ann'], 'role:lead', { type: 'data', holders: { lead: ['ann'] } }), ['ann'])
  assert.deepEqual(usersIf(['ann'], 'responders', { type: 'data', holders: { responders: ['ann'] } }), ['ann'])
  assert.deepEqual(usersIf(['bob'], 'schedule:primary', { type: 'data' }), ['bob'], 'duty is duty')
})

test('S3.8 a ladder respects the hours of the people it names: the administrator in business hours, security always', () => {
  const hours = { name: 'X', timezone: 'America/New_York', business_hours: { from: '09:00', to: '17:00' } }
  const users = [
    { id: 'dba', available: 'business_hours' },
    { id: 'guard', types: ['security'] },
    { id: 'boss', away: [{ from: '2026-11-10T00:00Z', to: '2026-11-11T00:00Z', reason: 'holiday' }] },
    { id: 'deputy' },
  ]
  const rest = {
    teams: [{ id: 'data', members: ['dba', 'guard'], managers: 'boss' }],
    services: [{ id: 'store', team: 'data' }],
    roles: [{ id: 'lead', default: 'user:boss', backup: 'user:deputy' }],
    incident: { types: [{ id: 'security' }, { id: 'billing' }] },
    schedules: [
      {
        ...{ id: 'covered', layers: [{ id: 'w', rotation: 'weekly', starts: '2026-01-05T00:00', members: ['boss'] }] },
        overrides: [{ user: 'dba', replaces: 'boss', from: '2026-11-10T00:00Z', to: '2026-11-11T00:00Z' }],
      },
    ],
  }
  const own = createPolicy(bundleSchema.parse({ version: 1, organization: hours, users, ...rest } as BundleInput), 1)
  const asked = (target: string, moment: string, more: Partial<Asked> = { type: null }) =>
    resolveTarget(own, target, { at: Temporal.Instant.from(moment), service: 'store', ...more })
      .map((each) => each.user)
      .join()
  const [day, night] = ['2026-11-10T15:00Z', '2026-11-10T03:00Z']
  assert.deepEqual([asked('user:dba', day), asked('user:dba', night)], ['dba', ''])
  assert.deepEqual([asked('team:data', day, { type: 'security' }), asked('team:data', night, { type: 'security' })], ['dba,guard', 'guard'])
  assert.deepEqual([asked('team:data', day, { type: 'billing' }), asked('managers', day)], ['dba', ''])
  assert.equal(asked('role:lead', day), 'deputy', 'the backup stands in for a default that is away')
  assert.equal(asked('role:lead', day, { type: null, holders: { lead: ['boss'] } }), 'boss', 'who holds the role is there')
  assert.equal(asked('schedule:covered', night), 'dba', 'an override names somebody for just this span')
  assert.equal(asked('user:dba', night, {}), 'dba', 'somebody pages by hand')
  assert.equal(whyLeftOut(own, 'user:boss', { at: Temporal.Instant.from(day), type: null }), 'away: holiday')
})
