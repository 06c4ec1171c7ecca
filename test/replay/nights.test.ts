import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reproduce } from '../../src/engine/replay/reproduce.ts'
import { World } from '../sim/world.ts'

const NIGHTS = 25

test(`${NIGHTS} simulated nights with crashes, races and silent providers are reproduced fact by fact`, { timeout: 120_000 }, async () => {
  let facts = 0
  for (let seed = 1; seed <= NIGHTS; seed += 1) {
    const world = new World(seed)
    assert.deepEqual(await world.run(), [])
    const { log } = world.database
    const { compared, differences } = await reproduce(log, { versions: new Map([[world.policy.version, world.policy]]) })
    assert.deepEqual(differences.slice(0, 2), [], `seed ${seed}`)
    assert.equal(compared, log.length)
    facts += compared
  }
  assert.ok(facts > 50 * NIGHTS, 'the nights are busy')
})
