import assert from 'node:assert/strict'
import { test } from 'node:test'
import { World } from './world.ts'

/** Enough nights to meet every kind of trouble; `npm run sim -- --seeds 100000` looks longer. */
const SEEDS = 2_000

test(`I-1 to I-9 hold over ${SEEDS} simulated nights`, async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const world = new World(seed)
    const violations = await world.run()
    assert.deepEqual(violations, [], `seed ${seed}; "npm run sim -- --seed ${seed}" tells it again:\n${world.history.join('\n')}`)
  }
})
