import { test } from 'node:test'
import { play } from './nights.ts'

test('I-1 I-2 I-3 I-4 I-5 I-6 I-7 I-8 I-9 I-10 hold over the second 1,000 simulated nights', () => play({ first: 1_001, last: 2_000 }))
