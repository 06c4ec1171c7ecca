import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../policy/policy.ts'
import type { BundleInput } from '../policy/schema/bundle.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { shiftsBetween, whoAt } from './shifts-between.ts'

const WEEKLY = { id: 'weekly', rotation: 'weekly', starts: '2026-01-04T00:00', members: ['ann', 'bob', 'carol'] }
const DAYTIME = {
  id: 'daytime',
  rotation: 'daily',
  starts: '2026-01-05T08:00',
  members: ['dan'],
  restrict: { days: ['mon'], from: '08:00', to: '20:00' },
}

function policyOf({ users = {}, schedules, ...rest }: { users?: Record<string, object>; schedules: object[] } & Record<string, unknown>) {
  const people = ['ann', 'bob', 'carol', 'dan'].map((id) => ({ id, ...users[id] }))
  return createPolicy(bundleSchema.parse({ version: 1, organization: { name: 'X' }, users: people, schedules, ...rest } as BundleInput), 1)
}
type Asked = ReturnType<typeof policyOf>
const at = (policy: Asked, moment: string, id = 's') => whoAt(policy, id, Temporal.Instant.from(moment))
const membersAt = (policy: Asked, moment: string, id = 's') => at(policy, moment, id).members.join()
const shiftsOf = (policy: Asked, ...[from, to, id = 's']: [string, string, string?]) =>
  shiftsBetween(policy, id, { from: Temporal.Instant.from(from), to: Temporal.Instant.from(to) }).map(
    ({ start, end, members, layer, shadow }) =>
      `${String(start).slice(5, 16)} ${String(end).slice(5, 16)} ${members} ${layer}${shadow ? ' shadow' : ''}`,
  )

test('shifts are half-open, cut to the span asked for, and later layers win where they have someone', () => {
  const policy = policyOf({ schedules: [{ id: 's', layers: [WEEKLY, DAYTIME] }] })
  assert.deepEqual(shiftsOf(policy, '2026-01-10T12:00Z', '2026-01-13T00:00Z'), [
    '01-10T12:00 01-11T00:00 ann weekly',
    '01-11T00:00 01-12T08:00 bob weekly',
    '01-12T08:00 01-12T20:00 dan daytime',
    '01-12T20:00 01-13T00:00 bob weekly',
  ])
  assert.equal(membersAt(policy, '2026-01-12T08:00Z'), 'dan')
  assert.equal(membersAt(policy, '2026-01-12T20:00Z'), 'bob')
  assert.equal(String(at(policy, '2026-01-12T07:59:59Z').until), '2026-01-12T08:00:00Z')
})

test('before its start and after its end a layer has nobody, and an unknown schedule is empty', () => {
  const policy = policyOf({ schedules: [{ id: 's', layers: [{ ...WEEKLY, ends: '2026-01-05T00:00' }] }] })
  assert.deepEqual(shiftsOf(policy, '2026-01-01T00:00Z', '2026-02-01T00:00Z'), ['01-04T00:00 01-05T00:00 ann weekly'])
  assert.deepEqual(shiftsOf(policy, '2026-01-01T00:00Z', '2026-02-01T00:00Z', 'none'), [])
  assert.deepEqual(at(policy, '2026-01-04T12:00Z', 'none').members, [])
  assert.throws(() => shiftsOf(policy, '2026-02-01T00:00Z', '2026-01-01T00:00Z'), /swap them/)
})

test('a replacement, whole or part, takes only the place of whom it names', () => {
  const overrides = [{ user: 'dan', from: '2026-01-10T18:00Z', to: '2026-01-12T00:00Z', replaces: 'ann' }]
  const policy = policyOf({ schedules: [{ id: 's', layers: [WEEKLY], overrides }] })
  assert.deepEqual(shiftsOf(policy, '2026-01-10T00:00Z', '2026-01-13T00:00Z'), [
    '01-10T00:00 01-10T18:00 ann weekly',
    '01-10T18:00 01-11T00:00 dan weekly',
    '01-11T00:00 01-13T00:00 bob weekly',
  ])
  assert.match(at(policy, '2026-01-10T20:00Z').because, /turn of ann, override/)
})

