import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createPolicy } from '../policy/policy.ts'
import type { BundleInput } from '../policy/schema/bundle.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { instantAt } from '../time/wall-clock.ts'
import { whoAt } from './shifts-between.ts'

// The same question answered the slow way: every hand-off from the start, one after the other, with nothing but Temporal.
const STEP = { hourly: { hours: 1 }, daily: { days: 1 }, weekly: { weeks: 1 }, monthly: { months: 1 } } as const
const MEMBERS = ['ann', 'bob', 'carol', 'dan', 'eve']
const ZONES = ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Africa/Casablanca', 'Pacific/Apia', 'America/Havana']

type Rotation = { pace: keyof typeof STEP; every: number; size: number; starts: string; timezone: string }

function slowly({ pace, every, size, starts, timezone }: Rotation, at: Temporal.Instant): string | undefined {
  const begin = Temporal.PlainDateTime.from(starts)
  const handoff = (count: number) => {
    const [[unit, length]] = Object.entries(STEP[pace]) as [[string, number]]
    return instantAt(begin.add({ [unit]: length * every * count }), timezone)
  }
  let turn = -1
  while (Temporal.Instant.compare(handoff(turn + 1), at) <= 0) turn++
  return turn < 0 ? undefined : MEMBERS[turn % size]
}

function policyOf({ pace, every, size, starts, timezone }: Rotation, rest: object = {}) {
  const layer = { id: 'l', rotation: pace, every, starts, members: MEMBERS.slice(0, size), ...rest }
  const bundle = {
    version: 1,
    organization: { name: 'X' },
    users: MEMBERS.map((id) => ({ id })),
    schedules: [{ id: 's', timezone, layers: [layer] }],
  }
  return createPolicy(bundleSchema.parse(bundle as BundleInput), 1)
}

const HORIZON: Record<keyof typeof STEP, number> = { hourly: 20, daily: 400, weekly: 2_000, monthly: 3_000 }
const rotation: fc.Arbitrary<Rotation> = fc.record({
  pace: fc.constantFrom('hourly' as const, 'daily' as const, 'weekly' as const, 'monthly' as const),
  every: fc.integer({ min: 1, max: 3 }),
  size: fc.integer({ min: 2, max: 5 }),
  // Starts near the changes of spring and autumn, minutes included, so that hand-offs fall into gaps and doubled hours.
  starts: fc
    .tuple(fc.constantFrom('2023-03-20', '2023-10-20', '2011-12-20', '2023-01-31'), fc.nat({ max: 20 }), fc.nat({ max: 95 }))
    .map(([date, days, quarter]) => String(Temporal.PlainDateTime.from(date).add({ days, minutes: quarter * 15 })).slice(0, 16)),
  timezone: fc.constantFrom(...ZONES),
})

test('the turn is the one that counting every hand-off from the start gives', () => {
  fc.assert(
    fc.property(rotation, fc.nat({ max: 1_000_000 }), (shape, part) => {
      const from = instantAt(Temporal.PlainDateTime.from(shape.starts), shape.timezone)
      const at = from.add({ minutes: Math.floor((part / 1_000_000) * HORIZON[shape.pace] * 1_440) })
      const expected = slowly(shape, at)
      assert.deepEqual(whoAt(policyOf(shape), 's', at).members, expected === undefined ? [] : [expected])
    }),
    { numRuns: 2_000, seed: 30 },
  )
})

test('a recorded turn moves the names and never the hand-offs', () => {
  fc.assert(
    fc.property(fc.tuple(rotation, fc.nat({ max: 30 }), fc.nat({ max: 30 })), ([shape, anchorDay, day]) => {
      const from = instantAt(Temporal.PlainDateTime.from(shape.starts), shape.timezone)
      const anchor = from.add({ hours: anchorDay * 24 })
      const at = from.add({ hours: day * 24 })
      const plain = policyOf(shape)
      const turned = policyOf(shape, { turn: { at: String(anchor), member: MEMBERS[0] } })
      const place = (moment: Temporal.Instant) => MEMBERS.indexOf(String(whoAt(plain, 's', moment).members[0]))
      const moved = (place(at) - place(anchor) + shape.size) % shape.size
      assert.deepEqual(whoAt(turned, 's', at).members, [MEMBERS[moved]])
      assert.equal(String(whoAt(turned, 's', at).until), String(whoAt(plain, 's', at).until))
    }),
    { numRuns: 500, seed: 31 },
  )
})
