import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readPolicy } from '../../../../../test/policies/read-policy.ts'
import type { Bundle } from '../../../../core/policy/schema/bundle.ts'
import type { Layer, Schedule } from '../../../../core/policy/schema/schedule.ts'
import * as drafts from './draft-rotation.ts'
import { type LayerHours, readHours, windowsOf } from './layer-hours.ts'
import { previewOf } from './preview.ts'
import { repairsOf } from './repairs.ts'
import { countAtHours, repeatedIn } from './repeated.ts'

const bundle = readPolicy('example').bundle as Bundle
const at = Temporal.Instant.from('2026-11-12T14:41:12Z')
const span = { from: Temporal.Instant.from('2026-11-09T00:00Z'), to: Temporal.Instant.from('2026-11-23T00:00Z') }
const primary = bundle.schedules?.find(({ id }) => id === 'payments-primary') as Schedule
const layerOf = (id: string): Layer => primary.layers.find((each) => each.id === id) as Layer

const shortWeekend = drafts.withLayer(primary, 'weekend', (layer) => ({
  ...layer,
  restrict: windowsOf({ kind: 'stretch', days: ['sat', 'sun'], from: '00:00', to: '16:00' }),
}))

describe('the hours of a layer as a form', () => {
  const cases: [LayerHours, number][] = [
    [{ kind: 'always' }, 0],
    [{ kind: 'each', days: ['tue'], from: '16:00', to: '00:00' }, 1],
    [{ kind: 'each', days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' }, 1],
    [{ kind: 'stretch', days: ['sat', 'sun'], from: '00:00', to: '00:00' }, 1],
    [{ kind: 'stretch', days: ['sat', 'sun'], from: '00:00', to: '16:00' }, 2],
    [{ kind: 'stretch', days: ['fri', 'sat', 'sun', 'mon'], from: '18:00', to: '08:00' }, 3],
  ]
  for (const [hours, windows] of cases)
    test(`${JSON.stringify(hours)} is written and read again`, () => {
      assert.equal(windowsOf(hours).length, windows)
      assert.deepEqual(readHours(windowsOf(hours)), hours)
    })

  test('two windows of one day are a list of days with their hours', () => {
    const two = [
      { days: ['mon' as const], from: '08:00', to: '12:00' },
      { days: ['mon' as const], from: '14:00', to: '18:00' },
    ]
    assert.deepEqual(readHours(two), { kind: 'several', windows: two })
    assert.deepEqual(windowsOf(readHours(two)), two)
  })
})

describe('a draft', () => {
  test('moves members, shares and splits turns, and keeps the last one', () => {
    const weekend = layerOf('weekend')
    assert.deepEqual(drafts.withMemberMoved(weekend, 2, 0).members, [['tomas'], ['mara'], ['jonas']])
    assert.equal(drafts.withMemberMoved(weekend, 0, -1), weekend)
    const shared = drafts.withSharedTurn(weekend, 1)
    assert.deepEqual(shared.members, [['mara', 'jonas'], ['tomas']])
    assert.deepEqual(drafts.withSplitTurn(shared, 0).members, weekend.members)
    assert.equal(drafts.withoutMember(layerOf('releases'), 0), layerOf('releases'))
  })

  test('takes any length of a turn, and refuses what is none', () => {
    assert.deepEqual(drafts.withPace(layerOf('weekly'), '36h')?.rotation, { text: '36h', amount: 36, unit: 'h' })
    assert.equal(drafts.withPace(layerOf('weekly'), 'soon'), null)
  })

  test('is written in the words of the policy, without overrides', () => {
    const written = drafts.writtenSchedule(drafts.withLayer(primary, 'weekly', (layer) => drafts.withPace(layer, '36h') ?? layer))
    assert.equal('overrides' in written, false)
    assert.equal((written.layers as { rotation: string }[])[0]?.rotation, '36h')
  })
})

describe('what a draft comes to', () => {
  test('a weekend that ends too early leaves a gap each Sunday, with its cost and a repair that closes it', () => {
    const preview = previewOf({ bundle, draft: shortWeekend, at, span })
    const gaps = preview.gaps.map(({ start, end }) => ({ start: start.epochMilliseconds, end: end.epochMilliseconds }))
    const [said] = repeatedIn(gaps, 'UTC', () => '')
    assert.deepEqual([said?.when, said?.dates], ['Sunday 16:00 to 24:00', '15 and 22 Nov'])
    assert.match(
      preview.gaps[0]?.cost ?? '',
      /Technical finds nobody at payments-secondary either and goes to the fallback at once; Settlement .* goes to Tomas at once/,
    )
    const [repair] = repairsOf(preview, shortWeekend)
    assert.equal(repair?.to, '24:00')
    const mended = drafts.withLayer(shortWeekend, repair?.layer ?? '', (layer) => ({ ...layer, restrict: repair?.restrict ?? [] }))
    assert.deepEqual(previewOf({ bundle, draft: mended, at, span }).gaps, [])
  })

  test('who moves is said of this schedule and of those that follow it, and of nobody else', () => {
    const swapped = drafts.withLayer(primary, 'weekend', (layer) => drafts.withMemberMoved(layer, 2, 1))
    const { moves, turns } = previewOf({ bundle, draft: swapped, at, span })
    assert.deepEqual(
      moves.map(({ words }) => words),
      [
        'Saturday 21 Nov to Sunday 22 Nov moves from Jonas to Tomas (payments-primary)',
        'Saturday 14 Nov to Sunday 15 Nov moves from Jonas to Tomas (payments-secondary)',
        'Saturday 21 Nov to Sunday 22 Nov moves from Tomas to Jonas (payments-secondary)',
      ],
    )
    assert.deepEqual(turns, [])
  })

  test('a new schedule has nobody who moves', () => {
    const made = drafts.withNewLayer({ id: 'fresh', layers: [], overrides: [], shadows: [] }, { member: 'ana', starts: '2026-11-12T00:00' })
    const preview = previewOf({ bundle, draft: made.schedule, at, span })
    assert.deepEqual([preview.moves, preview.before], [[], []])
    assert.equal(preview.after.at(-1)?.members[0], 'ana')
  })
})

test('pages of a quarter are counted at the hours of the week that a stretch covers', () => {
  const sunday = { start: Date.parse('2026-11-15T16:00Z'), end: Date.parse('2026-11-16T00:00Z') }
  const pages = ['2026-10-04T16:00:00.000Z', '2026-10-11T23:59:00.000Z', '2026-10-12T00:00:00.000Z', '2026-10-17T18:00:00.000Z']
  assert.equal(countAtHours(pages, sunday, 'UTC'), 2)
  // 17:00 to 01:00 there; in October clocks were an hour further
  assert.equal(countAtHours(pages, sunday, 'Europe/Berlin'), 1)
})
