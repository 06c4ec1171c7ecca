import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../policy/policy.ts'
import type { BundleInput } from '../policy/schema/bundle.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { shiftsBetween, whoAt } from './shifts-between.ts'

// What went wrong with schedules elsewhere, each kept from going wrong here. W28 and W29 belong to calendar feeds.
const PEOPLE = Array.from({ length: 14 }, (_, index) => ({ id: `p${index}` }))
const policyOf = (schedule: object, users: object[] = PEOPLE) =>
  createPolicy(
    bundleSchema.parse({ version: 1, organization: { name: 'X' }, users, schedules: [{ id: 's', ...schedule }] } as BundleInput),
    1,
  )
const instant = (text: string) => Temporal.Instant.from(text)
const shiftsOf = (policy: ReturnType<typeof policyOf>, from: string, to: string) =>
  shiftsBetween(policy, 's', { from: instant(from), to: instant(to) })
const at = (policy: ReturnType<typeof policyOf>, moment: string) => whoAt(policy, 's', instant(moment)).members
const local = (moment: Temporal.Instant, zone: string) =>
  moment.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })

test('W20 at the end of summer time hand-offs and windows keep their local hour', () => {
  const zone = 'Europe/Berlin'
  const policy = policyOf({
    timezone: zone,
    layers: [{ id: 'w', rotation: 'weekly', starts: '2026-10-05T09:00', members: ['p0', 'p1', 'p2'] }],
  })
  const starts = shiftsOf(policy, '2026-10-12T00:00Z', '2026-11-10T00:00Z')
    .slice(1)
    .map((shift) => local(shift.start, zone))
  assert.deepEqual(starts, ['2026-10-12T09:00', '2026-10-19T09:00', '2026-10-26T09:00', '2026-11-02T09:00', '2026-11-09T09:00'])
  const hours = policyOf({
    timezone: zone,
    layers: [{ id: 'd', starts: '2026-10-05T09:00', members: 'p0', restrict: { from: '09:00', to: '17:00' } }],
  })
  for (const shift of shiftsOf(hours, '2026-10-24T00:00Z', '2026-10-28T00:00Z')) {
    assert.deepEqual([local(shift.start, zone).slice(11), local(shift.end, zone).slice(11)], ['09:00', '17:00'])
  }
})

test('W21 a shift over a clock change has no gap: its length is derived', () => {
  const zone = 'America/New_York'
  const night = policyOf({
    timezone: zone,
    layers: [{ id: 'n', rotation: 'daily', starts: '2026-03-01T20:00', members: ['p0', 'p1'], restrict: { from: '20:00', to: '08:00' } }],
  })
  const lengths = shiftsOf(night, '2026-03-07T14:00Z', '2026-03-09T20:00Z').map((shift) => shift.start.until(shift.end).total('hours'))
  assert.deepEqual(lengths, [11, 12])
  const round = policyOf({ timezone: zone, layers: [{ id: 'r', rotation: 'daily', starts: '2026-03-01T02:30', members: ['p0', 'p1'] }] })
  const shifts = shiftsOf(round, '2026-03-07T00:00Z', '2026-03-10T00:00Z')
  assert.equal(shifts[2]?.start.toString(), '2026-03-08T07:00:00Z', 'the skipped 02:30 is the first instant after the gap')
  for (const [index, shift] of shifts.slice(1).entries()) assert.equal(shift.start.toString(), shifts[index]?.end.toString())
})

test('W22 daily shifts in a zone far from UTC put one person on each day', () => {
  for (const zone of ['Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kolkata']) {
    const policy = policyOf({ timezone: zone, layers: [{ id: 'd', rotation: 'daily', starts: '2026-06-01T00:00', members: ['p0', 'p1'] }] })
    const days = shiftsOf(policy, '2026-06-02T12:00Z', '2026-06-12T12:00Z').slice(1, -1)
    assert.ok(
      days.every((shift) => local(shift.start, zone).endsWith('T00:00') && shift.members.length === 1),
      zone,
    )
    assert.ok(
      days.every((shift, index) => index === 0 || shift.members[0] !== days[index - 1]?.members[0]),
      zone,
    )
  }
})

test('W23 an hour that comes twice belongs to the shift its first run began', () => {
  const zone = 'Europe/Berlin'
  const policy = policyOf({ timezone: zone, layers: [{ id: 'd', rotation: 'daily', starts: '2026-10-01T02:30', members: ['p0', 'p1'] }] })
  const [, second] = shiftsOf(policy, '2026-10-24T12:00Z', '2026-10-26T00:00Z')
  assert.equal(second?.start.toString(), '2026-10-25T00:30:00Z')
  assert.deepEqual(at(policy, '2026-10-25T01:15:00Z'), second?.members, 'the second 02:15 is not yesterday again')
})

