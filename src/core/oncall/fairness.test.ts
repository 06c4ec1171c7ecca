import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createPolicy } from '../policy/policy.ts'
import type { BundleInput } from '../policy/schema/bundle.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { balanceOf, loadsOf } from './fairness.ts'
import { payReport } from './pay-report.ts'

const WEEKLY = { id: 'w', rotation: 'weekly', starts: '2026-01-05T00:00', members: ['ann', 'bob'] }
const RATES = { currency: 'EUR', hour: 2, night: 3, weekend: 4, holiday: 10, page: 25 }

function policyOf(schedules: object[], { users = {}, organization = {} }: { users?: Record<string, object>; organization?: object } = {}) {
  const people = ['ann', 'bob', 'carol'].map((id) => ({ id, ...users[id] }))
  return createPolicy(
    bundleSchema.parse({
      version: 1,
      organization: { name: 'X', timezone: 'UTC', ...organization },
      users: people,
      schedules,
    } as BundleInput),
    1,
  )
}
const instant = (text: string) => Temporal.Instant.from(text)
const span = (from: string, to: string) => ({ from: instant(from), to: instant(to) })
const WEEK = span('2026-01-05T00:00Z', '2026-01-12T00:00Z')

test("hours, nights and weekends of a week on call, on the person's own clock", () => {
  const [load] = loadsOf(policyOf([{ id: 's', layers: [WEEKLY] }]), { span: WEEK })
  // Seven nights of nine hours each, less what lies before Monday and after Sunday midnight: 7 × 9 h all the same.
  assert.deepEqual(load, {
    ...{ user: 'ann', minutes: 7 * 24 * 60, nightMinutes: 7 * 9 * 60, weekendMinutes: 2 * 24 * 60, holidayMinutes: 0 },
    ...{ nights: 8, weekends: 1, holidays: 0, shifts: 1, pages: 0, nightPages: 0 },
  })
  const tokyo = policyOf([{ id: 's', layers: [WEEKLY] }], { users: { ann: { timezone: 'Asia/Tokyo' } } })
  const [there] = loadsOf(tokyo, { span: span('2026-01-09T15:00Z', '2026-01-09T23:00Z') })
  assert.deepEqual([there?.nightMinutes, there?.weekendMinutes], [7 * 60, 8 * 60], 'it is Saturday there, and night until seven')
})

test('over a clock change an hour is counted as it passes', () => {
  const berlin = { organization: { timezone: 'Europe/Berlin' } }
  const layer = { ...WEEKLY, starts: '2026-03-23T00:00' }
  const [spring] = loadsOf(policyOf([{ id: 's', layers: [layer] }], berlin), { span: span('2026-03-28T21:00Z', '2026-03-29T05:00Z') })
  assert.deepEqual([spring?.minutes, spring?.nightMinutes], [8 * 60, 8 * 60], 'from ten to seven are eight hours in that night')
})

test("holidays are the organisation's days; being on two schedules at once counts once", () => {
  const organization = { business_hours: { holidays: ['2026-01-06'] }, night: { from: '23:00', to: '05:00' } }
  const policy = policyOf(
    [
      { id: 's', layers: [WEEKLY] },
      { id: 't', layers: [WEEKLY] },
    ],
    { organization },
  )
  const [load] = loadsOf(policy, { span: WEEK })
  assert.deepEqual(
    [load?.minutes, load?.holidayMinutes, load?.holidays, load?.nightMinutes, load?.shifts],
    [7 * 1_440, 1_440, 1, 7 * 6 * 60, 2],
  )
  assert.equal(loadsOf(policy, { span: WEEK, schedules: ['t'] })[0]?.shifts, 1)
})

test('pages count for whoever took them, at night apart', () => {
  const pages = [
    { user: 'ann', at: '2026-01-06T12:00:00.000Z' },
    { user: 'ann', at: '2026-01-06T23:30:00.000Z' },
    { user: 'carol', at: '2026-01-07T12:00:00.000Z' },
    { user: 'ann', at: '2026-02-06T12:00:00.000Z' },
  ]
  const loads = loadsOf(policyOf([{ id: 's', layers: [WEEKLY] }]), { span: WEEK, pages })
  assert.deepEqual(
    loads.map(({ user, pages: count, nightPages }) => [user, count, nightPages]),
    [
      ['ann', 2, 1],
      ['carol', 1, 0],
    ],
  )
})

