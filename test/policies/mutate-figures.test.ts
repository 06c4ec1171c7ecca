import assert from 'node:assert/strict'
import { test } from 'node:test'
import { organisations } from '../stories/ledgers/organisations.ts'
import { figuresIn, holdFigures, mutated } from './mutate-figures.ts'
import { readPolicy } from './read-policy.ts'

test('every figure of a bundle is found and changed by itself', () => {
  const { bundle } = readPolicy('skillancer')
  assert.ok(bundle)
  const figures = figuresIn(bundle)
  const shown = figures.map((each) => each.shown)
  for (const line of [
    'severities.0.respond_within: 15m → 16m',
    'severities.3.respond_within: next_bd → 1bd',
    'postmortem.steps.0.within: 5m → 6m',
    'postmortem.agenda.0.minutes: 10 → 11',
  ])
    assert.ok(shown.includes(line), `${line} is not among ${shown.join('; ')}`)
  for (const each of figures) assert.notDeepEqual(mutated(bundle, each), bundle, each.shown)
})

test('schedules, people’s own rules, monitors, grouping and figures that are read are figures', () => {
  const shownOf = (organisation: string) => {
    const { bundle } = readPolicy(organisation)
    return figuresIn(bundle).map(({ shown }) => shown)
  }
  for (const [organisation, line] of [
    ['smartbeak', 'schedules.0.layers.0.handoff.day: mon → tue'],
    ['smartbeak', 'users.0.rules.1.after: 1m → 2m'],
    ['dirt-free-crm', 'monitors.0.every: 1m → 2m'],
    ['dirt-free-crm', 'grouping.window: 5m → 6m'],
    ['dirt-free-crm', 'severities.1.examples.0: More than five times slower than normal → More than six times slower than normal'],
  ] as const)
    assert.ok(shownOf(organisation).includes(line), `${organisation}: ${line}`)
})

/** So many of each organisation at every run; `npm run mutate-figures` takes all. The seed chooses the same ones each time. */
const SAMPLE = { size: 6, seed: 20261121 }

for (const organisation of organisations)
  test(`a sample of the figures of ${organisation.folder}: each that is changed turns a row of its stories or a test of its figures red`, async () => {
    const { figures, survivors } = await holdFigures(organisation, SAMPLE)
    assert.equal(figures, SAMPLE.size)
    assert.deepEqual(survivors, [])
  })
