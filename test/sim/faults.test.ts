import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FAULTS, type Fault } from './faults.ts'
import { World } from './world.ts'

/** Twice as many nights as the product itself must pass each time: what no one of them shows the checker is blind to. */
const SEEDS = 2_000

/** Nights known to show what few do: tried first. When what happens at night has changed, the search finds others. */
const KNOWN = new Map([
  ['what was withdrawn is sent all the same', 680],
  ['nobody takes over what a dead process had claimed', 419],
  ['who has answered a call-out is called again', 173],
  ['a claim does not keep others from claiming', 21],
  ['a repeat does not say that it may be one', 44],
])

const shows = async (seed: number, fault: Fault): Promise<boolean> => (await new World(seed, fault).run()).length > 0

for (const fault of FAULTS) {
  test(`the simulation finds within ${SEEDS} nights that ${fault.name}`, async (t) => {
    const known = KNOWN.get(fault.name)
    if (known && (await shows(known, fault))) return
    for (let seed = 1; seed <= SEEDS; seed += 1) if (await shows(seed, fault)) return t.diagnostic(`shown by night ${seed}`)
    assert.fail(`no night out of ${SEEDS} showed that ${fault.name}: the checker is blind to it`)
  })
}
