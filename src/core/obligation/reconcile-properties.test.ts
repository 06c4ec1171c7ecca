import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { instantOf, momentOf } from '../time/moment.ts'
import type { Obligation } from './obligation.ts'
import { maxNags, meet, reconcile, rememberedOccurrences, type View } from './reconcile.ts'

const START = instantOf('2026-03-02T10:00:00.000Z')
const at = (minutes: number): Temporal.Instant => START.add({ milliseconds: minutes * 60_000 })

const policy = policyFrom(`
severities: [{ id: SEV-1, name: Critical }, { id: SEV-2, name: High }]
obligations:
  - { id: ack, must: acknowledge, within: 15m, of: accepted }
  - { id: rhythm, when: { severity: [SEV-1] }, must: update, every: 20m, from: declared, until: resolved }
  - { id: slow-rhythm, when: { severity: [SEV-2] }, must: update, every: 1h, from: declared, until: resolved }
  - { id: post, must: publish, within: 30m, of: declared }
  - { id: last-word, must: update, within: 5m, of: resolved }
`)

type Step = { kind: 'pass' | 'ack' | 'update' | 'publish' | 'lower' | 'raise' | 'resolve' | 'reopen'; minutes: number }
type World = { list: Obligation[]; view: View; minutes: number; told: Map<string, string[]>; nags: Map<string, number> }

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step['kind']>('pass', 'ack', 'update', 'publish', 'lower', 'raise', 'resolve', 'reopen'),
    minutes: fc.integer({ min: 0, max: 45 }),
  }),
  { maxLength: 30 },
)

const musts: Partial<Record<Step['kind'], string>> = { ack: 'acknowledge', update: 'update', publish: 'publish' }

function fresh(): World {
  const view: View = {
    policy,
    facts: { policy, severity: 'SEV-1' },
    anchors: { declared: momentOf(START), accepted: momentOf(START) },
    owedAnewAt: null,
    done: {},
  }
  return settle({ list: [], view, minutes: 0, told: new Map(), nags: new Map() })
}

function settle(world: World): World {
  const { list, changes } = reconcile(world.list, world.view, at(world.minutes))
  for (const { obligation, what } of changes) world.told.set(obligation.id, [...(world.told.get(obligation.id) ?? []), what])
  return { ...world, list }
}

function take(before: World, { kind, minutes }: Step): World {
  const world = settle({ ...before, minutes: before.minutes + minutes })
  const now = momentOf(at(world.minutes))
  const must = musts[kind]
  if (must) {
    const { list, changes } = meet(world.list, { must, about: null, at: now, by: 'user:ann' })
    for (const { obligation, what } of changes) world.told.set(obligation.id, [...(world.told.get(obligation.id) ?? []), what])
    return settle({ ...world, list, view: { ...world.view, done: { ...world.view.done, [must]: { at: now, by: 'user:ann' } } } })
  }
  return settle({ ...world, view: changed(world.view, kind, now) })
}

function changed(view: View, kind: Step['kind'], now: string): View {
  const { resolved: _, ...open } = view.anchors
  if (kind === 'resolve') return { ...view, anchors: { ...open, resolved: now } }
  if (kind === 'reopen') return { ...view, anchors: open, owedAnewAt: now }
  if (kind === 'pass') return view
  return { ...view, owedAnewAt: now, facts: { policy, severity: kind === 'lower' ? 'SEV-2' : 'SEV-1' } }
}

