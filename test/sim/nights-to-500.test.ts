import { test } from 'node:test'
import { play } from './nights.ts'

// A thousand nights in two files, so that each core plays its half; `npm run sim -- --seeds 100000` looks longer.
test('I-1 I-2 I-3 I-4 I-5 I-6 I-7 I-8 I-9 I-10 hold over the first 500 simulated nights', () => play({ first: 1, last: 500 }))
