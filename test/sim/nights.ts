import assert from 'node:assert/strict'
import { World } from './world.ts'

/** Plays these nights one after the other; the first that breaks an invariant tells its history. */
export async function play({ first, last }: { first: number; last: number }): Promise<void> {
  for (let seed = first; seed <= last; seed += 1) {
    const world = new World(seed)
    const violations = await world.run()
    assert.deepEqual(violations, [], `seed ${seed}; "npm run sim -- --seed ${seed}" tells it again:\n${world.history.join('\n')}`)
  }
}