describe('whatever happens to an incident', () => {
  test('the same view and moment give the same list, and asking twice changes nothing', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const world = taken.reduce(take, fresh())
        const once = reconcile(world.list, world.view, at(world.minutes))
        assert.deepEqual(once, reconcile(world.list, world.view, at(world.minutes)))
        assert.deepEqual(once.changes, [])
        assert.deepEqual(once.list, world.list)
      }),
      { seed: 7, numRuns: 400 },
    )
  })

  test('no occurrence is told twice by one clock; missed is never followed by met; nags and memory are bounded', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const world = taken.reduce(take, fresh())
        for (const [id, told] of world.told) {
          const said = told.filter((what) => what !== 'nagged')
          // A turn that a late word begins anew is due soon anew.
          const once = said.slice(said.lastIndexOf('restarted') + 1)
          assert.equal(new Set(once).size, once.length, `${id}: ${told.join(' ')}`)
          assert.ok(!(told.includes('missed') && told.includes('met')), `${id}: ${told.join(' ')}`)
          assert.ok(told.length - said.length <= maxNags)
        }
        for (const rule of Map.groupBy(world.list, (each) => each.rule).values()) assert.ok(rule.length <= rememberedOccurrences + 2)
        assert.equal(new Set(world.list.map((each) => each.id)).size, world.list.length)
      }),
      { seed: 11, numRuns: 400 },
    )
  })

  test('one word is late or kept, never both: so many late words in a row are so many late turns and none that was kept', () => {
    const lateness = fc.array(fc.integer({ min: 0, max: 19 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(lateness, (late) => {
        // Each word comes a turn of 20 minutes and something after the word before, so one turn is missed by then.
        const taken = late.map((minutes): Step => ({ kind: 'update', minutes: 20 + minutes }))
        const told = [...taken.reduce(take, fresh()).told].filter(([id]) => id.startsWith('rhythm#'))
        const count = (what: string): number => told.filter(([, each]) => each.includes(what)).length
        assert.deepEqual([count('late'), count('met')], [late.length, 0])
      }),
      { seed: 17, numRuns: 200 },
    )
  })

  test('the next question is in the future, and until then nothing changes by itself', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const world = taken.reduce(take, fresh())
        const { next } = reconcile(world.list, world.view, at(world.minutes))
        if (!next) return
        assert.ok(Temporal.Instant.compare(next, at(world.minutes)) > 0)
        assert.deepEqual(reconcile(world.list, world.view, next.subtract({ milliseconds: 1 })).changes, [])
        assert.notDeepEqual(reconcile(world.list, world.view, next).changes, [])
      }),
      { seed: 13, numRuns: 400 },
    )
  })
})

describe('clocks that follow the calendar', () => {
  const owed = (within: string, declared: string, organization: string): string => {
    const policed = policyFrom(`obligations: [{ id: word, must: publish, within: ${within}, of: declared }]`, { organization })
    const anchors = { declared, accepted: declared }
    const { list } = reconcile(
      [],
      { policy: policed, facts: { policy: policed }, anchors, owedAnewAt: null, done: {} },
      instantOf(declared),
    )
    return list.find((each) => each.rule === 'word')?.dueAt ?? ''
  }
  const office = ', business_hours: { from: "09:00", to: "17:00", holidays: ["2026-12-25"] }'

  test('a working day is counted in business hours, over weekends and holidays', () => {
    assert.equal(owed('1bd', '2026-11-13T16:00:00.000Z', office), '2026-11-16T16:00:00.000Z')
    assert.equal(owed('next_bd', '2026-12-24T12:00:00.000Z', office), '2026-12-28T17:00:00.000Z')
  })

  test('days keep their hour over a clock change, hours are elapsed time', () => {
    const zone = policyFrom(
      'obligations: [{ id: day, must: publish, within: 1d, of: declared }, { id: hours, must: update, within: 24h, of: declared }]',
      { timezone: 'Europe/Berlin' },
    )
    const declared = '2026-03-28T12:00:00.000Z'
    const { list } = reconcile(
      [],
      { policy: zone, facts: { policy: zone }, anchors: { declared }, owedAnewAt: null, done: {} },
      instantOf(declared),
    )
    assert.deepEqual(
      list.map((each) => each.dueAt),
      ['2026-03-29T11:00:00.000Z', '2026-03-29T12:00:00.000Z'],
    )
  })
})
