import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { whoAt } from '../oncall/shifts-between.ts'
import { createPolicy } from '../policy/policy.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { momentOf } from '../time/moment.ts'
import { obstacleTo, withCover } from './trial.ts'

const people = ['ann', 'bo', 'cy', 'di']
const now = Temporal.Instant.from('2026-11-01T00:00Z')
const hoursLater = (hours: number) => now.add({ hours })
const users = people.map((id) => ({ id, contacts: { phone: '+491511234567' } }))

/** Rotations of one or two at a time, with overrides that take somebody's or everybody's place. */
const bundles = fc
  .record({
    groups: fc.shuffledSubarray([['ann'], ['bo'], ['cy', 'di'], ['ann', 'bo']], { minLength: 1 }),
    rotation: fc.constantFrom('daily', 'weekly', '36h'),
    overrides: fc.array(
      fc.record({
        user: fc.constantFrom(...people),
        replaces: fc.constantFrom('everyone', ...people, undefined),
        at: fc.integer({ min: 0, max: 300 }),
        hours: fc.integer({ min: 1, max: 90 }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ groups, rotation, overrides }) =>
    bundleSchema.parse({
      version: 1,
      organization: { name: 'x' },
      users,
      schedules: [
        {
          id: 'primary',
          layers: [{ id: 'all', rotation, starts: '2026-01-05T00:00', members: groups }],
          overrides: overrides.map(({ user, replaces, at, hours }) => ({
            user,
            ...(replaces ? { replaces } : {}),
            from: hoursLater(at).toString(),
            to: hoursLater(at + hours).toString(),
          })),
        },
      ],
    }),
  )

const requests = fc.record({
  asker: fc.constantFrom(...people),
  by: fc.constantFrom(...people),
  at: fc.integer({ min: -20, max: 300 }),
  hours: fc.integer({ min: 1, max: 120 }),
})

test('taking over never leaves a minute with fewer people than before, nor the asker with duty', () => {
  let carried = 0
  const check = fc.property(bundles, requests, (bundle, { asker, by, at, hours }) => {
    const policy = createPolicy(bundle, 1)
    const accepted = {
      id: 'x',
      schedule: 'primary',
      asker,
      by,
      from: momentOf(hoursLater(at)),
      to: momentOf(hoursLater(at + hours)),
      swap: null,
      reason: null,
    }
    if (asker === by || obstacleTo(policy, accepted, now) !== null) return
    carried += 1
    const after = createPolicy(withCover(policy, accepted, now), 2)
    for (let minutes = -60; minutes < 430 * 60; minutes += 60) {
      const moment = now.add({ minutes })
      const [was, is] = [policy, after].map((each) => whoAt(each, 'primary', moment).members.toSorted())
      const isInside = momentOf(moment) >= accepted.from && momentOf(moment) < accepted.to && minutes >= 0
      const expected = isInside ? was?.map((user) => (user === asker ? by : user)).toSorted() : was
      assert.deepEqual(is, expected, `${asker} → ${by} at ${moment}`)
    }
  })
  fc.assert(check, { numRuns: 200, seed: 4 })
  assert.ok(carried > 40, `only ${carried} could be carried out`)
})
