import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FAULTS } from './faults.ts'
import { World } from './world.ts'

/** As many nights as the product itself must pass: what no one of them shows the checker is blind to. */
const SEEDS = 2_000

for (const fault of FAULTS) {
  test(`the simulation finds within ${SEEDS} nights that ${fault.name}`, async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const violations = await new World(seed, fault).run()
      if (violations.length > 0) return
    }
    assert.fail(`no night out of ${SEEDS} showed that ${fault.name}: the checker is blind to it`)
  })
}
