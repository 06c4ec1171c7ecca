import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../policy/policy.ts'
import type { BundleInput } from '../policy/schema/bundle.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { nextWeekly } from './next-weekly.ts'
import { changeNotices, noticesDue, shiftsAhead } from './notices.ts'

const WEEKLY = { id: 'w', rotation: 'weekly', starts: '2026-01-05T09:00', members: ['ann', 'bob'] }

function policyOf(schedules: object[], users: Record<string, object> = {}) {
  const people = ['ann', 'bob', 'carol'].map((id) => ({ id, ...users[id] }))
  return createPolicy(bundleSchema.parse({ version: 1, organization: { name: 'X' }, users: people, schedules } as BundleInput), 1)
}
const instant = (text: string) => Temporal.Instant.from(text)
const span = (from: string, to: string) => ({ from: instant(from), to: instant(to) })
const policy = policyOf([{ id: 's', name: 'Payments', layers: [WEEKLY] }])
const NO_DIGEST = { digest: null, soonMs: 24 * 3_600_000 }
const kinds = (from: string, to: string, times = NO_DIGEST) =>
  noticesDue(policy, span(from, to), times).map((each) => `${each.kind} ${each.user} ${each.at.slice(5, 16)}`)

test('S3.3 notice before a hand-off and at it: who begins, who ends', () => {
  assert.deepEqual(kinds('2026-01-10T00:00Z', '2026-01-13T00:00Z'), [
    'soon bob 01-11T09:00',
    'end ann 01-12T09:00',
    'start bob 01-12T09:00',
  ])
  const [, , start] = noticesDue(policy, span('2026-01-10T00:00Z', '2026-01-13T00:00Z'), NO_DIGEST)
  assert.equal(start?.words, 'You are on call for Payments: Monday 12 Jan 09:00 to Monday 19 Jan 09:00 (UTC)')
  assert.equal(start?.key, 'start:s:bob:2026-01-12T09:00:00.000Z')
  assert.deepEqual(start?.kind === 'start' && start.shift, {
    schedule: 's',
    start: '2026-01-12T09:00:00.000Z',
    end: '2026-01-19T09:00:00.000Z',
  })
})

test('each notice falls due in exactly one of adjoining spans, however they are cut', () => {
  const whole = noticesDue(policy, span('2026-01-05T00:00Z', '2026-02-16T00:00Z')).map((each) => each.key)
  assert.equal(new Set(whole).size, whole.length)
  for (const minutes of [7 * 60 + 13, 24 * 60, 9 * 60]) {
    const parts: string[] = []
    const [end, step] = [instant('2026-02-16T00:00Z'), { minutes }]
    for (let from = instant('2026-01-05T00:00Z'); Temporal.Instant.compare(from, end) < 0; from = from.add(step)) {
      const next = from.add(step)
      const to = Temporal.Instant.compare(next, end) > 0 ? end : next
      parts.push(...noticesDue(policy, { from, to }).map((each) => each.key))
    }
    assert.deepEqual(parts.toSorted(), whole.toSorted(), `cut every ${minutes} min`)
  }
})

test('a shift that goes on in another layer neither ends nor begins', () => {
  const layers = [
    WEEKLY,
    { id: 'day', rotation: 'daily', starts: '2026-01-05T09:00', members: ['ann'], restrict: { days: ['tue'], from: '09:00', to: '17:00' } },
  ]
  const found = noticesDue(policyOf([{ id: 's', layers }]), span('2026-01-05T12:00Z', '2026-01-08T00:00Z'), NO_DIGEST)
  assert.deepEqual(found, [])
})

test('whoever never hands off is told no end', () => {
  const alone = policyOf([{ id: 's', layers: [{ ...WEEKLY, members: ['ann'] }] }])
  const [start] = noticesDue(alone, span('2026-01-05T08:00Z', '2026-01-05T10:00Z'), NO_DIGEST)
  assert.equal(start?.words, 'You are on call for s')
  assert.equal(start?.kind === 'start' && start.shift.end, null)
})

test('the digest comes weekly, at that hour where the person is, with what is ahead; to nobody without shifts', () => {
  const away = policyOf([{ id: 's', name: 'Payments', layers: [WEEKLY] }], { ann: { timezone: 'America/New_York' } })
  const found = noticesDue(away, span('2026-01-09T00:00Z', '2026-01-10T00:00Z')).filter((each) => each.kind === 'digest')
  assert.deepEqual(
    found.map((each) => `${each.user} ${each.at.slice(0, 16)}`),
    ['bob 2026-01-09T10:00', 'ann 2026-01-09T15:00'],
  )
  assert.deepEqual(found[1]?.kind === 'digest' && found[1].shifts.map((each) => each.start.slice(0, 10)), ['2026-01-05', '2026-01-19'])
  assert.match(found[1]?.words ?? '', /^Your next shifts: Payments Monday 5 Jan 04:00 to Monday 12 Jan 04:00 \(America\/New_York\); /)
})

test('the weekly moment keeps its local hour and is never the moment itself', () => {
  const friday = { timezone: 'Europe/Berlin', day: 5, at: '10:00' }
  assert.equal(String(nextWeekly(instant('2026-03-27T09:00Z'), friday)), '2026-04-03T08:00:00Z', 'summer time began in between')
  assert.equal(String(nextWeekly(instant('2026-03-27T08:59:59Z'), friday)), '2026-03-27T09:00:00Z')
})

test('"your future shift changed" reaches who loses one and who gains one, and nobody else', () => {
  const overrides = [{ user: 'carol', replaces: 'bob', from: '2026-01-12T09:00Z', to: '2026-01-19T09:00Z' }]
  const after = policyOf([{ id: 's', name: 'Payments', layers: [WEEKLY], overrides }])
  const found = changeNotices(policy, after, span('2026-01-06T00:00Z', '2026-02-06T00:00Z'))
  assert.deepEqual(
    found.map((each) => [each.user, each.words]),
    [
      ['bob', 'Your future shifts changed. no longer: Payments Monday 12 Jan 09:00 to Monday 19 Jan 09:00 (UTC)'],
      ['carol', 'Your future shifts changed. now: Payments Monday 12 Jan 09:00 to Monday 19 Jan 09:00 (UTC)'],
    ],
  )
  assert.deepEqual(changeNotices(policy, policy, span('2026-01-06T00:00Z', '2026-02-06T00:00Z')), [])
  assert.equal(changeNotices(after, policy, span('2026-01-06T00:00Z', '2026-02-06T00:00Z'))[0]?.key.startsWith('changed:bob:+'), true)
})

test('what is over or far away changes nothing for anybody', () => {
  const overrides = [{ user: 'carol', replaces: 'bob', from: '2026-01-12T09:00Z', to: '2026-01-19T09:00Z' }]
  const after = policyOf([{ id: 's', layers: [WEEKLY], overrides }])
  assert.deepEqual(changeNotices(policy, after, span('2026-01-20T00:00Z', '2026-02-20T00:00Z')), [])
  assert.deepEqual(changeNotices(policy, after, span('2026-01-01T00:00Z', '2026-01-10T00:00Z')), [])
})

test('shifts ahead are whole, also the one that runs', () => {
  assert.deepEqual(
    shiftsAhead(policy, 'ann', span('2026-01-08T00:00Z', '2026-01-20T00:00Z')).map(({ start, end }) => [
      start.slice(0, 13),
      end?.slice(0, 13),
    ]),
    [
      ['2026-01-05T09', '2026-01-12T09'],
      ['2026-01-19T09', '2026-01-26T09'],
    ],
  )
})
