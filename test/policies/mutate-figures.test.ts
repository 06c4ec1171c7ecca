import assert from 'node:assert/strict'
import { test } from 'node:test'
import { skillancer } from '../stories/ledgers/skillancer.ts'
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

test('each figure of Skillancer that is changed turns a row of its stories or a test of its figures red', async () => {
  const { figures, survivors } = await holdFigures(skillancer)
  assert.ok(figures >= 20, `${figures}`)
  assert.deepEqual(survivors, [])
})
