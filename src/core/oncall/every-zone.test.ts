import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../policy/policy.ts'
import type { BundleInput } from '../policy/schema/bundle.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { instantAt } from '../time/wall-clock.ts'
import type { Shift } from './shifts-between.ts'
import { shiftsBetween, whoAt } from './shifts-between.ts'

// Every zone that the machine knows, ten years long: the weeks are all walked; days and hours are walked where the clock changes.
const ZONES = Intl.supportedValuesOf('timeZone')
const FIRST = Temporal.Instant.from('2021-01-01T00:00Z')
const LAST = Temporal.Instant.from('2031-01-01T00:00Z')
const MEMBERS = ['ann', 'bob', 'carol']
const DAY_HOURS = 24
/** Around a change: far enough that every kind of hand-off happens before and after it. */
const AROUND = { hours: 4 * DAY_HOURS }
const INSTANTS = 10_000

function policyOf(timezone: string, layers: object[]) {
  const users = MEMBERS.map((id) => ({ id }))
  const bundle = { version: 1, organization: { name: 'X' }, users, schedules: [{ id: 's', timezone, layers }] }
  return createPolicy(bundleSchema.parse(bundle as BundleInput), 1)
}

/** Every change of the zone's clock in the ten years. */
function changesOf(timezone: string): Temporal.Instant[] {
  const changes: Temporal.Instant[] = []
  let next = FIRST.toZonedDateTimeISO(timezone).getTimeZoneTransition('next')
  while (next && Temporal.Instant.compare(next.toInstant(), LAST) < 0) {
    changes.push(next.toInstant())
    next = next.getTimeZoneTransition('next')
  }
  return changes
}
const CHANGES = new Map(ZONES.map((zone) => [zone, changesOf(zone)]))

/** Every hand-off in a time that is skipped or comes twice is somewhere among these. */
const TIMES = ['00:00', '00:30', '01:30', '02:00', '02:15', '02:30', '03:00', '09:00']

function assertWhole(shifts: readonly Shift[], [from, to]: readonly [Temporal.Instant, Temporal.Instant], told: string): void {
  assert.equal(String(shifts[0]?.start), String(from), `${told}: a gap at the beginning`)
  assert.equal(String(shifts.at(-1)?.end), String(to), `${told}: a gap at the end`)
  for (const [index, shift] of shifts.entries()) {
    assert.ok(Temporal.Instant.compare(shift.start, shift.end) < 0, `${told}: an empty shift at ${shift.start}`)
    assert.equal(shift.members.length, 1, `${told}: ${shift.members} at ${shift.start}`)
    const before = shifts[index - 1]
    if (before) assert.equal(String(shift.start), String(before.end), `${told}: gap or overlap at ${shift.start}`)
  }
}

test('I-14 W25 every zone × 10 years, weekly: no gap, no overlap, none skipped, hand-off at the local time', () => {
  for (const [index, zone] of ZONES.entries()) {
    const at = TIMES[index % TIMES.length] as string
    const policy = policyOf(zone, [
      { id: 'w', rotation: 'weekly', starts: '2020-01-01T00:00', handoff: { day: 'sun', at }, members: MEMBERS },
    ])
    const shifts = shiftsBetween(policy, 's', { from: FIRST, to: LAST })
    assertWhole(shifts, [FIRST, LAST], zone)
    const first = MEMBERS.indexOf(shifts[0]?.members[0] as string)
    for (const [count, shift] of shifts.entries()) {
      assert.equal(shift.members[0], MEMBERS[(first + count) % MEMBERS.length], `${zone}: not in turn at ${shift.start}`)
      if (count === 0) continue
      const sunday = shift.start.toZonedDateTimeISO(zone).toPlainDate()
      // Where the whole time is skipped the hand-off is the first instant after it.
      assert.equal(String(shift.start), String(instantAt(sunday.toPlainDateTime(at), zone)), `${zone} ${shift.start}`)
      assert.equal(sunday.dayOfWeek, 7, `${zone} ${shift.start}`)
    }
    assert.equal(shifts.length, 523)
  }
})

/** Each change of each zone with a time of the day, so that every time meets changes of every kind. */
const EVERY_CHANGE = ZONES.flatMap((zone) => (CHANGES.get(zone) ?? []).map((change) => ({ zone, change }))).map((each, index) => ({
  ...each,
  at: TIMES[index % TIMES.length] as string,
}))

