import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../policy/policy.ts'
import type { BundleInput } from '../policy/schema/bundle.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { loadsOf } from './fairness.ts'
import { passedOverIn } from './passed-over.ts'
import { layerShifts, shiftsBetween, whoAt } from './shifts-between.ts'
import { resolveTarget } from './targets.ts'

// Rotations as teams really have them: each wrinkle by itself.
const PEOPLE = ['ann', 'bob', 'carol', 'dan', 'eve', 'fay']
const WEEKLY = { id: 'weekly', rotation: 'weekly', starts: '2026-01-05T00:00', members: ['ann', 'bob', 'carol'] }

type Rest = { users?: Record<string, object> } & Record<string, unknown>
function policyOf(schedule: object, { users = {}, ...rest }: Rest = {}) {
  const people = PEOPLE.map((id) => ({ id, ...users[id] }))
  const bundle = { version: 1, organization: { name: 'X' }, users: people, schedules: [{ id: 's', ...schedule }], ...rest }
  return createPolicy(bundleSchema.parse(bundle as BundleInput), 1)
}
type Asked = ReturnType<typeof policyOf>
const instant = (text: string) => Temporal.Instant.from(text)
const span = (from: string, to: string) => ({ from: instant(from), to: instant(to) })
const membersAt = (policy: Asked, moment: string, id = 's') => whoAt(policy, id, instant(moment)).members.join()
const told = (policy: Asked, from: string, to: string) =>
  shiftsBetween(policy, 's', span(from, to)).map(
    ({ start, end, members }) => `${String(start).slice(5, 16)} ${String(end).slice(5, 16)} ${members}`,
  )

test('W37 four days and three: two layers, each half of the week to one of two who alternate', () => {
  const half = (id: string, days: string[], members: string[]) => ({ ...WEEKLY, id, members, restrict: { days } })
  const policy = policyOf({
    layers: [half('working', ['mon', 'tue', 'wed', 'thu'], ['ann', 'bob']), half('end', ['fri', 'sat', 'sun'], ['bob', 'ann'])],
  })
  assert.deepEqual(told(policy, '2026-01-05T00:00Z', '2026-01-19T00:00Z'), [
    '01-05T00:00 01-09T00:00 ann',
    '01-09T00:00 01-12T00:00 bob',
    '01-12T00:00 01-16T00:00 bob',
    '01-16T00:00 01-19T00:00 ann',
  ])
})

test('W37 every other week: a turn of nobody leaves it to the layers below', () => {
  const every = { ...WEEKLY, id: 'other', members: ['dan', 'nobody'] }
  const policy = policyOf({ layers: [WEEKLY, every] })
  assert.deepEqual(told(policy, '2026-01-05T00:00Z', '2026-02-02T00:00Z'), [
    '01-05T00:00 01-12T00:00 dan',
    '01-12T00:00 01-19T00:00 bob',
    '01-19T00:00 01-26T00:00 dan',
    '01-26T00:00 02-02T00:00 ann',
  ])
  const alone = policyOf({ layers: [every] })
  assert.deepEqual(told(alone, '2026-01-05T00:00Z', '2026-01-26T00:00Z'), ['01-05T00:00 01-12T00:00 dan', '01-19T00:00 01-26T00:00 dan'])
})

test("W37 a buffer slot between two turns is nobody's, and whoever is away passes over it", () => {
  const users = { ann: { away: [{ from: '2026-01-05T00:00Z', to: '2026-01-12T00:00Z' }] } }
  const layer = { ...WEEKLY, rotation: 'daily', members: ['ann', 'nobody', 'bob', 'nobody'] }
  assert.deepEqual(told(policyOf({ layers: [layer] }), '2026-01-05T00:00Z', '2026-01-09T00:00Z'), [
    '01-05T00:00 01-06T00:00 ann',
    '01-07T00:00 01-08T00:00 bob',
  ])
  assert.equal(membersAt(policyOf({ layers: [layer] }, { users }), '2026-01-05T12:00Z'), 'bob')
})

test('a secondary of a rotation with turns of nobody follows the layer that serves', () => {
  const layers = [WEEKLY, { ...WEEKLY, id: 'other', members: ['dan', 'nobody', 'eve', 'nobody'] }]
  const follower = { id: 'second', follows: 's' }
  const policy = policyOf({}, { schedules: [{ id: 's', layers }, follower] })
  assert.deepEqual(
    ['2026-01-05', '2026-01-12'].map((day) => [membersAt(policy, `${day}T12:00Z`), membersAt(policy, `${day}T12:00Z`, 'second')]),
    [
      ['dan', 'eve'],
      ['bob', 'carol'],
    ],
  )
})

