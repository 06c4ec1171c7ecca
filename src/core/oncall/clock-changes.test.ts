import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { z } from 'zod'
import { createPolicy } from '../policy/policy.ts'
import type { BundleInput } from '../policy/schema/bundle.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import type { layerSchema } from '../policy/schema/schedule.ts'
import { instantAt } from '../time/wall-clock.ts'
import { zoneClock } from '../time/zone-clock.ts'
import { shiftsBetween, whoAt } from './shifts-between.ts'

// Zones with every kind of change: none, one hour, half an hour, at midnight, a day skipped, many changes, far east.
const ZONES = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Africa/Cairo', 'Africa/Casablanca'],
  ...['Pacific/Apia', 'Asia/Kathmandu', 'America/Havana', 'Pacific/Kiritimati', 'America/Nuuk'],
]
const DAY = 86_400_000
const YEAR_2010 = Date.UTC(2010, 0, 1)
const YEAR_2034 = Date.UTC(2034, 0, 1)
const MEMBERS = ['ann', 'bob', 'carol', 'dan']

type ScheduleInput = NonNullable<BundleInput['schedules']>[number]
type LayerInput = z.input<typeof layerSchema>

const zone = fc.constantFrom(...ZONES)
const epoch = fc.integer({ min: YEAR_2010 / 60_000, max: YEAR_2034 / 60_000 }).map((minutes) => minutes * 60_000)
const localText = fc
  .integer({ min: Date.UTC(2009, 6, 1) / 60_000, max: Date.UTC(2033, 0, 1) / 60_000 })
  .map((minutes) => new Date(minutes * 60_000).toISOString().slice(0, 16))