test('I-14 W21 every clock change of every zone in 10 years, daily: one hand-off a day, at the local time, never two', () => {
  assert.ok(EVERY_CHANGE.length > 1_000, `only ${EVERY_CHANGE.length} changes seen`)
  for (const { zone, change, at } of EVERY_CHANGE) {
    const policy = policyOf(zone, [{ id: 'd', rotation: 'daily', starts: `2020-01-01T${at}`, members: MEMBERS }])
    const span = [change.subtract(AROUND), change.add(AROUND)] as const
    const shifts = shiftsBetween(policy, 's', { from: span[0], to: span[1] })
    assertWhole(shifts, span, `${zone} ${change}`)
    const days = shifts.slice(1).map((shift) => shift.start.toZonedDateTimeISO(zone).toPlainDate())
    for (const [index, day] of days.entries()) {
      const begin = String(shifts[index + 1]?.start)
      assert.equal(begin, String(instantAt(day.toPlainDateTime(at), zone)), `${zone} ${at} on ${day}`)
      if (index > 0) assert.equal(String(day), String(days[index - 1]?.add({ days: 1 })), `${zone}: two hand-offs or none before ${day}`)
    }
  }
})

test('I-14 W20 windows and nights keep their local hours over every clock change, hours that come twice included', () => {
  const daily = (from: string) => ({ rotation: 'daily', starts: `2020-01-01T${from}` })
  const layers = [
    { ...daily('08:00'), id: 'day', members: ['ann'], restrict: { from: '08:00', to: '20:00' } },
    { ...daily('20:00'), id: 'night', members: ['bob'], restrict: { from: '20:00', to: '08:00' } },
  ]
  for (const { zone, change } of EVERY_CHANGE.filter((_, index) => index % 3 === 0)) {
    const span = [change.subtract(AROUND), change.add(AROUND)] as const
    const shifts = shiftsBetween(policyOf(zone, layers), 's', { from: span[0], to: span[1] })
    assertWhole(shifts, span, `${zone} ${change}`)
    for (const shift of shifts.slice(1)) {
      const local = shift.start.toZonedDateTimeISO(zone)
      const time = shift.layer === 'day' ? '08:00' : '20:00'
      assert.equal(String(shift.start), String(instantAt(local.toPlainDate().toPlainDateTime(time), zone)), `${zone} ${shift.start}`)
    }
  }
})

test('W20 a zone that changes by 30 minutes: no half hour is lost, none is served twice', () => {
  const zone = 'Australia/Lord_Howe'
  const changes = CHANGES.get(zone) ?? []
  assert.equal(changes.length, 20)
  for (const change of changes) {
    const policy = policyOf(zone, [{ id: 'd', rotation: 'hourly', starts: '2020-01-01T00:00', members: MEMBERS }])
    const span = [change.subtract({ hours: 6 }), change.add({ hours: 6 })] as const
    const shifts = shiftsBetween(policy, 's', { from: span[0], to: span[1] })
    assertWhole(shifts, span, `${zone} ${change}`)
    const lengths = shifts.slice(1, -1).map((shift) => shift.start.until(shift.end).total('minutes'))
    assert.ok(
      lengths.every((length) => [30, 60, 90].includes(length)),
      `${change}: ${lengths}`,
    )
    assert.equal(lengths.filter((length) => length !== 60).length, 1, `${change}: ${lengths}`)
    for (const shift of shifts.slice(1)) assert.equal(shift.start.toZonedDateTimeISO(zone).minute % 30, 0)
  }
})

/** Numbers in [0, 1) that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

test('I-13 who is on call at 10,000 random instants is who the shifts of that year say, in zones drawn from all', () => {
  const random = seeded(2026)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const perZone = 100
  let asked = 0
  while (asked < INSTANTS) {
    const zone = pick(ZONES)
    const policy = policyOf(zone, [
      {
        id: 'base',
        rotation: pick(['daily', 'weekly', 'monthly', '36h']),
        every: 1 + Math.floor(random() * 3),
        starts: '2019-05-01T09:00',
        members: MEMBERS,
      },
      {
        ...{ id: 'night', rotation: 'daily', starts: '2019-05-01T00:00', members: ['carol', 'ann'], advance: pick(['served', 'elapsed']) },
        restrict: { days: ['fri', 'sat'], from: '22:30', to: '06:00' },
      },
    ])
    const from = FIRST.add({ hours: Math.floor(random() * 9 * 365 * DAY_HOURS) })
    const to = from.add({ hours: 365 * DAY_HOURS })
    const shifts = shiftsBetween(policy, 's', { from, to })
    for (let count = 0; count < perZone; count++, asked++) {
      const at = from.add({ milliseconds: Math.floor(random() * (to.epochMilliseconds - from.epochMilliseconds)) })
      const shift = shifts.find(
        (each) => each.start.epochMilliseconds <= at.epochMilliseconds && at.epochMilliseconds < each.end.epochMilliseconds,
      )
      const now = whoAt(policy, 's', at)
      assert.deepEqual([now.members, now.layer], [shift?.members, shift?.layer], `${zone} ${at}`)
      const isCut = now.until === null || Temporal.Instant.compare(now.until, to) >= 0
      if (!isCut) assert.equal(String(now.until), String(shift?.end), `${zone} ${at}`)
    }
  }
  assert.equal(asked, INSTANTS)
})