test('S3.1 S3.2 teams in a three-week turn: the secondary of one week is the primary of the next', () => {
  const teams = [
    { id: 'a', members: ['ann', 'bob'] },
    { id: 'b', members: ['carol', 'dan'] },
    { id: 'c', members: ['eve', 'fay'] },
  ]
  const layer = { ...WEEKLY, starts: '2026-01-04T00:00', handoff: { day: 'sun', at: '00:00' }, members: ['team:a', 'team:b', 'team:c'] }
  const policy = policyOf(
    {},
    {
      teams,
      schedules: [
        { id: 's', layers: [layer] },
        { id: 'second', follows: 's', offset: 1 },
      ],
    },
  )
  const weeks = Array.from({ length: 6 }, (_, week) => String(instant('2026-01-04T00:00Z').add({ hours: week * 7 * 24 })))
  const primaries = weeks.map((week) => membersAt(policy, week))
  const secondaries = weeks.map((week) => membersAt(policy, week, 'second'))
  assert.deepEqual(primaries.slice(0, 3), ['ann,bob', 'carol,dan', 'eve,fay'])
  assert.deepEqual(secondaries.slice(0, -1), primaries.slice(1))
  for (const week of weeks)
    assert.equal(membersAt(policy, String(instant(week).subtract({ seconds: 1 }))) === membersAt(policy, week), false, week)
})

test('S3.3 a turn changes at its instant in the zone of the schedule, to the second', () => {
  const policy = policyOf({ timezone: 'America/New_York', layers: [{ ...WEEKLY, handoff: { day: 'sun', at: '00:00' } }] })
  assert.equal(membersAt(policy, '2026-01-11T04:59:59Z'), 'ann')
  assert.equal(membersAt(policy, '2026-01-11T05:00:00Z'), 'bob')
})

test("W38 a replacement holds for one shift, part of it, or all of somebody's, and shows in the final schedule", () => {
  const shift = { user: 'dan', replaces: 'bob', from: '2026-01-12T00:00Z', to: '2026-01-19T00:00Z' }
  assert.deepEqual(told(policyOf({ layers: [WEEKLY], overrides: [shift] }), '2026-01-12T00:00Z', '2026-02-02T00:00Z'), [
    '01-12T00:00 01-19T00:00 dan',
    '01-19T00:00 01-26T00:00 carol',
    '01-26T00:00 02-02T00:00 ann',
  ])
  const always = { ...shift, from: '2026-01-01T00:00Z', to: '2027-01-01T00:00Z' }
  const everywhere = policyOf({ layers: [WEEKLY], overrides: [always] })
  assert.deepEqual(
    new Set(shiftsBetween(everywhere, 's', span('2026-01-05T00:00Z', '2026-03-09T00:00Z')).flatMap((each) => each.members)),
    new Set(['ann', 'dan', 'carol']),
  )
})

test('W38 overlapping overrides: applied as they are written, the last one has the last word', () => {
  const during = (rest: object) => ({ from: '2026-01-05T00:00Z', to: '2026-01-06T00:00Z', ...rest })
  const at = (...overrides: object[]) => membersAt(policyOf({ layers: [WEEKLY], overrides: overrides.map(during) }), '2026-01-05T12:00Z')
  assert.equal(at({ user: 'dan', replaces: 'ann' }, { user: 'eve', replaces: 'ann' }), 'eve')
  assert.equal(at({ user: 'dan', replaces: 'ann' }, { replaces: 'ann' }), '', 'taken off is a gap on purpose, which lint finds')
  assert.equal(at({ user: 'dan', replaces: 'ann' }, { user: 'eve', replaces: 'dan' }), 'eve')
  assert.equal(at({ user: 'dan' }, { user: 'eve', replaces: 'dan' }), 'ann,eve', 'who joined may be replaced')
  assert.equal(at({ user: 'dan' }, { replaces: 'dan' }), 'ann')
  assert.equal(at({ replaces: 'ann' }, { user: 'dan' }), 'dan')
  assert.equal(at({ user: 'dan' }, { user: 'dan' }), 'ann,dan', 'nobody is there twice')
  assert.equal(at({ user: 'dan', replaces: 'everyone' }, { user: 'eve', replaces: 'everyone' }), 'eve')
  assert.equal(at({ user: 'dan', replaces: 'everyone' }, { user: 'eve' }), 'dan,eve')
  assert.equal(at({ user: 'dan', replaces: 'everyone' }, { user: 'eve', replaces: 'dan' }), 'eve')
  assert.equal(at({ user: 'eve' }, { user: 'dan', replaces: 'everyone' }), 'dan', 'what was written before is inside of everyone')
})