const time = fc.integer({ min: 0, max: 24 * 12 - 1 }).map((step) => {
  const [hour, minute] = [Math.floor(step / 12), (step % 12) * 5]
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
})
const weekday = fc.constantFrom('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
const restriction = fc.record({ days: fc.uniqueArray(weekday, { maxLength: 4 }), from: time, to: time })

const layer: fc.Arbitrary<LayerInput> = fc
  .record({
    rotation: fc.constantFrom('hourly', 'daily', 'weekly', 'monthly', '36h', '10d', '90m', '2mo'),
    every: fc.integer({ min: 1, max: 3 }),
    starts: localText,
    at: fc.option(time, { nil: undefined }),
    size: fc.integer({ min: 1, max: 4 }),
    restrict: fc.array(restriction, { maxLength: 2 }),
    advance: fc.constantFrom('served' as const, 'elapsed' as const),
  })
  .map(({ at, size, rotation, ...rest }) => ({
    ...{ id: 'main', ...rest, rotation: rotation as 'daily', members: MEMBERS.slice(0, size) },
    ...(at !== undefined && rotation !== 'hourly' ? { handoff: { at } } : {}),
  }))

function policyOf(...schedules: ScheduleInput[]) {
  const users = MEMBERS.map((id) => ({ id }))
  return createPolicy(bundleSchema.parse({ version: 1, organization: { name: 'X' }, users, schedules } as BundleInput), 1)
}
const instant = (at: number) => Temporal.Instant.fromEpochMilliseconds(at)

test('the fast clock agrees with the exact rules at every minute near a change', () => {
  fc.assert(
    fc.property(zone, epoch, fc.integer({ min: -180, max: 180 }), (timezone, at, minutes) => {
      const change = instant(at).toZonedDateTimeISO(timezone).getTimeZoneTransition('next')
      const near = (change?.epochMilliseconds ?? at) + minutes * 60_000
      const clock = zoneClock(timezone)
      const local = clock.localAt(near)
      const plain = instant(near).toZonedDateTimeISO(timezone).toPlainDateTime()
      assert.equal(local, plain.toZonedDateTime('UTC').epochMilliseconds)
      const skippedOrDoubled = instant(near + minutes * 60_000)
        .toZonedDateTimeISO('UTC')
        .toPlainDateTime()
      const asLocal = skippedOrDoubled.toZonedDateTime('UTC').epochMilliseconds
      assert.equal(clock.epochAt(asLocal), instantAt(skippedOrDoubled, timezone).epochMilliseconds)
    }),
    { numRuns: 3_000, seed: 20 },
  )
})

test('a rotation that is never restricted covers every moment once: no gap, no overlap', () => {
  fc.assert(
    fc.property(zone, layer, epoch, (timezone, shape, at) => {
      const policy = policyOf({ id: 's', timezone, layers: [{ ...shape, restrict: [], starts: '2009-01-01T00:00' }] })
      const shifts = shiftsBetween(policy, 's', { from: instant(at), to: instant(at + 60 * DAY) })
      assert.equal(shifts[0]?.start.epochMilliseconds, at)
      assert.equal(shifts.at(-1)?.end.epochMilliseconds, at + 60 * DAY)
      for (const [index, shift] of shifts.entries()) {
        assert.ok(shift.end.epochMilliseconds > shift.start.epochMilliseconds)
        if (index > 0) assert.equal(shift.start.epochMilliseconds, shifts[index - 1]?.end.epochMilliseconds)
      }
    }),
    { numRuns: 300, seed: 21 },
  )
})

test('who is on call at any moment is who the shifts say, also with restrictions, and until the shift ends', () => {
  fc.assert(
    fc.property(
      fc.tuple(zone, layer, epoch, fc.array(fc.nat({ max: 20 * DAY - 1 }), { minLength: 5, maxLength: 5 })),
      ([timezone, shape, at, offsets]) => {
        const policy = policyOf({ id: 's', timezone, layers: [shape] })
        const shifts = shiftsBetween(policy, 's', { from: instant(at), to: instant(at + 20 * DAY) })
        for (const offset of offsets) {
          const moment = at + offset
          const shift = shifts.find((each) => each.start.epochMilliseconds <= moment && moment < each.end.epochMilliseconds)
          const found = whoAt(policy, 's', instant(moment))
          assert.deepEqual(found.members, shift?.members ?? [])
          const isCut = shift === undefined || shift.end.epochMilliseconds === at + 20 * DAY
          if (!isCut) assert.equal(found.until?.epochMilliseconds, shift.end.epochMilliseconds)
        }
      },
    ),
    { numRuns: 400, seed: 22 },
  )
})

test('asking for a long span is asking for its parts', () => {
  fc.assert(
    fc.property(fc.tuple(zone, layer, epoch, fc.integer({ min: 1, max: 29 })), ([timezone, shape, at, days]) => {
      const policy = policyOf({ id: 's', timezone, layers: [shape] })
      const part = (from: number, to: number) => shiftsBetween(policy, 's', { from: instant(from), to: instant(to) })
      const duty = (shifts: ReturnType<typeof part>) =>
        MEMBERS.map((member) =>
          shifts
            .filter((each) => each.members.includes(member))
            .reduce((sum, each) => sum + each.end.epochMilliseconds - each.start.epochMilliseconds, 0),
        )
      const cut = at + days * DAY
      const [whole, first, second] = [duty(part(at, at + 30 * DAY)), duty(part(at, cut)), duty(part(cut, at + 30 * DAY))]
      assert.deepEqual(
        first.map((each, index) => each + (second[index] ?? 0)),
        whole,
      )
    }),
    { numRuns: 200, seed: 23 },
  )
})

test('a recorded turn keeps its holder whatever happens to the member list', () => {
  fc.assert(
    fc.property(fc.tuple(zone, layer, epoch, fc.shuffledSubarray(MEMBERS, { minLength: 1 })), ([timezone, shape, at, edited]) => {
      const before = policyOf({ id: 's', timezone, layers: [{ ...shape, restrict: [], starts: '2009-01-01T00:00' }] })
      const holder = whoAt(before, 's', instant(at)).members[0] as string
      const members = edited.includes(holder) ? edited : [holder, ...edited]
      const turn = { at: instant(at).toString(), member: holder }
      const after = policyOf({ id: 's', timezone, layers: [{ ...shape, restrict: [], starts: '2009-01-01T00:00', members, turn }] })
      assert.deepEqual(whoAt(after, 's', instant(at)).members, [holder])
    }),
    { numRuns: 300, seed: 24 },
  )
})