test('W24 with hours on working days everybody gets a turn, or the clock alone decides: selectable', () => {
  const layer = {
    id: 'd',
    rotation: 'daily',
    starts: '2026-06-01T09:00',
    members: PEOPLE.map((each) => each.id),
    restrict: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' },
  }
  const onDuty = (advance: string) =>
    new Set(
      shiftsOf(policyOf({ layers: [{ ...layer, advance }] }), '2026-06-01T00:00Z', '2026-09-01T00:00Z').flatMap((shift) => shift.members),
    )
  assert.equal(onDuty('served').size, 14)
  assert.equal(onDuty('elapsed').size, 10, 'fourteen days and a week of seven: four never serve')
  const served = policyOf({ layers: [layer] })
  assert.notDeepEqual(at(served, '2026-06-05T12:00Z'), at(served, '2026-06-08T12:00Z'), 'not Friday and Monday again')
})

test('W25 no rotation is skipped in ten years of any zone', () => {
  for (const zone of ['Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Africa/Casablanca', 'America/Havana']) {
    const policy = policyOf({
      timezone: zone,
      layers: [{ id: 'w', rotation: 'weekly', starts: '2015-01-04T00:00', members: ['p0', 'p1', 'p2'] }],
    })
    const shifts = shiftsOf(policy, '2016-01-01T00:00Z', '2026-01-01T00:00Z')
    const first = Number(shifts[0]?.members[0]?.slice(1))
    for (const [index, shift] of shifts.entries()) assert.deepEqual(shift.members, [`p${(first + index) % 3}`], `${zone} ${shift.start}`)
    assert.equal(shifts.length, 523)
  }
})

test('W26 hours are read in the zone of the schedule, whatever zone the organisation or the machine has', () => {
  const layers = [{ id: 'd', starts: '2026-06-01T00:00', members: 'p0', restrict: { from: '09:00', to: '10:00' } }]
  assert.equal(
    String(shiftsOf(policyOf({ timezone: 'Asia/Kathmandu', layers }), '2026-06-02T00:00Z', '2026-06-03T00:00Z')[0]?.start),
    '2026-06-02T03:15:00Z',
  )
  assert.equal(String(shiftsOf(policyOf({ layers }), '2026-06-02T00:00Z', '2026-06-03T00:00Z')[0]?.start), '2026-06-02T09:00:00Z')
})

test('W27 monthly turns on the 31st change on the last day of shorter months', () => {
  const zone = 'Europe/Berlin'
  const policy = policyOf({ timezone: zone, layers: [{ id: 'm', rotation: 'monthly', starts: '2026-01-31T09:00', members: ['p0', 'p1'] }] })
  const starts = shiftsOf(policy, '2026-01-31T09:00Z', '2026-07-01T00:00Z')
    .slice(1)
    .map((shift) => local(shift.start, zone))
  assert.deepEqual(starts, ['2026-02-28T09:00', '2026-03-31T09:00', '2026-04-30T09:00', '2026-05-31T09:00', '2026-06-30T09:00'])
})

test('W30 adding, removing or reordering members never moves whoever holds the turn', () => {
  const moment = '2026-11-21T00:00Z'
  const layer = { id: 'w', rotation: 'weekly', starts: '2026-01-04T00:00', turn: { at: '2026-11-15T00:00Z', member: 'p1' } }
  for (const members of [['p0', 'p1', 'p2'], ['p3', 'p0', 'p1', 'p2'], ['p1', 'p2'], ['p2', 'p1', 'p0'], ['p1']]) {
    const policy = policyOf({ layers: [{ ...layer, members }] })
    assert.deepEqual(at(policy, moment), ['p1'], members.join())
    assert.deepEqual(
      at(policy, '2026-11-22T00:00Z'),
      [members[(members.indexOf('p1') + 1) % members.length]],
      'and the next in the list follows',
    )
  }
})

test('an hourly rotation is a pattern of the wall clock: every 24 is not 24 elapsed hours', () => {
  const zone = 'America/New_York'
  const policy = policyOf({
    timezone: zone,
    layers: [{ id: 'h', rotation: 'hourly', every: 24, starts: '2026-03-01T09:00', members: ['p0', 'p1'] }],
  })
  const starts = shiftsOf(policy, '2026-03-06T14:00Z', '2026-03-11T00:00Z')
    .slice(1)
    .map((shift) => local(shift.start, zone).slice(11))
  assert.deepEqual(new Set(starts), new Set(['09:00']))
})
