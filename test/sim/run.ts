import { parseArgs } from 'node:util'
import { FAULTS } from './faults.ts'
import { World } from './world.ts'

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '2000' }, seed: { type: 'string' }, fault: { type: 'string' } },
})
const fault = FAULTS.find((each) => values.fault !== undefined && each.name.includes(values.fault)) ?? null
const first = values.seed ? Number(values.seed) : 1
const last = values.seed ? first : Number(values.seeds)

let failed = 0
for (let seed = first; seed <= last; seed += 1) {
  const world = new World(seed, fault)
  const violations = await world.run()
  if (violations.length > 0 || values.seed) console.log(`seed ${seed}\n${world.history.join('\n')}`)
  if (violations.length > 0) failed += 1
  if (failed >= 3) break
}
console.log(`${last - first + 1 - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