test('who replaces may be replaced, be added, be taken off; and a span may be its own', () => {
  const span = { from: '2026-01-05T00:00Z', to: '2026-01-06T00:00Z' }
  const withOverrides = (...overrides: object[]) =>
    policyOf({ schedules: [{ id: 's', layers: [WEEKLY], overrides: overrides.map((each) => ({ ...span, ...each })) }] })
  const noon = '2026-01-05T12:00Z'
  assert.equal(membersAt(withOverrides({ user: 'bob', replaces: 'ann' }, { user: 'dan', replaces: 'bob' }), noon), 'dan')
  assert.equal(membersAt(withOverrides({ user: 'dan' }), noon), 'ann,dan')
  assert.equal(membersAt(withOverrides({ replaces: 'ann' }), noon), '')
  assert.equal(membersAt(withOverrides({ replaces: 'everyone', user: ['carol', 'dan'] }), noon), 'carol,dan')
})

test('time off passes the turn to the next, flagged, and does not shift the rotation', () => {
  const users = { ann: { away: [{ from: '2026-01-05T00:00Z', to: '2026-01-06T00:00Z', reason: 'holiday' }] } }
  const policy = policyOf({ users, schedules: [{ id: 's', layers: [WEEKLY] }] })
  assert.deepEqual(shiftsOf(policy, '2026-01-04T00:00Z', '2026-01-12T00:00Z'), [
    '01-04T00:00 01-05T00:00 ann weekly',
    '01-05T00:00 01-06T00:00 bob weekly',
    '01-06T00:00 01-11T00:00 ann weekly',
    '01-11T00:00 01-12T00:00 bob weekly',
  ])
  const { because, skipped } = at(policy, '2026-01-05T12:00Z')
  assert.deepEqual(skipped, [{ user: 'ann', reason: 'away: holiday' }])
  assert.match(because, /turn of bob, passed on/)
})

test('whoever is disabled takes no turn: it passes on, with the reason', () => {
  const policy = policyOf({ users: { ann: { disabled: true } }, schedules: [{ id: 's', layers: [WEEKLY] }] })
  const { members, skipped } = at(policy, '2026-01-05T12:00Z')
  assert.deepEqual([members, skipped], [['bob'], [{ user: 'ann', reason: 'disabled' }]])
})

test('a stand-in named for somebody who is away serves the span', () => {
  const users = { ann: { away: [{ from: '2026-01-04T00:00Z', to: '2026-01-11T00:00Z' }] } }
  const overrides = [{ user: 'dan', from: '2026-01-05T00:00Z', to: '2026-01-06T00:00Z', replaces: 'ann' }]
  const policy = policyOf({ users, schedules: [{ id: 's', layers: [WEEKLY], overrides }] })
  assert.equal(membersAt(policy, '2026-01-05T12:00Z'), 'dan')
  assert.equal(membersAt(policy, '2026-01-06T12:00Z'), 'bob')
})

test('availability is respected in the zone of the person; nobody available is a gap', () => {
  const users = { dan: { timezone: 'Asia/Tokyo', available: { from: '09:00', to: '18:00' } } }
  const policy = policyOf({ users, schedules: [{ id: 's', layers: [{ ...WEEKLY, members: ['dan'] }] }] })
  assert.deepEqual(shiftsOf(policy, '2026-01-05T00:00Z', '2026-01-06T00:00Z'), ['01-05T00:00 01-05T09:00 dan weekly'])
  assert.deepEqual(at(policy, '2026-01-05T12:00Z').skipped, [{ user: 'dan', reason: 'outside of availability' }])
})