test('a swap is two replacements, and at no moment is nobody there', () => {
  const week = (from: string, to: string) => ({ from: `${from}T00:00Z`, to: `${to}T00:00Z` })
  const overrides = [
    { user: 'bob', replaces: 'ann', ...week('2026-01-05', '2026-01-12') },
    { user: 'ann', replaces: 'bob', ...week('2026-01-12', '2026-01-19') },
  ]
  assert.deepEqual(told(policyOf({ layers: [WEEKLY], overrides }), '2026-01-05T00:00Z', '2026-01-26T00:00Z'), [
    '01-05T00:00 01-12T00:00 bob',
    '01-12T00:00 01-19T00:00 ann',
    '01-19T00:00 01-26T00:00 carol',
  ])
})

test('an override of people who have left is none: the planned ones stay', () => {
  const users = { dan: { disabled: true } }
  const during = { from: '2026-01-05T00:00Z', to: '2026-01-06T00:00Z' }
  for (const replaces of ['ann', 'everyone'])
    assert.equal(
      membersAt(policyOf({ layers: [WEEKLY], overrides: [{ ...during, user: 'dan', replaces }] }, { users }), '2026-01-05T12:00Z'),
      'ann',
    )
})

test('a team that stands in is whoever of it is on call', () => {
  const teams = [{ id: 'db', members: ['dan', 'eve'], schedule: 'db' }]
  const schedules = [
    { id: 's', layers: [WEEKLY], overrides: [{ user: 'team:db', replaces: 'ann', from: '2026-01-05T00:00Z', to: '2026-01-08T00:00Z' }] },
    { id: 'db', layers: [{ ...WEEKLY, id: 'daily', rotation: 'daily', members: ['dan', 'eve'] }] },
  ]
  const policy = policyOf({}, { teams, schedules })
  assert.deepEqual(
    told(policy, '2026-01-05T00:00Z', '2026-01-09T00:00Z').map((line) => line.slice(-3)),
    ['dan', 'eve', 'dan', 'ann'],
  )
  const empty = policyOf({}, { teams, schedules: [schedules[0], { id: 'db', layers: [{ ...WEEKLY, starts: '2026-02-01T00:00' }] }] })
  assert.equal(membersAt(empty, '2026-01-05T12:00Z'), 'ann', 'a team that has nobody replaces nobody')
})

test('W35 a temporary schedule is a span of its own: its gaps are gaps, and what is filled in later fills them', () => {
  const whole = { replaces: 'everyone', from: '2026-01-06T00:00Z', to: '2026-01-08T00:00Z' }
  const shift = { user: 'dan', replaces: 'everyone', from: '2026-01-06T08:00Z', to: '2026-01-06T20:00Z' }
  const filler = { user: 'eve', from: '2026-01-07T00:00Z', to: '2026-01-08T00:00Z' }
  assert.deepEqual(told(policyOf({ layers: [WEEKLY], overrides: [whole, shift, filler] }), '2026-01-05T12:00Z', '2026-01-08T12:00Z'), [
    '01-05T12:00 01-06T00:00 ann',
    '01-06T08:00 01-06T20:00 dan',
    '01-07T00:00 01-08T00:00 eve',
    '01-08T00:00 01-08T12:00 ann',
  ])
})

test("S3.8 availability windows: business hours are the organisation's, windows the person's own, security always", () => {
  const users = { dan: { available: 'business_hours' }, eve: { available: 'always' } }
  const rest = { users, organization: { name: 'X', timezone: 'Europe/Berlin', business_hours: { holidays: ['2026-01-06'] } } }
  const policy = policyOf(
    {
      layers: [
        { ...WEEKLY, id: 'security', members: ['eve'] },
        { ...WEEKLY, id: 'dba', members: ['dan'] },
      ],
    },
    rest,
  )
  assert.deepEqual(told(policy, '2026-01-04T23:00Z', '2026-01-07T12:00Z'), [
    '01-04T23:00 01-05T08:00 eve',
    '01-05T08:00 01-05T16:00 dan',
    '01-05T16:00 01-07T08:00 eve',
    '01-07T08:00 01-07T12:00 dan',
  ])
})

test("W34 a person's own nights: windows in their zone, whatever the schedule's, over their clock changes", () => {
  const users = {
    ann: { timezone: 'Europe/Berlin', available: { from: '08:00', to: '22:00' } },
    bob: { timezone: 'America/Los_Angeles', available: { from: '08:00', to: '22:00' } },
  }
  const policy = policyOf({ layers: [{ ...WEEKLY, members: ['ann', 'bob'] }] }, { users })
  const shifts = shiftsBetween(policy, 's', span('2026-03-20T00:00Z', '2026-04-03T00:00Z'))
  for (const { start, members } of shifts.slice(1)) {
    const zone = members[0] === 'ann' ? 'Europe/Berlin' : 'America/Los_Angeles'
    const hour = start.toZonedDateTimeISO(zone).hour
    assert.ok(hour >= 8 && hour < 22, `${members} at ${hour} their time`)
  }
  for (const { nightMinutes } of loadsOf(policy, { span: span('2026-03-20T00:00Z', '2026-04-03T00:00Z') })) assert.equal(nightMinutes, 0)
})

