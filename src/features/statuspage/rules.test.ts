import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { ComponentStatus } from '../../core/incident/state.ts'
import type { PublishedIncident } from './contract.ts'
import { concerns, daysOf, inPercent, outageMinutes, spansOf, statusNow, uptimeOf } from './rules.ts'

const now = Temporal.Instant.from('2026-11-12T14:41:12Z')

type Said = [at: string, status: PublishedIncident['posts'][number]['status'], component?: ComponentStatus]
const incident = (posts: Said[], more: Partial<PublishedIncident> = {}): PublishedIncident => ({
  ...{ reference: 'INC-1', title: 'x', service: 'api', severity: 'SEV-1', startedAt: posts[0]?.[0] ?? '', resolvedAt: null },
  posts: posts.map(([at, status, component], i) => ({
    ...{ id: `p${i}`, at, by: 'user:ana', status, text: 'x', nextUpdateBy: null },
    components: component ? [{ id: 'api', status: component }] : [],
  })),
  ...more,
})

test('a status holds until the next post, and the resolving post ends it', () => {
  const one = incident([
    ['2026-11-12T10:00:00.000Z', 'investigating', 'major_outage'],
    ['2026-11-12T10:20:00.000Z', 'identified', 'partial_outage'],
    ['2026-11-12T11:00:00.000Z', 'resolved', 'partial_outage'],
  ])
  const [day] = daysOf(spansOf('api', [one], now), { now, count: 1, zone: 'UTC' })
  assert.deepEqual([day?.minutes.major_outage, day?.minutes.partial_outage, day?.worst], [20, 40, 'major_outage'])
  assert.equal(statusNow('api', [one]), 'operational')
})

test('a minute with two incidents counts once, at its worst', () => {
  const both = [
    incident([
      ['2026-11-12T10:00:00.000Z', 'investigating', 'degraded'],
      ['2026-11-12T11:00:00.000Z', 'resolved'],
    ]),
    incident(
      [
        ['2026-11-12T10:30:00.000Z', 'investigating', 'major_outage'],
        ['2026-11-12T10:40:00.000Z', 'resolved'],
      ],
      { reference: 'INC-2' },
    ),
  ]
  const [day] = daysOf(spansOf('api', both, now), { now, count: 1, zone: 'UTC' })
  assert.deepEqual([day?.minutes.degraded, day?.minutes.major_outage], [50, 10])
  assert.deepEqual(day?.references, ['INC-1', 'INC-2'])
})

test('days are those of the zone, and a day of a clock change has its own length', () => {
  const at = Temporal.Instant.from('2026-10-26T12:00:00Z')
  const days = daysOf([], { now: at, count: 3, zone: 'Europe/Berlin' })
  assert.deepEqual(
    days.map((day) => [day.date, day.minutes.operational]),
    [
      ['2026-10-24', 1440],
      ['2026-10-25', 1500],
      ['2026-10-26', 780],
    ],
  )
})

test('a page never rounds its uptime up', () => {
  assert.equal(inPercent(0.99999), '99.99 %')
  assert.equal(inPercent(1), '100 %')
})

test('an incident belongs to the pages of its components; without any, to those of its service', () => {
  const named = incident([['2026-11-12T10:00:00.000Z', 'investigating', 'degraded']])
  assert.equal(concerns(named, new Set(['api'])), true)
  assert.equal(concerns(named, new Set(['other'])), false)
  const bare = incident([['2026-11-12T10:00:00.000Z', 'investigating']], { service: null })
  assert.equal(concerns(bare, new Set(['other'])), true)
})

const RECORDED = new URL('../../../../shared/data/uptime/llm_providers_daily_outage_minutes.csv', import.meta.url)

test('bars and uptime equal the published minutes of recorded status pages', {
  skip: !existsSync(RECORDED) && 'the recorded days are not here',
}, () => {
  const [head = '', ...lines] = readFileSync(RECORDED, 'utf8').trim().split('\n')
  // Only titles are quoted, and they stand before the columns that are read here.
  const columns = head.split(',')
  const fromEnd = (name: string) => columns.length - columns.indexOf(name)
  let checked = 0
  for (const line of lines) {
    const cells = line.split(',')
    const value = (name: string): number => Number(cells[cells.length - fromEnd(name)])
    const [partial, major] = [value('partial_outage_minutes'), value('major_outage_minutes')]
    if (!Number.isInteger(partial) || !Number.isInteger(major) || partial + major === 0 || partial + major > 1440) continue
    const date = cells[0] ?? ''
    const moment = (minute: number) =>
      Temporal.Instant.from(`${date}T00:00:00Z`).add({ minutes: minute }).toString({ fractionalSecondDigits: 3 })
    const posts: Said[] = []
    if (partial > 0) posts.push([moment(0), 'investigating', 'partial_outage'])
    if (major > 0) posts.push([moment(partial), 'identified', 'major_outage'])
    posts.push([moment(partial + major), 'resolved'])
    const end = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime('UTC').toInstant().subtract({ milliseconds: 1 })
    const [day] = daysOf(spansOf('api', [incident(posts)], end), { now: end, count: 1, zone: 'UTC' })
    if (!day) throw new Error(date)
    const published = value('scaled_total_outage_minutes')
    assert.ok(Math.abs(outageMinutes(day) - published) < 0.06, `${line}: ${outageMinutes(day)} instead of ${published}`)
    assert.ok(Math.abs(1 - uptimeOf([day]) - published / 1440) < 0.0001)
    checked += 1
  }
  assert.ok(checked > 300, `${checked} days`)
})
