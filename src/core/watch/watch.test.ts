import assert from 'node:assert/strict'
import { test } from 'node:test'
import { momentOf } from '../time/moment.ts'
import { type Look, type Watch, watched } from './watch.ts'

const start = Temporal.Instant.from('2026-11-21T03:00:00Z')
const patience = { silentMs: 180_000, againMs: 900_000 }
const well: Look = { isWell: true, said: 'well' }
const unwell: Look = { isWell: false, said: 'connection refused' }

/** Looks every 15 s; what is told, and when in seconds. */
function night(lookAt: (second: number) => Look, seconds: number): [number, string][] {
  let watch: Watch = { wellAt: momentOf(start), pagedAt: null, said: '' }
  const told: [number, string][] = []
  for (let second = 0; second <= seconds; second += 15) {
    const seen = watched(watch, lookAt(second), { now: start.add({ seconds: second }), patience })
    watch = seen.watch
    if (seen.news) told.push([second, `${seen.news.kind}: ${seen.news.text}`])
  }
  return told
}

test('I-20 a peer that falls silent is paged for after three minutes, again every fifteen, and once when it is back', () => {
  const told = night((second) => (second >= 60 && second < 1_500 ? unwell : well), 1_800)
  assert.deepEqual(told, [
    [225, 'silent: it has not been well for 3 min: connection refused'],
    [1_125, 'silent: it has not been well for 18 min: connection refused'],
    [1_500, 'back: it is back after 24 min'],
  ])
})

test('a hiccup shorter than three minutes pages nobody', () => {
  assert.deepEqual(
    night((second) => (second % 180 === 0 ? well : unwell), 1_800),
    [],
  )
})
