import { test } from 'node:test'
import { play } from './nights.ts'

test('I-1 to I-9 hold over the second 1,000 simulated nights', () => play({ first: 1_001, last: 2_000 }))