test('W39 follow the sun: three zones, each its own day, even and without a gap', () => {
  const daily = { rotation: 'daily', starts: '2026-01-05T00:00' }
  const layers = [
    { ...daily, id: 'london', timezone: 'Europe/London', members: ['ann', 'bob'], restrict: { from: '06:00', to: '14:00' } },
    { ...daily, id: 'bogota', timezone: 'America/Bogota', members: ['carol', 'dan'], restrict: { from: '09:00', to: '17:00' } },
    { ...daily, id: 'tokyo', timezone: 'Asia/Tokyo', members: ['eve', 'fay'], restrict: { from: '07:00', to: '15:00' } },
  ]
  const policy = policyOf({ layers })
  const month = span('2026-02-01T06:00Z', '2026-03-29T06:00Z')
  const shifts = shiftsBetween(policy, 's', month)
  for (const [index, shift] of shifts.slice(1).entries()) assert.equal(String(shift.start), String(shifts[index]?.end))
  assert.deepEqual(new Set(loadsOf(policy, { span: month }).map((load) => load.minutes)), new Set([28 * 8 * 60]))
})

test('W18 a schedule that finds nobody is empty and says so: never everybody, and no text of a clock is read back', () => {
  const midnight = policyOf({ layers: [{ ...WEEKLY, id: 'night', rotation: 'daily', restrict: { from: '00:00', to: '01:00' } }] })
  assert.equal(membersAt(midnight, '2026-01-05T00:00:00Z'), 'ann')
  assert.deepEqual(whoAt(midnight, 's', instant('2026-01-05T01:00Z')).members, [])
  assert.deepEqual(resolveTarget(midnight, 'schedule:s', { at: instant('2026-01-05T01:00Z') }), [])
})

test('W33 who is away while it is their turn, and who takes it', () => {
  const users = {
    ann: { away: [{ from: '2026-01-07T00:00Z', to: '2026-01-09T00:00Z', reason: 'holiday' }] },
    bob: { away: [{ from: '2026-01-08T00:00Z', to: '2026-01-09T00:00Z' }] },
  }
  const found = passedOverIn(
    policyOf({ layers: [{ ...WEEKLY, members: ['ann', 'bob'] }] }, { users }),
    's',
    span('2026-01-05T00:00Z', '2026-01-12T00:00Z'),
  )
  assert.deepEqual(
    found.map(({ user, reason, start, end, takenBy }) => [
      user,
      reason,
      String(start).slice(8, 10),
      String(end).slice(8, 10),
      takenBy.join(),
    ]),
    [
      ['ann', 'away: holiday', '07', '08', 'bob'],
      ['ann', 'away: holiday', '08', '09', ''],
      ['bob', 'away', '08', '09', ''],
    ],
  )
})

test('a layer that starts in the future and one whose members all left have nobody, and the layers below serve', () => {
  const users = { dan: { disabled: true }, eve: { disabled: true } }
  const later = { ...WEEKLY, id: 'later', starts: '2026-01-14T00:00', members: ['fay'] }
  const left = { ...WEEKLY, id: 'left', members: ['dan', 'eve'] }
  assert.deepEqual(told(policyOf({ layers: [WEEKLY, later, left] }, { users }), '2026-01-12T00:00Z', '2026-01-16T00:00Z'), [
    '01-12T00:00 01-14T00:00 bob',
    '01-14T00:00 01-16T00:00 fay',
  ])
  assert.deepEqual(told(policyOf({ layers: [left] }, { users }), '2026-01-12T00:00Z', '2026-01-16T00:00Z'), [])
})

test('one layer by itself is drawn without the others and without overrides', () => {
  const overrides = [{ user: 'eve', replaces: 'everyone', from: '2026-01-05T00:00Z', to: '2026-02-01T00:00Z' }]
  const policy = policyOf({ layers: [WEEKLY, { ...WEEKLY, id: 'other', members: ['dan', 'nobody'] }], overrides })
  const names = (layer: string) =>
    layerShifts(policy, { schedule: 's', layer }, span('2026-01-05T00:00Z', '2026-01-19T00:00Z')).map((shift) => shift.members.join())
  assert.deepEqual([names('weekly'), names('other'), names('none')], [['ann', 'bob'], ['dan'], []])
})