test('W39 the balance says who carries how much of the average', () => {
  const uneven = policyOf([{ id: 's', layers: [{ ...WEEKLY, members: ['ann', 'ann', 'bob'] }] }])
  const loads = loadsOf(uneven, { span: span('2026-01-05T00:00Z', '2026-01-26T00:00Z') })
  const [minutes, , weekends] = balanceOf(loads)
  assert.deepEqual([minutes?.measure, minutes?.worst?.user, minutes?.mean], ['minutes', 'ann', (3 * 7 * 1_440) / 2])
  assert.ok(Math.abs((minutes?.worst?.share ?? 0) - 4 / 3) < 1e-9)
  assert.deepEqual(
    weekends?.shares.map((each) => [each.user, Math.round(each.share * 100)]),
    [
      ['ann', 133],
      ['bob', 67],
    ],
  )
  assert.equal(balanceOf(loads, ['carol'])[0]?.shares.find((each) => each.user === 'carol')?.share, 0)
  assert.deepEqual(
    balanceOf([]).map((each) => [each.mean, each.worst]),
    Array(5).fill([0, null]),
  )
})

test('each minute is paid once, by the best rate that applies to it', () => {
  const organization = { pay: RATES, business_hours: { holidays: ['2026-01-06'] } }
  const [line] = payReport(policyOf([{ id: 's', layers: [WEEKLY] }], { organization }), { span: WEEK })
  // Mon, Wed to Fri: 9 h night and 15 h day each; Tuesday is a holiday; Saturday and Sunday a weekend.
  assert.deepEqual(line, {
    ...{ schedule: 's', user: 'ann', currency: 'EUR', pages: 0 },
    minutes: { hour: 4 * 15 * 60, night: 4 * 9 * 60, weekend: 2 * 1_440, holiday: 1_440 },
    amount: 4 * 15 * 2 + 4 * 9 * 3 + 48 * 4 + 24 * 10,
  })
})

test('pay is to the minute, rounded once', () => {
  const pay = { currency: 'EUR', hour: 2.5 }
  const [line] = payReport(policyOf([{ id: 's', layers: [WEEKLY], pay }]), { span: span('2026-01-05T09:00Z', '2026-01-05T09:07Z') })
  assert.deepEqual([line?.minutes.hour, line?.amount], [7, 0.29])
})

test('a schedule may be paid otherwise or not at all, an unpaid organisation has no lines', () => {
  const schedules = [
    { id: 's', layers: [WEEKLY] },
    { id: 't', layers: [WEEKLY], pay: false },
    { id: 'u', layers: [WEEKLY], pay: { currency: 'USD', hour: 1 } },
  ]
  const paid = payReport(policyOf(schedules, { organization: { pay: RATES } }), { span: WEEK })
  assert.deepEqual(
    paid.map(({ schedule, currency }) => [schedule, currency]),
    [
      ['s', 'EUR'],
      ['u', 'USD'],
    ],
  )
  assert.deepEqual(payReport(policyOf([schedules[0] as object]), { span: WEEK }), [])
})

test('a page is paid once, on the schedule that led to it, and only while on duty', () => {
  const policy = policyOf(
    [
      { id: 's', layers: [WEEKLY] },
      { id: 't', layers: [WEEKLY] },
    ],
    { organization: { pay: RATES } },
  )
  const pages = [
    { user: 'ann', at: '2026-01-06T12:00:00.000Z' },
    { user: 'ann', at: '2026-01-06T13:00:00.000Z', schedule: 't' },
    { user: 'bob', at: '2026-01-06T13:00:00.000Z' },
  ]
  assert.deepEqual(
    payReport(policy, { span: WEEK, pages }).map((line) => [line.schedule, line.user, line.pages]),
    [
      ['s', 'ann', 1],
      ['t', 'ann', 1],
    ],
  )
})

test('no minute of duty is lost or doubled: brute force by the minute over random weeks', () => {
  const organization = { pay: RATES, timezone: 'America/New_York', business_hours: { holidays: ['2026-03-09'] } }
  const users = { ann: { timezone: 'Europe/Berlin' }, bob: { timezone: 'Australia/Lord_Howe' } }
  const policy = policyOf([{ id: 's', layers: [{ ...WEEKLY, rotation: '7h' }] }], { organization, users })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 * 24 * 40 }), fc.integer({ min: 1, max: 2_000 }), (start, length) => {
      const from = instant('2026-03-01T00:00Z').add({ minutes: start })
      const to = from.add({ minutes: length })
      const lines = payReport(policy, { span: { from, to } })
      const minutes = lines.flatMap((line) => Object.values(line.minutes)).reduce((sum, each) => sum + each, 0)
      assert.equal(minutes, length)
      const loads = loadsOf(policy, { span: { from, to } })
      assert.equal(
        loads.reduce((sum, load) => sum + load.minutes, 0),
        length,
      )
      for (const load of loads) {
        const line = lines.find((each) => each.user === load.user)
        assert.ok((line?.minutes.night ?? 0) <= load.nightMinutes && (line?.minutes.weekend ?? 0) <= load.weekendMinutes)
      }
    }),
    { numRuns: 200, seed: 50 },
  )
})