test('several people share a turn; the one who is away leaves it to the others', () => {
  const users = { bob: { available: 'business_hours' } }
  const policy = policyOf({
    users,
    organization: { name: 'X', business_hours: { holidays: ['2026-01-06'] } },
    schedules: [{ id: 's', layers: [{ ...WEEKLY, members: [['ann', 'bob'], ['carol']] }] }],
  })
  assert.equal(membersAt(policy, '2026-01-05T12:00Z'), 'ann,bob')
  assert.equal(membersAt(policy, '2026-01-05T17:00Z'), 'ann')
  assert.equal(membersAt(policy, '2026-01-06T12:00Z'), 'ann', 'a holiday has no business hours')
})

test('the secondary of one week is the primary of the next, and nobody is both', () => {
  const users = { bob: { away: [{ from: '2026-01-14T00:00Z', to: '2026-01-15T00:00Z' }] } }
  const schedules = [
    { id: 's', layers: [WEEKLY] },
    { id: 'second', follows: 's', offset: 1 },
    { id: 'third', follows: 's', offset: 2 },
  ]
  const policy = policyOf({ users, schedules })
  assert.deepEqual(shiftsOf(policy, '2026-01-04T00:00Z', '2026-01-14T00:00Z', 'second'), [
    '01-04T00:00 01-11T00:00 bob weekly',
    '01-11T00:00 01-14T00:00 carol weekly',
  ])
  assert.equal(membersAt(policy, '2026-01-05T00:00Z', 'third'), 'carol')
  assert.equal(membersAt(policy, '2026-01-14T12:00Z'), 'carol')
  assert.equal(membersAt(policy, '2026-01-14T12:00Z', 'second'), 'ann')
})

test('S3.1 people, teams and roles are members: by their own schedule, else all together', () => {
  const policy = policyOf({
    teams: [
      { id: 'web', members: ['ann', 'bob'] },
      { id: 'db', members: ['carol', 'dan'], schedule: 'db' },
    ],
    roles: [{ id: 'lead', default: 'schedule:db', backup: 'user:ann' }],
    schedules: [
      { id: 's', layers: [{ ...WEEKLY, members: ['team:web', 'team:db', 'role:lead'] }] },
      { id: 'db', layers: [{ ...WEEKLY, id: 'inner', rotation: 'daily', members: ['carol', 'dan'] }] },
    ],
  })
  assert.equal(membersAt(policy, '2026-01-05T12:00Z'), 'ann,bob')
  assert.deepEqual(shiftsOf(policy, '2026-01-10T12:00Z', '2026-01-13T00:00Z'), [
    '01-10T12:00 01-11T00:00 ann,bob weekly',
    '01-11T00:00 01-12T00:00 dan weekly',
    '01-12T00:00 01-13T00:00 carol weekly',
  ])
  assert.equal(membersAt(policy, '2026-01-19T12:00Z'), membersAt(policy, '2026-01-19T12:00Z', 'db'))
})

test('a circle of schedules, teams or roles is nobody, not a hang', () => {
  const policy = policyOf({
    teams: [{ id: 'web', schedule: 's' }],
    schedules: [
      { id: 's', layers: [{ ...WEEKLY, members: ['team:web'] }] },
      { id: 'a', follows: 'b' },
      { id: 'b', follows: 'a' },
    ],
  })
  for (const id of ['s', 'a', 'b']) assert.deepEqual(shiftsOf(policy, '2026-01-04T00:00Z', '2026-02-01T00:00Z', id), [])
})

test('a shadow is listed beside the shift it copies and is never coverage', () => {
  const policy = policyOf({ schedules: [{ id: 's', layers: [DAYTIME], shadows: [{ user: 'ann', follows: 'daytime' }] }] })
  assert.deepEqual(shiftsOf(policy, '2026-01-12T00:00Z', '2026-01-13T00:00Z'), [
    '01-12T08:00 01-12T20:00 dan daytime',
    '01-12T08:00 01-12T20:00 ann daytime shadow',
  ])
  assert.equal(membersAt(policy, '2026-01-12T12:00Z'), 'dan')
})
