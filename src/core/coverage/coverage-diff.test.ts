import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { coverageDiff } from './coverage-diff.ts'
import { pagingDiff } from './paging-diff.ts'

const from = Temporal.Instant.from('2026-11-21T00:00Z')
const asked = { from, to: from.add({ hours: 48 }), canSend: () => true }

const policyWith = (hours: string, first = 'user:ann') =>
  policyFrom(`
severities: [ { id: SEV-1, name: One, respond_within: 15m } ]
users:
  - { id: ann, name: Ann, contacts: { phone: "+4915112345678" } }
  - { id: bob, name: Bob, contacts: { phone: "+4915112345679" } }
schedules:
  - { id: day, layers: [ { id: l, rotation: daily, starts: "2026-01-01T08:00", members: [ann], restrict: [ { days: [mon, tue, wed, thu, fri, sat, sun], ${hours} } ] } ] }
escalation_policies: [ { id: technical, steps: [ { page: [schedule:day], wait: 5m } ] }, { id: named, steps: [ { page: ["${first}"], wait: 5m } ] } ]
services: [ { id: api, escalation: [technical] }, { id: web, escalation: [named] } ]
`)

test('plan says which hours a change leaves without anybody, and which it covers again', () => {
  const [all, day] = [policyWith('from: "00:00", to: "00:00"'), policyWith('from: "08:00", to: "20:00"')]
  const worse = coverageDiff(all, day, asked).filter(({ isBreaking }) => isBreaking)
  assert.deepEqual(
    worse.map(({ becomes, kind, services, spans }) => [becomes, kind, services, spans.map(({ start, end }) => `${start} ${end}`)]),
    [
      [
        'worse',
        'nobody',
        ['api'],
        [
          '2026-11-21T00:00:00.000Z 2026-11-21T08:00:00.000Z',
          '2026-11-21T20:00:00.000Z 2026-11-22T08:00:00.000Z',
          '2026-11-22T20:00:00.000Z 2026-11-23T00:00:00.000Z',
        ],
      ],
    ],
  )
  const better = coverageDiff(day, all, asked).filter(({ isBreaking }) => isBreaking)
  assert.deepEqual(
    better.map(({ becomes, kind }) => [becomes, kind]),
    [['better', 'nobody']],
  )
  assert.deepEqual(coverageDiff(day, day, asked), [])
})

test('plan says who would be paged otherwise than today', () => {
  const hours = 'from: "00:00", to: "00:00"'
  const changes = pagingDiff(policyWith(hours), policyWith(hours, 'user:bob'), asked)
  assert.deepEqual(
    changes.map(({ services, before, after }) => [services, before, after]),
    [[['web'], [{ afterS: 0, users: ['ann'] }], [{ afterS: 0, users: ['bob'] }]]],
  )
  assert.match(changes[0]?.words ?? '', /Bob.* instead of Ann/)
})
