import { test } from 'node:test'
import { play } from './nights.ts'

test('I-1 I-2 I-3 I-4 I-5 I-6 I-7 I-8 I-9 I-10 hold over the second 500 simulated nights', () => play({ first: 501, last: 1_000 }))
